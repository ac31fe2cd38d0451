import { describe, expect, test } from 'vitest';
import type { ClientId } from '../../../../../../core/board/ids.ts';
import { NO_SETTINGS, PERSON_COLORS } from '../../../../../../renderer/ui/settings/settings.ts';
import { freeColor, keepColorFree } from '../../../../../../renderer/ui/watching/people/free-color.ts';
import { FakeClock } from '../../../../../support/fake-clock.ts';
import { fakeSession, YOU } from '../../fake-session.ts';

/** Ids before and after the own one. */
const BEFORE = '0000000000A' as ClientId;
const AFTER = 'ZZZZZZZZZZZ' as ClientId;

describe('a colour', () => {
  test.each([
    ['that no one has stays', 3, [1, 2], 3],
    ['that somebody has makes way for the next free one', 3, [3, 4, 4], 5],
    ['begins at the start again', 11, [11, 0], 1],
    ['is the same in the same company, in any order', 3, [4, 3], 5],
    ['that one more has than any other goes to a rarer one', 0, [0, 0, ...Array.from({ length: 11 }, (_, i) => i + 1)], 1],
    ['stays when all are taken as often', 2, Array.from({ length: PERSON_COLORS }, (_, i) => i), 2],
  ])('%s', (_what, wanted, taken, expected) => {
    expect(freeColor(wanted, taken)).toBe(expected);
  });
});

function room({ chosen = false, phase = 'live' as 'live' | 'joining' } = {}) {
  const clock = new FakeClock();
  const joining = { phase: 'joining', since: 0, received: 0, total: 0 } as const;
  const you = { clientId: YOU, name: 'Sunny Otter', color: 1 };
  const session = fakeSession({ you, state: phase === 'live' ? { phase, since: 0 } : joining });
  const settings = { read: () => ({ ...NO_SETTINGS, color: 1, colorChosen: chosen }) };
  const own = keepColorFree({ session, settings, clock });
  return { clock, session, own, moved: () => session.calls.filter((call) => call.startsWith('profile')) };
}

describe('in a room', () => {
  test('a newcomer whose colour is taken gets a free one, once', () => {
    const { clock, session, moved } = room({ phase: 'joining' });
    session.showMembers([{ color: 1 }, { color: 2 }]);
    clock.advance(5_000);
    expect(moved()).toEqual([]);
    session.show({ state: { phase: 'live', since: 0 } });
    clock.advance(1_000);
    expect(moved()).toEqual(['profile {"color":3}']);
  });

  test('who was here keeps the colour: the newcomer moves', () => {
    const { clock, session, moved } = room();
    session.showMembers([{ color: 1, clientId: BEFORE }]);
    clock.advance(1_000);
    session.showMembers([{ color: 2, clientId: BEFORE }]);
    clock.advance(60_000);
    expect(moved()).toEqual([]);
  });

  test('of two who came together the one with the greater id moves', () => {
    const [greater, lesser] = [room(), room()];
    greater.session.showMembers([{ color: 1, clientId: BEFORE }]);
    lesser.session.showMembers([{ color: 1, clientId: AFTER }]);
    for (const { clock } of [greater, lesser]) clock.advance(60_000);
    expect(greater.moved()).toEqual(['profile {"color":2}']);
    expect(lesser.moved()).toEqual([]);
  });

  test('a colour that the person chose stays, and so does one that no one has', () => {
    const chosen = room({ chosen: true, phase: 'joining' });
    const free = room({ phase: 'joining' });
    chosen.session.showMembers([{ color: 1 }]);
    free.session.showMembers([{ color: 5 }]);
    for (const { clock, session } of [chosen, free]) {
      session.show({ state: { phase: 'live', since: 0 } });
      clock.advance(60_000);
    }
    expect([...chosen.moved(), ...free.moved()]).toEqual([]);
  });

  test('who has left the page changes nothing any more', () => {
    const { clock, session, own, moved } = room();
    session.showMembers([{ color: 1, clientId: BEFORE }]);
    own.dispose();
    clock.advance(60_000);
    expect(moved()).toEqual([]);
  });
});
