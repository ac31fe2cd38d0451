import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { Session } from '../../../../renderer/session/session.ts';
import { runSeed, runs, seededRandom } from '../../../support/seeded.ts';
import { Pen, place, World } from './world.ts';

const HISTORIES = runs(40, 1_000);
/** What is older than this is in the vault or with the hub, milliseconds. */
const WINDOW_MS = 260;

/** A person whose session is thrown away now and then, with a vault that is not. */
interface Survivor {
  session: Session;
  pen: Pen | undefined;
}

interface Finished {
  readonly points: number;
  readonly at: number;
}

function runHistory(seed: number, steps: number, hubForgets: boolean): void {
  const { next } = seededRandom(seed);
  const world = new World({ delayMs: () => 1 + next() * 60, logBatches: 12, twice: 0.05 }, seed);
  const vaults = world.vaults();
  const begin = (): Survivor => {
    const session = world.person(undefined, vaults.open());
    session.start();
    return { session, pen: undefined };
  };
  const people = [begin(), begin()];
  // Never crashes: holds what the hub saw, should the hub forget it.
  const witness = world.joined('witness');
  const finished = new Map<ElementId, Finished>();
  const half = new Map<ElementId, number>();

  const crash = (index: number): void => {
    const { session, pen } = people[index] as Survivor;
    world.crash(vaults, session);
    const now = world.clock.mono();
    for (const [id, { at }] of finished) if (id.startsWith(session.clientId) && now - at < WINDOW_MS) finished.delete(id);
    if (pen) half.set(pen.id, pen.count);
    session.dispose();
    const again = begin();
    people[index] = again;
    // One that was never written is not used twice: what it used up is not known.
    if (again.session.clientId !== session.clientId) expect(again.session.status().unsent).toBe(0);
  };
  const act = (person: Survivor): void => {
    if (person.pen && next() < 0.6) person.pen.move(1 + Math.floor(next() * 5));
    else if (person.pen) {
      person.pen.lift();
      finished.set(person.pen.id, { points: person.pen.count, at: world.clock.mono() });
      person.pen = undefined;
    } else if (next() < 0.8) person.pen = new Pen(person.session, 1 + Math.floor(next() * 4));
    else {
      const [any] = [...person.session.board().elements()];
      if (any) place(person.session, any.id, Math.floor(next() * 500));
    }
  };

  for (let step = 0; step < steps; step++) {
    const dice = next();
    const index = Math.floor(next() * people.length);
    if (dice < 0.6) act(people[index] as Survivor);
    else if (dice < 0.84) world.pass(next() * 120);
    else if (dice < 0.89) world.hub.cut((i) => i === index);
    else if (dice < 0.92) world.hub.weather.isDown = !world.hub.weather.isDown;
    else if (dice < 0.97) crash(index);
    else if (dice < 0.98) world.hub.cut();
    else if (hubForgets) {
      // What a hub without a store accepted is only as safe as one who saw it: the witness has seen it.
      world.hub.weather.isDown = false;
      witness.wake();
      world.pass(40_000);
      world.hub.restart();
    }
  }
  Object.assign(world.hub.weather, { delayMs: () => 5, twice: 0, isDown: false });
  for (const { pen } of people) pen?.lift();
  world.pass(60_000);
  const everybody = [witness, ...people.map(({ session }) => session)];
  for (const session of everybody) {
    session.resolveLostCopy('restore');
    world.pass(3_000);
  }
  const { board } = world.hub.replica;
  for (const session of everybody) {
    expect(session.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0, lostCopy: undefined, refused: undefined });
    expect(session.fingerprint()).toBe(board.fingerprint());
  }
  for (const [id, { points }] of finished)
    expect(board.get(id), `stroke ${id}`).toMatchObject({ alive: true, ended: true, pointCount: points });
  for (const [id, points] of half) {
    const element = board.get(id);
    // As far as it came; finished, so that nobody waits for the rest.
    if (element) expect(element.ended, `half stroke ${id}`).toBe(true);
    expect(element?.pointCount ?? 0).toBeLessThanOrEqual(points);
  }
}

const histories = (hubForgets: boolean): void =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 30 }), fc.integer({ min: 20, max: 140 }), (seed, steps) =>
      runHistory(seed, steps, hubForgets),
    ),
    { numRuns: HISTORIES, seed: runSeed() },
  );

test('[OPS-2] sessions that crash at any moment and come back with their vault lose no finished stroke and double none', () => {
  histories(false);
});

test('[HS-1] the same over hubs that lose the board: what was unsent is in the lost copy, whole, and restoring brings everything once', () => {
  histories(true);
});
