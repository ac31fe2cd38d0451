import { REFUSALS } from '../../../core/contract/refusal-codes.ts';
import { parseJoinText, type RoomLink } from '../../../core/contract/room-link.ts';

/** The meaning of the typed or pasted text. */
export type JoinChoice =
  | { readonly kind: 'empty' }
  | { readonly kind: 'wrong'; readonly reason: string }
  | { readonly kind: 'room'; readonly link: RoomLink; readonly elsewhere: boolean };

/** `server` is the current one: a bare name is a room there. */
export function joinChoice(text: string, server: string): JoinChoice {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const parsed = parseJoinText(trimmed, server);
  if (!parsed.ok) {
    // A name and a link fail for different reasons: shows the useful one.
    const reason = trimmed.includes('://')
      ? 'This is not a link to a room. It looks like http://host/#/r/name or inkroom://host/r/name.'
      : REFUSALS[parsed.error.code];
    return { kind: 'wrong', reason };
  }
  return { kind: 'room', link: parsed.value, elsewhere: parsed.value.server !== server };
}
