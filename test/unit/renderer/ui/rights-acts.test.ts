import { expect, test } from 'vitest';
import type { RoomId } from '../../../../core/board/ids.ts';
import type { HostAct } from '../../../../core/contract/access/host-acts.ts';
import type { RefusalCode } from '../../../../core/contract/refusal-codes.ts';
import type { ActOutcome } from '../../../../renderer/session/session.ts';
import { createRightsActs } from '../../../../renderer/ui/rights-acts.ts';

/** Whether a host may clear when the hub answers so; what the hub was told, and how often the person was. */
async function clearing(refused: RefusalCode | undefined) {
  const acts: HostAct[] = [];
  let said = 0;
  const act = async (one: HostAct): Promise<ActOutcome> => {
    acts.push(one);
    return refused === undefined ? {} : { refused };
  };
  const rights = createRightsActs('room' as RoomId, { act }, { fail: () => void said++ });
  return { may: await rights.clears(), acts, said };
}

test.each<[RefusalCode | undefined, boolean, number]>([
  [undefined, true, 0],
  // Away from the hub, and at a hub from before this act.
  ['join.needed', true, 0],
  ['host.malformed', true, 0],
  ['host.needed', false, 1],
  ['rate.messages', false, 1],
])('[RGT-13] the hub is told before a host clears the board; after %s it may: %s', async (refused, may, said) => {
  expect(await clearing(refused)).toEqual({ may, acts: [{ act: 'clear' }], said });
});
