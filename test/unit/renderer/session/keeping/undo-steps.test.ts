import { expect, test } from 'vitest';
import { allSteps } from '../../../../../core/base/all-steps.ts';
import { STEPS_PART } from '../../../../../core/contract/desktop/vault-part-names.ts';
import type { MemoryVaults } from '../../../../../renderer/session/keeping/memory-vault.ts';
import type { Session } from '../../../../../renderer/session/session.ts';
import { draw, place, remove, visible, World } from '../world.ts';

function begin(world: World, vaults: MemoryVaults, lastBoard?: Uint8Array): Session {
  const session = world.person('ana', vaults.open(), lastBoard);
  session.start();
  world.pass(300);
  return session;
}

/** Leaves the page as a person does. */
function leave(world: World, session: Session): void {
  session.keep();
  world.pass(50);
  session.dispose();
  world.pass(50);
}

test('what was drawn before a reload is undone after it, one step after the other, and done again', () => {
  const world = new World();
  const vaults = world.vaults();
  const first = begin(world, vaults);
  const [a, b] = [draw(first), draw(first)];
  remove(first, a);
  world.pass(300);
  leave(world, first);
  const second = begin(world, vaults);
  expect(second.status()).toMatchObject({ canUndo: true, canRedo: false });
  second.undo();
  expect(visible(second)).toEqual([a, b].sort());
  second.undo();
  expect(visible(second)).toEqual([a]);
  world.pass(300);
  leave(world, second);
  const third = begin(world, vaults);
  third.redo();
  third.redo();
  expect(visible(third)).toEqual([b]);
  third.undo();
  third.undo();
  third.undo();
  expect(visible(third)).toEqual([]);
  expect(third.status().canUndo).toBe(false);
});

test('a step of the new page lies above the steps of the old one, whatever numbers their gestures have', () => {
  const world = new World();
  const vaults = world.vaults();
  const first = begin(world, vaults);
  const a = draw(first);
  world.pass(300);
  leave(world, first);
  const second = begin(world, vaults);
  // The first gesture of its page, as the stroke before was.
  const b = draw(second);
  second.undo();
  expect(visible(second)).toEqual([a]);
  second.redo();
  place(second, a, 4_800);
  place(second, a, 6_400);
  second.undo();
  second.undo();
  second.undo();
  expect(visible(second)).toEqual([a]);
  second.undo();
  expect(visible(second)).toEqual([]);
  expect(second.board().get(b)?.alive).toBe(false);
});

test('after a crash the steps of some seconds before are there; undo takes back nothing of another person', () => {
  const world = new World();
  const vaults = world.vaults();
  const bo = world.joined('bo');
  const first = begin(world, vaults);
  const [a, b] = [draw(first), draw(first)];
  const hers = draw(bo);
  world.pass(6_000);
  remove(bo, b);
  world.pass(300);
  world.crash(vaults, first);
  first.dispose();
  const second = begin(world, vaults);
  second.undo();
  second.undo();
  second.undo();
  world.pass(300);
  expect(visible(bo)).toEqual([hers]);
  expect(bo.board().get(a)?.alive).toBe(false);
});

test('a page that has only the copy of its device undoes on it before the hub is reached', () => {
  const world = new World();
  const vaults = world.vaults();
  const first = begin(world, vaults);
  const [a] = [draw(first), draw(first)];
  world.pass(300);
  const packing = first.packLastBoard();
  if (!packing) throw new Error('the board is not here');
  const { bytes } = allSteps(packing);
  leave(world, first);
  world.hub.weather.isDown = true;
  const second = begin(world, vaults, bytes);
  expect(second.status().state.phase).toBe('connecting');
  second.undo();
  expect(visible(second)).toEqual([a]);
  world.hub.weather.isDown = false;
  world.pass(30_000);
  expect(second.status()).toMatchObject({ unsent: 0, canUndo: true, canRedo: true });
  expect(world.hub.replica.board.aliveCount).toBe(1);
});

test('a page that lacks the newest strokes waits for the room’s board: undo must not pass over a step that it cannot see', () => {
  const world = new World();
  const vaults = world.vaults();
  const first = begin(world, vaults);
  const a = draw(first);
  world.pass(300);
  const packing = first.packLastBoard();
  if (!packing) throw new Error('the board is not here');
  const { bytes } = allSteps(packing);
  draw(first);
  world.pass(300);
  leave(world, first);
  world.hub.weather.isDown = true;
  const second = begin(world, vaults, bytes);
  expect(second.status().canUndo).toBe(false);
  world.hub.weather.isDown = false;
  world.pass(30_000);
  expect(second.status().canUndo).toBe(true);
  second.undo();
  expect(visible(second)).toEqual([a]);
});

test('in another life of the room, and an hour later, undo has nothing to take back', () => {
  for (const between of ['restart', 'hour'] as const) {
    const world = new World();
    const vaults = world.vaults();
    const first = begin(world, vaults);
    draw(first);
    world.pass(300);
    leave(world, first);
    if (between === 'restart') world.hub.restart();
    else world.pass(61 * 60_000);
    const second = begin(world, vaults);
    expect(second.status(), between).toMatchObject({ state: { phase: 'live' }, canUndo: false, canRedo: false });
  }
});

test('of many steps the newest two hundred are kept, and none below one that is too large', () => {
  const world = new World();
  const vaults = world.vaults();
  const first = begin(world, vaults);
  const strokes = Array.from({ length: 210 }, () => draw(first));
  world.pass(2_000);
  leave(world, first);
  const second = begin(world, vaults);
  for (let i = 0; i < 220; i++) second.undo();
  expect(visible(second)).toEqual(strokes.slice(0, 10).sort());
  for (let i = 0; i < 220; i++) second.redo();
  world.pass(2_000);

  const many = Array.from({ length: 2_001 }, () => draw(second, 0));
  remove(second, ...many);
  draw(second);
  world.pass(10_000);
  leave(world, second);
  const third = begin(world, vaults);
  third.undo();
  expect(third.status().canUndo).toBe(false);
  expect(visible(third)).toEqual([...strokes].sort());
});

test('steps that cannot be read are passed over: the rest of the vault is used', () => {
  const world = new World();
  const vaults = world.vaults();
  const first = begin(world, vaults);
  const a = draw(first);
  world.pass(300);
  leave(world, first);
  const vault = vaults.open();
  expect(vault.found.has(STEPS_PART)).toBe(true);
  const second = world.person('ana', { ...vault, found: new Map([...vault.found, [STEPS_PART, new Uint8Array(9)]]) });
  second.start();
  world.pass(300);
  expect(second.clientId).toBe(first.clientId);
  expect(second.status().canUndo).toBe(false);
  expect(visible(second)).toEqual([a]);
});
