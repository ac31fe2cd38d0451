import { describe, expect, test } from 'vitest';
import type { ClientId } from '../../../../../../core/board/ids.ts';
import type { RemoteMember } from '../../../../../../core/room/board-access.ts';
import type { SeenView } from '../../../../../../core/room/seen-view.ts';
import { NOTHING_SHOWN } from '../../../../../../core/room/shown.ts';
import { createFollowing } from '../../../../../../renderer/ui/watching/people/following.ts';
import { FakeClock } from '../../../../../support/fake-clock.ts';
import { fakeEngine } from '../../fake-engine.ts';
import { fakeSession } from '../../fake-session.ts';

const ANA = 'AAAAAAAAAA1' as ClientId;
/** A view of 500 x 400 world pixels at 160, 320. */
const VIEW: SeenView = { x: 2_560, y: 5_120, width: 8_000, height: 6_400 };
const THERE = { x: 160, y: 320, zoom: 2 };

function world({ reducedMotion = false } = {}) {
  const clock = new FakeClock();
  const engine = fakeEngine();
  const told: SeenView[] = [];
  const said: string[] = [];
  const session = { ...fakeSession(), lookAt: (view: SeenView) => void told.push(view) };
  const following = createFollowing({
    presence: session,
    engine,
    clock,
    reducedMotion,
    say: (text) => void said.push(text),
  });
  const be = (...members: Partial<RemoteMember>[]): void => session.showMembers(members);
  const camera = () => engine.snapshot().camera;
  return { clock, engine, told, said, following, be, camera };
}

describe('this window says what it shows', () => {
  test('at first and whenever it moves, in units', () => {
    const { engine, told } = world();
    expect(told).toEqual([{ x: 0, y: 0, width: 16_000, height: 12_800 }]);
    engine.setCamera({ x: 10, y: 20, zoom: 2 });
    expect(told.at(-1)).toEqual({ x: 160, y: 320, width: 8_000, height: 6_400 });
  });

  test('and passes on what the followed one shows, so that two who follow each other come to rest', () => {
    const { following, told, be, clock } = world();
    be({ clientId: ANA, shown: { ...NOTHING_SHOWN, view: VIEW } });
    following.follow(ANA);
    clock.advance(2_000);
    expect(told.at(-1)).toMatchObject(VIEW);
    following.stop();
    expect(told.at(-1)).toMatchObject({ width: 8_000 });
  });
});

describe('following', () => {
  test('glides to what the person sees, and goes on with each of their moves', () => {
    const { clock, engine, following, be, camera } = world();
    be({ clientId: ANA, name: 'Ana', shown: { ...NOTHING_SHOWN, view: VIEW } });
    following.follow(ANA);
    expect(following.read()).toMatchObject({ clientId: ANA, name: 'Ana' });
    clock.advance(100);
    expect(camera().x).toBeGreaterThan(0);
    expect(camera().x).toBeLessThan(160);
    clock.advance(2_000);
    expect(camera()).toEqual(THERE);
    const moves = engine.calls.length;
    clock.advance(60_000);
    expect(engine.calls).toHaveLength(moves);
    be({ clientId: ANA, name: 'Ana', shown: { ...NOTHING_SHOWN, view: { ...VIEW, x: 0 } } });
    clock.advance(2_000);
    expect(camera()).toEqual({ ...THERE, x: 0 });
  });

  test('is a jump for who wants no motion', () => {
    const { following, be, camera } = world({ reducedMotion: true });
    be({ clientId: ANA, shown: { ...NOTHING_SHOWN, view: VIEW } });
    following.follow(ANA);
    expect(camera()).toEqual(THERE);
  });

  test('ends as soon as the person moves the board', () => {
    const { clock, engine, following, be, camera } = world();
    be({ clientId: ANA, shown: { ...NOTHING_SHOWN, view: VIEW } });
    following.follow(ANA);
    clock.advance(100);
    engine.setCamera({ x: -50, y: 0, zoom: 1 });
    expect(following.read()).toBeUndefined();
    clock.advance(2_000);
    expect(camera()).toEqual({ x: -50, y: 0, zoom: 1 });
  });

  test('ends on request, once, and what is not of the view does not end it', () => {
    const { engine, following, be } = world();
    be({ clientId: ANA, shown: { ...NOTHING_SHOWN, view: VIEW } });
    expect(following.stop()).toBe(false);
    following.follow(ANA);
    engine.show({ drawing: true });
    expect(following.read()).toBeDefined();
    expect(following.stop()).toBe(true);
    expect(following.stop()).toBe(false);
  });

  test('ends with words when the person leaves', () => {
    const { following, be, said } = world();
    be({ clientId: ANA, name: 'Ana', shown: { ...NOTHING_SHOWN, view: VIEW } });
    following.follow(ANA);
    be();
    expect(following.read()).toBeUndefined();
    expect(said).toEqual(['Ana left, so you follow nobody now.']);
  });

  test('of who has never said what their window shows goes by their pointer', () => {
    const { clock, following, be, camera } = world();
    be({ clientId: ANA, cursor: { x: 5_000, y: 6_000 } });
    following.follow(ANA);
    clock.advance(5_000);
    expect(camera()).toEqual({ x: 4_500, y: 5_600, zoom: 1 });
  });

  test('of nobody who is here does nothing', () => {
    const { following, engine } = world();
    following.follow(ANA);
    expect(following.read()).toBeUndefined();
    expect(engine.calls).toEqual([]);
  });
});
