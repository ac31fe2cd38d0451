import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { ClientId } from '../../../core/board/ids.ts';
import type { Grant } from '../../../core/contract/access/grants.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import { onceKey, type RoomRights } from '../../../core/room/room-rights.ts';
import type { Admitted } from '../access.ts';

/**
 * [RGT-8] What a person may do in a room, of what it came with and what hosts have decided. A host by key or link stays one: only it may choose
 * less for itself. `now`: milliseconds since 1970.
 */
export function grantUnder(rights: RoomRights, who: ClientId, admitted: Admitted, now: number): Result<Grant> {
  if (isUsedByOther(rights, who, admitted)) return fail('link.used');
  if (admitted.grant === 'host') return ok(rights.chosenByItself(who) ?? 'host');
  if (rights.isBanned(who, admitted.link?.id)) return fail('room.banned');
  if (rights.isKicked(who, now)) return fail('room.kicked');
  const code = passRefusal(rights, admitted);
  if (code !== undefined) return fail(code);
  const given = rights.given(who);
  if (given !== undefined) return ok(given);
  return ok(rights.isLocked && admitted.grant === 'draw' ? 'comment' : admitted.grant);
}

/** [RGT-14] */
function isUsedByOther(rights: RoomRights, who: ClientId, { link }: Admitted): boolean {
  if (link?.once !== true) return false;
  const user = rights.userOf(onceKey(link));
  return user !== undefined && user !== who;
}

/** [RGT-11] A signed link is a proof of its own. */
function passRefusal({ passHash }: RoomRights, admitted: Admitted): RefusalCode | undefined {
  if (passHash === undefined || admitted.link !== undefined || admitted.passHash === passHash) return undefined;
  return admitted.passHash === undefined ? 'pass.needed' : 'pass.wrong';
}
