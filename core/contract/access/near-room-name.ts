import { parseRoomId, type RoomId } from '../../board/ids.ts';

/** Letters that Unicode does not take apart into a letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', Æ: 'Ae', ø: 'o', Ø: 'O', œ: 'oe', Œ: 'Oe', ł: 'l', Ł: 'L' };

/**
 * The room name that a person means who typed `weekly standup`: blanks and signs become `-`, accents go. Undefined when letters or digits
 * would be lost, as two such names would lead to one room.
 */
export function nearRoomName(typed: string): RoomId | undefined {
  const plain = typed
    .replace(/[ßæÆøØœŒłŁ]/g, (letter) => LETTERS[letter] ?? '')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '');
  if (/(?![A-Za-z0-9])[\p{L}\p{N}\p{M}]/u.test(plain)) return undefined;
  const inner = plain.replace(/^[^A-Za-z0-9_-]+|[^A-Za-z0-9_-]+$/g, '');
  const room = parseRoomId(inner.replace(/[^A-Za-z0-9_-]+/g, '-'));
  return room.ok ? room.value : undefined;
}
