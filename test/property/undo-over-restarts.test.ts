import fc from 'fast-check';
import { expect, test } from 'vitest';
import { authorOf, type ElementId } from '../../core/board/ids.ts';
import type { Session } from '../../renderer/session/session.ts';
import { runSeed } from '../support/seeded.ts';
import { draw, remove, visible, World } from '../unit/renderer/session/world.ts';

type Act =
  | { readonly kind: 'draw' | 'undo' | 'redo'; readonly who: number }
  | { readonly kind: 'remove'; readonly who: number; readonly which: number }
  | { readonly kind: 'restart'; readonly restorer: number }
  | { readonly kind: 'restartFromStore' };

const who = fc.nat(2);
const restart = fc.record({ kind: fc.constant('restart' as const), restorer: who });
const restartFromStore = fc.constant({ kind: 'restartFromStore' as const });
const actsWith = (restarts: fc.Arbitrary<Act>): fc.Arbitrary<readonly Act[]> =>
  fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('draw' as const), who }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('undo' as const), who }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('redo' as const), who }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), who, which: fc.nat(9) }) },
      { weight: 1, arbitrary: restarts },
    ),
    { minLength: 5, maxLength: 30 },
  );

function restartAndRestore(world: World, people: readonly Session[], restorer: number): void {
  world.hub.restart();
  world.pass(10_000);
  people[restorer]?.resolveLostCopy('restore');
  world.pass(1_000);
}

test('memory only: one draws, a restart loses the board, another restores it: undo takes back one’s own work, before and after', () => {
  const world = new World();
  const [ana, bo] = [world.joined(), world.joined()];
  const anas = [draw(ana), draw(ana), draw(ana)];
  world.pass(500);
  restartAndRestore(world, [ana, bo], 1);
  expect(visible(ana)).toEqual([...anas].sort());
  // The restorer has drawn nothing: undo has nothing to take back.
  expect(bo.status().canUndo).toBe(false);
  bo.undo();
  world.pass(500);
  expect(visible(ana)).toEqual([...anas].sort());
  // The author's history goes on over the restart.
  ana.undo();
  world.pass(500);
  expect(visible(bo)).toEqual(anas.slice(0, 2).sort());
  ana.redo();
  world.pass(500);
  expect(visible(bo)).toEqual([...anas].sort());
  // What Ana has done again since is hers, and stays.
  expect(bo.takeBack()).toEqual({ elements: 2, own: 0, authors: 1 });
  world.pass(500);
  expect(visible(ana)).toEqual(anas.slice(2));
});

test.each<[string, fc.Arbitrary<Act>]>([
  ['that lose the board', restart],
  ['of a hub with a store', restartFromStore],
])('over any drawing, removing and restarts %s an undo or a redo changes only what the same person wrote last', (_, restarts) => {
  fc.assert(
    fc.property(actsWith(restarts), fc.nat(1_000_000), (history, seed) => {
      const world = new World({}, seed);
      const people = [world.joined(), world.joined(), world.joined()];
      for (const act of history) {
        if (act.kind === 'restart') {
          restartAndRestore(world, people, act.restorer);
          continue;
        }
        if (act.kind === 'restartFromStore') {
          world.hub.restartFromStore();
          world.pass(10_000);
          for (const person of people) expect(person.status().lostCopy).toBeUndefined();
          continue;
        }
        const person = people[act.who] as Session;
        const shown = visible(person);
        if (act.kind === 'draw') draw(person);
        else if (act.kind === 'remove') {
          const id = shown[act.which];
          if (id) remove(person, id);
        } else {
          const writerOf = (id: ElementId) => person.board().stampOf(id, 'alive')?.clientId ?? authorOf(id);
          const writers = new Map([...person.board().elements()].map(({ id }) => [id, writerOf(id)]));
          person[act.kind]();
          const now = new Set(visible(person));
          const before = new Set(shown);
          const changed = [...new Set([...now, ...before])].filter((id) => now.has(id) !== before.has(id));
          for (const id of changed) expect(writers.get(id)).toBe(person.clientId);
        }
        world.pass(400);
      }
      world.pass(10_000);
      const prints = new Set(people.map((person) => person.fingerprint()));
      expect(prints.size).toBe(1);
    }),
    { seed: runSeed(), numRuns: 60 },
  );
});
