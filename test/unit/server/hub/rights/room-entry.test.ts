import { expect, test } from 'vitest';
import { fail, ok } from '../../../../../core/base/result.ts';
import type { ClientId, RoomId } from '../../../../../core/board/ids.ts';
import type { PassHash } from '../../../../../core/contract/access/room-pass.ts';
import type { Admitted } from '../../../../../server/hub/access.ts';
import { TokenBucket } from '../../../../../server/hub/admission/token-bucket.ts';
import { enterRoom } from '../../../../../server/hub/rights/room-entry.ts';

const RIGHT = 'r'.repeat(22) as PassHash;
const WRONG = 'w'.repeat(22) as PassHash;
const rights = {
  hasPassword: () => true,
  admit: (_room: RoomId, _who: ClientId, { passHash, grant }: Admitted) =>
    passHash === RIGHT ? ok(grant) : fail(passHash === undefined ? 'pass.needed' : 'pass.wrong'),
};

test('[RGT-11] wrong passwords use up the tries of an address, right ones and none at all do not, and tries come back with time', () => {
  const tries = new TokenBucket(0.1, 2, 0);
  const codeOf = (passHash: PassHash | undefined, mono: number): string => {
    const admitted: Admitted = { grant: 'draw', isOwn: false, link: undefined, passHash };
    const entered = enterRoom(rights, { room: 'r' as RoomId, who: 'c' as ClientId, admitted, tries }, mono);
    return entered.ok ? 'in' : entered.error.code;
  };
  for (let i = 0; i < 5; i++) expect([codeOf(RIGHT, 0), codeOf(undefined, 0)]).toEqual(['in', 'pass.needed']);
  expect([codeOf(WRONG, 0), codeOf(WRONG, 0)]).toEqual(['pass.wrong', 'pass.wrong']);
  expect([codeOf(WRONG, 0), codeOf(RIGHT, 0), codeOf(undefined, 0)]).toEqual(['pass.too_often', 'pass.too_often', 'pass.needed']);
  expect([codeOf(RIGHT, 10_000), codeOf(WRONG, 10_000), codeOf(RIGHT, 10_000)]).toEqual(['in', 'pass.wrong', 'pass.too_often']);
});
