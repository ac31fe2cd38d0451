import type { Clock } from '../../core/base/host.ts';
import type { RoomLink } from '../../core/contract/access/room-link.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { pictureHash } from '../../renderer/session/pictures/picture-hash.ts';
import type { OutsidePicture } from '../ports/outside.ts';

export interface RoomPicturesOptions {
  readonly link: Pick<RoomLink, 'server' | 'room'>;
  readonly ask: typeof fetch;
  readonly clock: Clock;
  readonly bounds?: { readonly ms: number; readonly keptBytes: number };
}

/** Time for all pictures that go into one drawing of the board, and bytes that are kept for the next one. */
const BOUNDS = { ms: 15_000, keptBytes: 16 * 1024 * 1024 };

/** The room's pictures, from the hub by HTTP [PIC-1], as pages get them. */
export class RoomPictures {
  readonly #options: RoomPicturesOptions;
  readonly #bounds: Required<RoomPicturesOptions>['bounds'];
  /** Those that were used last are at the end. */
  readonly #kept = new Map<string, OutsidePicture>();
  #keptBytes = 0;

  constructor(options: RoomPicturesOptions) {
    this.#options = options;
    this.#bounds = options.bounds ?? BOUNDS;
  }

  /** Reads pictures for one drawing of the board. Undefined: the hub lacks it, or the time for this drawing is over. */
  reading(): (hash: string) => Promise<OutsidePicture | undefined> {
    const { clock } = this.#options;
    const until = clock.mono() + this.#bounds.ms;
    return async (hash) => {
      const leftMs = until - clock.mono();
      const picture = this.#kept.get(hash) ?? (leftMs > 0 ? await this.#fetch(hash, leftMs) : undefined);
      if (picture) this.#keep(hash, picture);
      return picture;
    };
  }

  /** A picture with another hash is ignored. */
  async #fetch(hash: string, withinMs: number): Promise<OutsidePicture | undefined> {
    const { link, ask, clock } = this.#options;
    const abort = new AbortController();
    const late = clock.after(withinMs, () => abort.abort());
    try {
      const answer = await ask(`${link.server}/pictures/${link.room}/${hash}`, { signal: abort.signal });
      if (!answer.ok || !answer.body) {
        await answer.body?.cancel();
        return undefined;
      }
      const bytes = await bytesOf(answer.body);
      if (bytes === undefined || pictureHash(bytes) !== hash) return undefined;
      return { bytes, type: answer.headers.get('content-type') ?? '' };
    } catch {
      return undefined;
    } finally {
      late.dispose();
    }
  }

  #keep(hash: string, picture: OutsidePicture): void {
    this.#drop(hash);
    this.#kept.set(hash, picture);
    this.#keptBytes += picture.bytes.length;
    for (const [oldest] of this.#kept) {
      if (this.#keptBytes <= this.#bounds.keptBytes) return;
      this.#drop(oldest);
    }
  }

  #drop(hash: string): void {
    this.#keptBytes -= this.#kept.get(hash)?.bytes.length ?? 0;
    this.#kept.delete(hash);
  }
}

/** Undefined: more than a hub takes. */
async function bytesOf(body: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    // Leaving the loop ends the transfer.
    if (length > LIMITS.pictureBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
