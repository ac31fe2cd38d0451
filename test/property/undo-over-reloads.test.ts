import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allSteps } from '../../core/base/all-steps.ts';
import { authorOf, type ElementId } from '../../core/board/ids.ts';
import type { MemoryVaults } from '../../renderer/session/keeping/memory-vault.ts';
import type { Vault } from '../../renderer/session/keeping/vault.ts';
import type { Session } from '../../renderer/session/session.ts';
import { runSeed, runs } from '../support/seeded.ts';
import { draw, place, remove, visible, World } from '../unit/renderer/session/world.ts';

const PEOPLE = 2;
const who = fc.nat(PEOPLE - 1);

type Act =
  | { readonly kind: 'draw' | 'undo' | 'redo'; readonly who: number }
  | { readonly kind: 'remove' | 'move'; readonly who: number; readonly which: number }
  | { readonly kind: 'reload'; readonly who: number; readonly how: 'left' | 'crashed'; readonly withCopy: boolean };

const which = fc.nat(9);
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('draw' as const), who }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('undo' as const), who }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('redo' as const), who }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), who, which }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('move' as const), who, which }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('reload' as const),
        who,
        how: fc.constantFrom('left' as const, 'crashed' as const),
        withCopy: fc.boolean(),
      }),
    },
  ),
  { minLength: 5, maxLength: 40 },
);

/** A device of each person, with the sessions that open on it one after the other. */
class Desk {
  readonly #world: World;
  readonly #vaults: MemoryVaults[] = [];
  readonly people: Session[] = [];

  constructor(seed: number) {
    this.#world = new World({}, seed);
    for (let i = 0; i < PEOPLE; i++) {
      const vaults = this.#world.vaults(0);
      this.#vaults.push(vaults);
      this.people.push(this.#begin(vaults.open(), i));
    }
  }

  #begin(vault: Vault, index: number, lastBoard?: Uint8Array): Session {
    const session = this.#world.person(`person ${index}`, vault, lastBoard);
    session.start();
    this.#world.pass(500);
    return session;
  }

  pass(ms: number): void {
    this.#world.pass(ms);
  }

  reload({ who: index, how, withCopy }: Extract<Act, { kind: 'reload' }>): void {
    const [before, vaults] = [this.people[index], this.#vaults[index]];
    if (!before || !vaults) throw new Error('nobody is there');
    const packing = withCopy ? before.packLastBoard() : undefined;
    const copy = packing && allSteps(packing).bytes;
    if (how === 'left') before.keep();
    // What is older than some seconds is written before a crash.
    else this.#world.pass(6_000);
    this.#world.pass(10);
    if (how === 'crashed') this.#world.crash(vaults, before);
    before.dispose();
    this.#world.pass(10);
    const after = this.#begin(vaults.open(), index, copy);
    expect(after.clientId).toBe(before.clientId);
    this.people[index] = after;
  }
}

/** What a run looks like from outside: after each act, which of the drawn strokes are seen, where they are, and what may be undone. */
function run(history: readonly Act[], seed: number, reloads: boolean): readonly unknown[] {
  const desk = new Desk(seed);
  const drawn: ElementId[] = [];
  const seen: unknown[] = [];
  for (const [step, act] of history.entries()) {
    if (act.kind === 'reload') {
      if (reloads) desk.reload(act);
      else desk.pass(500);
    } else {
      const person = desk.people[act.who] as Session;
      const target = act.kind === 'remove' || act.kind === 'move' ? drawn[act.which] : undefined;
      if (act.kind === 'draw') drawn.push(draw(person));
      else if (act.kind === 'remove' && target !== undefined) remove(person, target);
      else if (act.kind === 'move' && target !== undefined) place(person, target, step * 16);
      else if (act.kind === 'undo' || act.kind === 'redo') turn(person, act.kind);
      desk.pass(500);
    }
    const views = desk.people.map((person) => {
      const shown = new Set(visible(person));
      const { canUndo, canRedo } = person.status();
      return [canUndo, canRedo, drawn.map((id) => shown.has(id) && person.board().get(id)?.get('x'))];
    });
    seen.push(views);
  }
  return seen;
}

/** What an undo or a redo shows or hides was written last by the same person. */
function turn(person: Session, way: 'undo' | 'redo'): void {
  const before = new Set(visible(person));
  const writers = new Map(
    [...person.board().elements()].map(({ id }) => [id, person.board().stampOf(id, 'alive')?.clientId ?? authorOf(id)]),
  );
  person[way]();
  const after = new Set(visible(person));
  for (const id of new Set([...before, ...after]))
    if (before.has(id) !== after.has(id)) expect(writers.get(id)).toBe(person.clientId);
}

test('over any drawing, moving, removing and undoing of two people a reload changes nothing of what undo and redo do', () => {
  fc.assert(
    fc.property(acts, fc.nat(1_000_000), (history, seed) => {
      expect(run(history, seed, true)).toEqual(run(history, seed, false));
    }),
    { seed: runSeed(), numRuns: runs(40, 1_000) },
  );
});
