import { expect, test } from 'vitest';
import { Emitter } from '../../../../core/base/emitter.ts';
import type { RoomId } from '../../../../core/board/ids.ts';
import type { HostAct } from '../../../../core/contract/access/host-acts.ts';
import type { RefusalCode } from '../../../../core/contract/refusal-codes.ts';
import type { ActOutcome, SessionStatus } from '../../../../renderer/session/session.ts';
import { createRightsActs } from '../../../../renderer/ui/rights-acts.ts';

/** Whether a host may clear when the hub answers so; what the hub was told, and how often the person was. */
async function clearing(refused: RefusalCode | undefined) {
  const acts: HostAct[] = [];
  let said = 0;
  const act = async (one: HostAct): Promise<ActOutcome> => {
    acts.push(one);
    return refused === undefined ? {} : { refused };
  };
  const rights = createRightsActs(
    'room' as RoomId,
    { act, onStatus: () => ({ dispose() {} }) },
    { fail: () => void said++, show: () => {} },
  );
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

test('a raised hand stays up for every view of it until it is lowered, the pen is given or the room is unlocked', async () => {
  const changes = new Emitter<SessionStatus>();
  let outcome: ActOutcome = {};
  const session = { act: async () => outcome, onStatus: (listener: (status: SessionStatus) => void) => changes.on(listener) };
  const rights = createRightsActs('room' as RoomId, session, { fail: () => {}, show: () => {} });
  const now = (status: Pick<SessionStatus, 'locked' | 'grant'>): void =>
    changes.emit({ state: { phase: 'live' }, ...status } as SessionStatus);
  const raise = (up: boolean): Promise<boolean> => rights.act({ act: 'hand', up });
  await raise(true);
  now({ locked: true, grant: 'comment' });
  expect(rights.handUp.read()).toBe(true);
  await raise(false);
  expect(rights.handUp.read()).toBe(false);
  for (const end of [{ locked: true, grant: 'draw' } as const, { locked: false, grant: 'comment' } as const]) {
    await raise(true);
    expect(rights.handUp.read()).toBe(true);
    now(end);
    expect(rights.handUp.read()).toBe(false);
  }
  outcome = { refused: 'rate.messages' };
  await raise(true);
  expect(rights.handUp.read(), 'the hub refused it').toBe(false);
  rights.dispose();
});

test('a person is told when a host makes them a host, takes that back, or gives them the pen; not what they came with', () => {
  const changes = new Emitter<SessionStatus>();
  const said: string[] = [];
  const session = {
    act: async (): Promise<ActOutcome> => ({}),
    onStatus: (listener: (status: SessionStatus) => void) => changes.on(listener),
  };
  createRightsActs('room' as RoomId, session, { fail: () => {}, show: (text) => void said.push(text) });
  const now = (grant: SessionStatus['grant'], locked = false, phase: 'live' | 'joining' = 'live'): string[] => {
    changes.emit({ state: { phase }, grant, locked } as SessionStatus);
    return said.splice(0);
  };
  expect(now('view', false, 'joining')).toEqual([]);
  expect(now('draw')).toEqual([]);
  expect(now('host')).toEqual(['You are a host here now.']);
  expect(now('host')).toEqual([]);
  expect(now('draw')).toEqual(['You are no longer a host here.']);
  expect(now('comment', true)).toEqual([]);
  expect(now('draw', true)).toEqual(['You have the pen now.']);
  expect(now('comment', true)).toEqual([]);
  expect(now('draw')).toEqual([]);
});
