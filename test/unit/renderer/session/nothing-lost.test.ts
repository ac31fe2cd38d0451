import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { Session } from '../../../../renderer/session/session.ts';
import { runSeed, runs, seededRandom } from '../../../support/seeded.ts';
import type { Weather } from './weather.ts';
import { Pen, place, remove, World } from './world.ts';

/** Of each kind of weather. */
const HISTORIES = runs(50, 1_000);

/** A person with a pen, who draws in whatever state the connection is, and a screen that is repainted where it is told. */
interface Hand {
  readonly session: Session;
  readonly screen: Map<ElementId, string>;
  pen: Pen | undefined;
}

function newHand(session: Session): Hand {
  const screen = new Map<ElementId, string>();
  session.onChange(({ ids }) => {
    if (ids === 'all') screen.clear();
    for (const id of ids === 'all' ? [...session.board().elements()].map((element) => element.id) : ids) {
      screen.set(id, look(session, id));
    }
  });
  return { session, screen, pen: undefined };
}

const look = (session: Session, id: ElementId): string => {
  const element = session.board().get(id);
  return element?.alive ? `${element.x} ${element.pointCount} ${element.ended}` : 'nothing';
};

function actAtRandom(hand: Hand, next: () => number, drawn: Map<ElementId, number>): void {
  const { session } = hand;
  if (hand.pen) {
    if (next() < 0.7) hand.pen.move(1 + Math.floor(next() * 5));
    else {
      hand.pen.lift();
      hand.pen = undefined;
      return;
    }
    drawn.set(hand.pen.id, hand.pen.count);
    return;
  }
  const dice = next();
  const known = [...session.board().elements()];
  const target = known[Math.floor(next() * known.length)];
  if (dice < 0.6 || !target) {
    hand.pen = new Pen(session, 1 + Math.floor(next() * 4));
    drawn.set(hand.pen.id, hand.pen.count);
  } else if (dice < 0.7) remove(session, target.id);
  else if (dice < 0.85) place(session, target.id, Math.floor(next() * 1_000));
  else if (dice < 0.95) session.undo();
  else session.redo();
}

function runHistory(seed: number, weather: Partial<Weather>, steps: number, drawnIsKept: boolean): void {
  const { next } = seededRandom(seed);
  const world = new World({ delayMs: () => 1 + next() * 60, logBatches: 12, ...weather }, seed);
  const drawn = new Map<ElementId, number>();
  const hands: Hand[] = [0, 1, 2].map(() => newHand(world.person()));
  for (const { session } of hands) session.start();
  for (let step = 0; step < steps; step++) {
    const dice = next();
    if (dice < 0.72) actAtRandom(hands[Math.floor(next() * hands.length)] as Hand, next, drawn);
    else if (dice < 0.95) world.pass(next() * 80);
    else if (dice < 0.96) world.hub.cut((i) => i === Math.floor(next() * 3));
    else if (dice < 0.97) world.hub.drop(next() * 6_000, (i) => i === Math.floor(next() * 3));
    else if (dice < 0.985) world.hub.cut();
    else if (dice < 0.99) world.hub.silence();
    else hands[Math.floor(next() * hands.length)]?.session.wake();
  }
  // Fair weather, pens up: everything heals by itself.
  Object.assign(world.hub.weather, { delayMs: () => 5, twice: 0, lost: 0, refuse: () => undefined, isDown: false });
  for (const { pen } of hands) pen?.lift();
  world.pass(90_000);
  const { board } = world.hub.replica;
  for (const { session, screen } of hands) {
    for (const { id } of session.board().elements()) expect(screen.get(id) ?? 'nothing').toBe(look(session, id));
    expect(session.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0 });
    if (drawnIsKept) expect(session.status().refused).toBeUndefined();
    expect(session.fingerprint()).toBe(board.fingerprint());
  }
  for (const [id, points] of drawnIsKept ? drawn : []) {
    const element = board.get(id);
    expect(element, `stroke ${id}`).toBeDefined();
    expect(element?.pointCount, `points of ${id}`).toBe(points);
    expect(element?.ended, `end of ${id}`).toBe(true);
  }
}

const histories = (weather: (next: () => number) => Partial<Weather>, drawnIsKept = true): void => {
  const seed = runSeed();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 30 }), fc.integer({ min: 10, max: 120 }), (history, steps) =>
      runHistory(history, weather(seededRandom(history + 1).next), steps, drawnIsKept),
    ),
    { numRuns: HISTORIES, seed },
  );
};

test('[OPS-2] [ADM-2] [RPL-1] [RPL-3] no stroke is missing or doubled after drops at any point, delays and repeated messages', () => {
  histories(() => ({ twice: 0.15 }));
});

test('[SEQ-2] [SEQ-3] frames that never arrive are asked for, and all boards end equal', () => {
  histories(() => ({ lost: 0.1, twice: 0.05 }));
});

test('a refusal for the moment costs nobody a stroke', () => {
  histories((next) => ({ refuse: () => (next() < 0.1 ? 'rate.messages' : undefined) }));
});

test('snapshots and deltas that are a little out of date cost nobody a stroke', () => {
  histories((next) => ({
    lost: 0.05,
    logBatches: 3,
    stale: () => Math.floor(next() * 3),
    refuse: () => (next() < 0.05 ? 'rate.bytes' : undefined),
  }));
});

test('batches that are refused for good, over all that may happen to a line, leave all boards equal', () => {
  histories(
    (next) => ({
      lost: 0.05,
      twice: 0.05,
      logBatches: 3,
      stale: () => Math.floor(next() * 3),
      refuse: () => (next() < 0.1 ? 'op.value' : undefined),
    }),
    false,
  );
});
