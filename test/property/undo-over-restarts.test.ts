import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { silentLog } from '../../core/base/host.ts';
import { authorOf, type ElementId } from '../../core/board/ids.ts';
import { createSession } from '../../renderer/session/board-session.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { type LiveHub, liveHub } from '../hub/live-hub.ts';
import { runSeed, runs } from '../support/seeded.ts';
import { draw, ROOM, remove, visible, World } from '../unit/renderer/session/world.ts';

type OwnAct =
  | { readonly kind: 'draw' | 'undo' | 'redo'; readonly who: number }
  | { readonly kind: 'remove'; readonly who: number; readonly which: number };
type Act = OwnAct | { readonly kind: 'restart'; readonly restorer: number } | { readonly kind: 'restartFromStore' };

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

/** Somebody draws, removes, undoes or redoes; what an undo or a redo changes was written last by the same person. */
function perform(person: Session, act: OwnAct): void {
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
}

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
        perform(people[act.who] as Session, act);
        world.pass(400);
      }
      world.pass(10_000);
      const prints = new Set(people.map((person) => person.fingerprint()));
      expect(prints.size).toBe(1);
    }),
    { seed: runSeed(), numRuns: runs(40, 1_000) },
  );
});

/** All are in the room, and have sent and heard everything. The machine may be busy: a restart takes seconds then. */
function settled(people: readonly Session[]): Promise<void> {
  return vi.waitFor(
    () => {
      for (const person of people) expect(person.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
      expect(new Set(people.map((person) => person.fingerprint())).size).toBe(1);
    },
    { timeout: 30_000, interval: 5 },
  );
}

async function overRestartsOfLmdb(history: readonly Act[]): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'inkroom-undo-'));
  const store = { mode: 'lmdb', data, maxDiskMiB: 1_000, keepDays: undefined } as const;
  let hub: LiveHub = await liveHub({ store });
  const { server } = hub;
  const options = { room: ROOM, color: 1, clock: nodeClock, random: nodeRandom, log: silentLog };
  const people = ['Ana', 'Bo', 'Cid'].map((name) => createSession({ ...options, name, connect: signalRHub({ server }) }));
  try {
    for (const person of people) person.start();
    await settled(people);
    for (const act of history) {
      if (act.kind === 'restart') throw new Error('this hub has a store');
      if (act.kind === 'restartFromStore') {
        await hub.stop();
        hub = await liveHub({ store, port: Number(new URL(server).port) });
      } else perform(people[act.who] as Session, act);
      await settled(people);
      for (const person of people) expect(person.status().lostCopy).toBeUndefined();
    }
    const [shown, print] = [visible(people[0] as Session), people[0]?.fingerprint()];
    await hub.stop();
    hub = await liveHub({ store, port: Number(new URL(server).port) });
    await settled(people);
    expect([visible(people[1] as Session), people[1]?.fingerprint()]).toEqual([shown, print]);
  } finally {
    for (const person of people) person.dispose();
    await hub.stop();
    rmSync(data, { recursive: true });
  }
}

test('over restarts of a real hub whose boards are in LMDB the history of each person goes on, and an undo takes back one’s own', async () => {
  const [ana, bo] = [0, 1];
  await overRestartsOfLmdb([
    { kind: 'draw', who: ana },
    { kind: 'draw', who: bo },
    { kind: 'remove', who: bo, which: 0 },
    { kind: 'restartFromStore' },
    { kind: 'undo', who: bo },
    { kind: 'undo', who: ana },
    { kind: 'restartFromStore' },
    { kind: 'redo', who: ana },
    { kind: 'redo', who: bo },
  ]);
  await fc.assert(fc.asyncProperty(actsWith(restartFromStore), overRestartsOfLmdb), {
    seed: runSeed(),
    numRuns: runs(2, 20),
    endOnFailure: true,
  });
}, 300_000);
