import { nearRoomName } from '../../../core/contract/access/near-room-name.ts';
import { parseJoinText, type RoomLink } from '../../../core/contract/access/room-link.ts';
import { REFUSALS } from '../../../core/contract/refusal-codes.ts';
import { JOIN } from '../words/dialog-words.ts';

/** The meaning of the typed or pasted text. */
export type JoinChoice =
  | { readonly kind: 'empty' }
  | { readonly kind: 'wrong'; readonly reason: string }
  | {
      readonly kind: 'room';
      readonly link: RoomLink;
      readonly elsewhere: boolean;
      /** The typed text is no name of a room, but nearly one: the link's is the nearest. */
      readonly isNear?: true;
    };

/** `server` is the current one: a bare name is a room there. */
export function joinChoice(text: string, server: string): JoinChoice {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const parsed = parseJoinText(trimmed, server);
  if (!parsed.ok) {
    const near = parsed.error.code === 'room_id.bad_character' && !/:\/\/|#/.test(trimmed) ? nearRoomName(trimmed) : undefined;
    if (near !== undefined) return { kind: 'room', link: { server, room: near }, elsewhere: false, isNear: true };
    // A name and a link fail for different reasons: shows the useful one.
    const reason = trimmed.includes('://') ? JOIN.noLink : REFUSALS[parsed.error.code];
    return { kind: 'wrong', reason };
  }
  return { kind: 'room', link: parsed.value, elsewhere: parsed.value.server !== server };
}
