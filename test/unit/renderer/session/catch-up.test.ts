import { expect, test } from 'vitest';
import { silentLog } from '../../../../core/base/host.ts';
import { newEpoch } from '../../../../core/board/ids.ts';
import { createSession } from '../../../../renderer/session/board-session.ts';
import type { ConnectHub } from '../../../../renderer/session/link/hub-port.ts';
import type { Session } from '../../../../renderer/session/session.ts';
import { CatchUpReader } from '../../../../renderer/session/sync/catch-up-reader.ts';
import { seededRandom } from '../../../support/seeded.ts';
import { draw, ROOM, visible, World } from './world.ts';

const STROKES = 100;

/** A room with a large board, and a line over which a stream takes its time: a millisecond for each thing said. */
function largeBoard(): { world: World; ana: Session } {
  const world = new World();
  const ana = world.joined();
  for (let i = 0; i < STROKES; i++) draw(ana, 5);
  world.pass(2_000);
  let at = 5;
  world.hub.weather.delayMs = () => at++;
  return { world, ana };
}

interface Progress {
  readonly received: number;
  readonly total: number;
}

function progressOf(session: Session): Progress[] {
  const seen: Progress[] = [];
  session.onStatus(({ state }) => {
    if (state.phase === 'joining' && state.total > 0) seen.push({ received: state.received, total: state.total });
  });
  return seen;
}

/** Lets time pass until so much of the board is there. */
function receive(world: World, seen: readonly Progress[], share: number): void {
  for (let i = 0; i < 5_000; i++) {
    const last = seen.at(-1);
    if (last && last.received >= last.total * share) return;
    world.pass(1);
  }
  throw new Error('nothing arrives');
}

test('[RPL-4] a stream that breaks off goes on over the next connection at the byte where it ended', () => {
  const { world, ana } = largeBoard();
  const bo = world.person();
  const seen = progressOf(bo);
  bo.start();
  receive(world, seen, 0.5);
  const before = seen.at(-1) as Progress;
  world.hub.cut((i) => i === 1);
  world.pass(20_000);
  expect(world.hub.resumes).toEqual([before.received]);
  expect(visible(bo)).toHaveLength(STROKES);
  expect(bo.fingerprint()).toBe(ana.fingerprint());
  // Shown as it went on: never back to nothing.
  const after = seen.slice(seen.indexOf(before) + 1).filter(({ received }) => received > 0);
  expect(Math.min(...after.map(({ received }) => received))).toBeGreaterThanOrEqual(before.received);
  expect(seen.at(-1)?.received).toBe(before.total);
});

test('[RPL-4] what was drawn between the two streams is not missed', () => {
  const { world, ana } = largeBoard();
  const bo = world.person();
  const seen = progressOf(bo);
  bo.start();
  receive(world, seen, 0.5);
  world.hub.cut((i) => i === 1);
  const late = draw(ana);
  world.pass(20_000);
  expect(world.hub.resumes).toHaveLength(1);
  expect(visible(bo)).toContain(late);
  expect(bo.fingerprint()).toBe(ana.fingerprint());
});

test('[RPL-4] a hub that has the body no more begins a new one, and so does a new life of the board', () => {
  for (const forget of [(world: World) => world.hub.forgetBodies(), (world: World) => world.hub.restart()]) {
    const { world } = largeBoard();
    const bo = world.person();
    const seen = progressOf(bo);
    bo.start();
    receive(world, seen, 0.5);
    world.hub.cut((i) => i === 1);
    forget(world);
    world.pass(30_000);
    expect(bo.status().state.phase).toBe('live');
    expect(world.hub.resumes.every((at) => at === 0)).toBe(true);
    expect(bo.fingerprint()).toBe(world.hub.replica.board.fingerprint());
  }
});

test('[RPL-4] a stream that breaks off again and again still arrives', () => {
  const { world, ana } = largeBoard();
  const bo = world.person();
  const seen = progressOf(bo);
  bo.start();
  for (const share of [0.2, 0.4, 0.6, 0.8]) {
    receive(world, seen, share);
    world.hub.cut((i) => i === 1);
    world.pass(30);
  }
  world.pass(30_000);
  expect(world.hub.resumes).toHaveLength(4);
  expect(world.hub.resumes.every((at) => at > 0)).toBe(true);
  expect(bo.fingerprint()).toBe(ana.fingerprint());
});

