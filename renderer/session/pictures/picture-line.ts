import type { RoomLink } from '../../../core/contract/access/room-link.ts';
import type { PictureLine } from './picture-ports.ts';

/** Longest transfer of one picture, milliseconds: 10 MiB at 1 Mbit/s. */
const PATIENCE_MS = 90_000;

/** The hub's pictures by HTTP [PIC-1]. */
export function pictureLine({ server, room }: Pick<RoomLink, 'server' | 'room'>, ask: typeof fetch): PictureLine {
  const url = (hash: string): string => `${server}/pictures/${room}/${hash}`;
  return {
    async get(hash) {
      try {
        const answer = await ask(url(hash), { signal: AbortSignal.timeout(PATIENCE_MS) });
        if (!answer.ok) return answer.status === 404 ? 'lacking' : 'unreachable';
        const type = answer.headers.get('content-type') ?? '';
        return { bytes: new Uint8Array(await answer.arrayBuffer()), type };
      } catch {
        return 'unreachable';
      }
    },
    async put(hash, { bytes, type }) {
      try {
        const body = new Blob([bytes.slice()], { type });
        const answer = await ask(url(hash), { method: 'PUT', body, signal: AbortSignal.timeout(PATIENCE_MS) });
        if (answer.ok) return 'kept';
        if (answer.status === 409) return 'early';
        return [400, 413, 415, 422, 507].includes(answer.status) ? 'refused' : 'unreachable';
      } catch {
        return 'unreachable';
      }
    },
  };
}
