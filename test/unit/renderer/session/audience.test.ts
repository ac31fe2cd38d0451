import { expect, test } from 'vitest';
import { LIMITS } from '../../../../core/contract/limits.ts';
import type { Session } from '../../../../renderer/session/session.ts';
import { World } from './world.ts';

/** In a room with 4,880 others who only watch. */
function counted(): { readonly world: World; readonly ana: Session; readonly pushesOf: (run: () => void) => number } {
  const world = new World({
    delayMs: () => 0,
    welcome: { grant: 'view', role: 'view', viewers: 4_881, counted: true, shows: true },
  });
  const ana = world.joined();
  const pushesOf = (run: () => void): number => {
    world.pass(1_000);
    world.hub.pushes.length = 0;
    run();
    world.pass(1_000);
    return world.hub.pushes.length;
  };
  return { world, ana, pushesOf };
}

test('[AUD-2] a client knows how many others watch, and hears when that changes', () => {
  const { world, ana } = counted();
  expect(ana.status().viewers).toBe(4_880);
  world.hub.notify({ kind: 'viewers', count: 7 });
  world.pass(10);
  expect(ana.status().viewers).toBe(6);
  for (const count of [-1, 1.5, 1e12, 'many' as unknown as number]) world.hub.notify({ kind: 'viewers', count });
  world.pass(10);
  expect(ana.status().viewers).toBe(6);
});

test('[AUD-3] a counted client sends nothing of itself, not even that it is still here', () => {
  const { world, ana, pushesOf } = counted();
  const moves = pushesOf(() => {
    for (let x = 0; x < 20; x++) {
      ana.pointAt({ x, y: 1 });
      ana.lookAt({ x, y: 0, width: 100, height: 100 });
      world.pass(50);
    }
  });
  expect(moves).toBe(0);
  expect(ana.react(1)).toBe(false);
  expect(pushesOf(() => world.pass(3 * LIMITS.presenceLifeMs))).toBe(0);
});

test('[AUD-3] once it has the pen it shows itself as everybody does', () => {
  const { world, ana, pushesOf } = counted();
  ana.pointAt({ x: 1, y: 1 });
  expect(pushesOf(() => world.hub.notify({ kind: 'grant', grant: 'draw', locked: false }))).toBeGreaterThan(0);
  expect(pushesOf(() => ana.pointAt({ x: 2, y: 2 }))).toBe(1);
  expect(ana.react(1)).toBe(true);
  expect(pushesOf(() => world.pass(2 * LIMITS.presenceLifeMs))).toBeGreaterThan(0);
});

test('[AUD-3] a raised hand lists it too', async () => {
  const { ana, world, pushesOf } = counted();
  const raised = ana.act({ act: 'hand', up: true });
  world.pass(100);
  await raised;
  expect(pushesOf(() => ana.pointAt({ x: 2, y: 2 }))).toBe(1);
});