test('[RPL-4] after a drop of seconds in the middle of a stream the client asks for the rest of it and nothing else', () => {
  const { world, ana } = largeBoard();
  const bo = world.person();
  const seen = progressOf(bo);
  bo.start();
  receive(world, seen, 0.5);
  const received = seen.at(-1)?.received ?? 0;
  world.hub.drop(2_000, (i) => i === 1);
  expect(bo.status().state.phase).toBe('connecting');
  world.pass(10_000);
  expect(received).toBeGreaterThan(0);
  expect(world.hub.resumes).toEqual([received]);
  expect(bo.fingerprint()).toBe(ana.fingerprint());
});

test('a board of thousands is taken in by parts, the person draws in between, and a connection that ends there costs nothing', () => {
  const world = new World();
  const ana = world.joined();
  for (let i = 0; i < 5_000; i++) draw(ana, 0);
  world.pass(120_000);
  expect(ana.status()).toMatchObject({ elements: 5_000, unsent: 0 });
  const bo = world.person();
  let mine: string | undefined;
  const parts: number[] = [];
  bo.onChange(({ origin }) => {
    if (origin !== 'server') return;
    parts.push(bo.status().elements);
    mine ??= draw(bo);
    if (parts.length === 2) world.hub.cut((i) => i === 1);
  });
  bo.start();
  world.pass(10_000);
  expect(parts.length).toBeGreaterThan(2);
  expect(mine).toBeDefined();
  expect(bo.status()).toMatchObject({ state: { phase: 'live' }, elements: 5_001, unsent: 0 });
  expect(bo.fingerprint()).toBe(ana.fingerprint());
});

const epoch = newEpoch(seededRandom(7));
const begun = (): CatchUpReader => {
  const reader = new CatchUpReader();
  reader.item({ kind: 'start', how: 'snapshot', epoch, id: 'a', at: 0, bytes: 4 });
  reader.item({ kind: 'chunk', bytes: new Uint8Array([1, 2]) });
  return reader;
};

test('[RPL-4] only what continues exactly there is put behind what is here', () => {
  const { brokenOff } = begun();
  expect(brokenOff).toMatchObject({ id: 'a', received: 2 });
  if (!brokenOff) throw new Error('nothing is kept');
  const start = { kind: 'start', how: 'snapshot', epoch, id: 'a', at: 2, bytes: 4 };
  expect(new CatchUpReader(brokenOff).item(start)).toEqual({ ok: true, value: { received: 2, total: 4 } });
  const wrong = [{ at: 1 }, { id: 'b' }, { bytes: 5 }, { epoch: newEpoch(seededRandom(8)) }, { at: -1 }, { at: '2' }, { id: 7 }];
  for (const change of wrong) expect(new CatchUpReader(brokenOff).item({ ...start, ...change }).ok).toBe(false);
  expect(new CatchUpReader().item(start).ok).toBe(false);
  expect(new CatchUpReader(brokenOff).item({ ...start, at: 0, id: 'b' })).toEqual({ ok: true, value: { received: 0, total: 4 } });
});

test('[RPL-2] more bytes than were announced are not taken, and fewer are no whole', () => {
  const reader = begun();
  expect(reader.item({ kind: 'chunk', bytes: new Uint8Array(3) }).ok).toBe(false);
  const short = begun();
  short.item({ kind: 'end', vector: [], members: [] });
  expect(short.finish().ok).toBe(false);
});

test('a hub that has not ended an earlier catch-up yet is asked again in a moment, over the same connection', () => {
  const world = new World();
  draw(world.joined('bo'));
  world.pass(500);
  let isBusy = 2;
  let connections = 0;
  const connect: ConnectHub = (tell, host) => {
    connections++;
    const client = world.hub.connect(tell, host);
    return {
      ...client,
      catchUp(request) {
        if (isBusy-- > 0) world.clock.after(5, () => tell({ kind: 'catchUpFailed', code: 'catch_up.busy' }));
        else client.catchUp(request);
      },
    };
  };
  const { clock } = world;
  const ana = createSession({ room: ROOM, name: 'ana', color: 1, connect, clock, random: seededRandom(8), log: silentLog });
  ana.start();
  world.pass(1_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, elements: 1 });
  expect(connections).toBe(1);
});
