import { fail, type Result } from '../../../core/base/result.ts';
import type { ClientId, RoomId } from '../../../core/board/ids.ts';
import type { Grant } from '../../../core/contract/access/grants.ts';
import type { Admitted } from '../access.ts';
import type { TokenBucket } from '../admission/token-bucket.ts';
import type { RightsDesk } from './rights-desk.ts';

/** A person at the door of a room. */
export interface Entering {
  readonly room: RoomId;
  readonly who: ClientId;
  readonly admitted: Admitted;
  /** Wrong passwords that the person's network address may still try. Undefined where addresses are unknown. */
  readonly tries: TokenBucket | undefined;
}

/** [RGT-8] What the person may do in the room. [RGT-11] Only a wrong password uses up a try. `mono`: `clock.mono()`. */
export function enterRoom(
  rights: Pick<RightsDesk, 'admit' | 'hasPassword'>,
  { room, who, admitted, tries }: Entering,
  mono: number,
): Result<Grant> {
  const isTry = admitted.passHash !== undefined && rights.hasPassword(room);
  if (isTry && tries?.take(1, mono) === false) return fail('pass.too_often');
  const granted = rights.admit(room, who, admitted);
  const isWrong = !granted.ok && granted.error.code === 'pass.wrong';
  if (isTry && !isWrong) tries?.giveBack(1);
  return granted;
}
