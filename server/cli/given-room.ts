import { ok, type Result } from '../../core/base/result.ts';
import { parseRoomId, type RoomId } from '../../core/board/ids.ts';
import { REFUSALS } from '../../core/contract/refusal-codes.ts';

/** The room that an operator names. The error is a sentence for the operator. */
export function givenRoom(name: string): Result<RoomId, string> {
  const room = parseRoomId(name);
  if (room.ok) return ok(room.value);
  return { ok: false, error: `${JSON.stringify(name.slice(0, 100))} is no name of a room. ${REFUSALS[room.error.code]}` };
}
