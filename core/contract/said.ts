import { type ClientId, isClientId } from '../board/ids.ts';
import { LIMITS } from './limits.ts';

/** The receivers of a private message: one client, or all hosts of the room [CHT-4]. */
export type SaidTo = ClientId | 'hosts';

/** A private message. It is on no board, and no store keeps it. */
export interface Said {
  readonly from: { readonly clientId: ClientId; readonly name: string; readonly color: number };
  readonly to: SaidTo;
  readonly text: string;
  /** Milliseconds since 1970 of the hub's clock. */
  readonly at: number;
}

export function isSaidTo(raw: unknown): raw is SaidTo {
  return raw === 'hosts' || isClientId(raw);
}

/** True for a text that a message may have. */
export function isSaidText(raw: unknown): raw is string {
  return typeof raw === 'string' && raw.trim() !== '' && raw.length <= LIMITS.wordsChars && raw.isWellFormed();
}

/** Reads a private message of a hub. A hub is a stranger too. */
export function parseSaid(raw: Readonly<Record<string, unknown>>): Said | undefined {
  const { from, to, text, at } = raw;
  if (typeof from !== 'object' || from === null || !isSaidTo(to) || !isSaidText(text) || !Number.isSafeInteger(at))
    return undefined;
  const { clientId, name, color } = from as Readonly<Record<string, unknown>>;
  if (!isClientId(clientId) || typeof name !== 'string' || name.length > LIMITS.nameChars) return undefined;
  if (!Number.isInteger(color) || (color as number) < 0 || (color as number) > 255) return undefined;
  return { from: { clientId, name, color: color as number }, to, text, at: at as number };
}
