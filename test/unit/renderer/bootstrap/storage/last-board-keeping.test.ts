import { expect, test } from 'vitest';
import { silentLog } from '../../../../../core/base/host.ts';
import type { BoardCard } from '../../../../../core/contract/board-card.ts';
import { keepLastBoard } from '../../../../../renderer/bootstrap/storage/last-board-keeping.ts';
import { decodeLastBoard } from '../../../../../renderer/session/keeping/last-board.ts';
import type { SessionStatus } from '../../../../../renderer/session/session.ts';
import { draw, ROOM, remove, World } from '../../session/world.ts';
import { fakeEngine } from '../../ui/fake-engine.ts';

const PLACE = { server: 'http://127.0.0.1:1', room: ROOM };
const PICTURE = new Uint8Array([1, 2, 3]);

function device() {
  const world = new World();
  const session = world.joined();
  const engine = { ...fakeEngine(), thumbnail: async () => PICTURE };
  const kept: { card: BoardCard; bytes: Uint8Array }[] = [];
  const forgotten: string[] = [];
  let drawing = false;
  let isStored = false;
  const statusNow = (status = session.status()): SessionStatus =>
    isStored ? { ...status, persistence: { mode: 'lmdb', since: 0 } } : status;
  const keeping = keepLastBoard({
    place: PLACE,
    isHostedHere: () => false,
    session: {
      packLastBoard: () => session.packLastBoard(),
      onChange: (listener) => session.onChange(listener),
      status: () => statusNow(),
      onStatus: (listener) => session.onStatus((status) => listener(statusNow(status))),
    },
    engine: { thumbnail: engine.thumbnail, snapshot: () => ({ ...engine.snapshot(), drawing }) },
    localCopies: {
      list: async () => [],
      read: async () => undefined,
      write: async (card, bytes) => void kept.push({ card, bytes }),
      forget: async ({ room }) => void forgotten.push(room),
      clear: async () => {},
    },
    clock: world.clock,
    log: silentLog,
    whenIdle: (run) => run(),
  });
  const press = (on: boolean): void => {
    drawing = on;
  };
  /** Time passes, and what was promised meanwhile is done. */
  const pass = async (ms: number): Promise<void> => {
    world.pass(ms);
    for (let i = 0; i < 60; i++) await Promise.resolve();
  };
  /** The hub has got a store. */
  const store = (): void => {
    isStored = true;
    session.changeProfile({ name: 'Ana' });
  };
  return { world, session, keeping, kept, forgotten, pass, press, store };
}

test('a board that rests is kept, with its picture', async () => {
  const { session, kept, pass } = device();
  draw(session);
  await pass(2_900);
  expect(kept).toEqual([]);
  await pass(1_000);
  const last = kept.at(-1);
  expect(last?.card).toMatchObject({ ...PLACE, elements: 1, mode: 'none', isHostedHere: false, picture: PICTURE });
  expect(last && decodeLastBoard(last.bytes)?.states).toHaveLength(1);
  const writes = kept.length;
  await pass(120_000);
  expect(kept).toHaveLength(writes);
});

test('nothing is written while the pen is down', async () => {
  const { session, kept, pass, press } = device();
  draw(session);
  press(true);
  await pass(20_000);
  expect(kept).toEqual([]);
  press(false);
  await pass(4_000);
  expect(kept.length).toBeGreaterThan(0);
});

test('a board on which somebody always draws is written once a minute', async () => {
  const { session, kept, pass } = device();
  for (let second = 0; second < 130; second++) {
    draw(session);
    await pass(1_000);
  }
  // Two writes, the first of them once more with its picture, as is the second.
  expect(kept.length).toBeGreaterThanOrEqual(2);
  expect(kept.length).toBeLessThanOrEqual(4);
});

test('a page that goes away writes at once, and only what is new', async () => {
  const { session, keeping, kept, pass } = device();
  keeping.keep();
  await pass(0);
  expect(kept).toEqual([]);
  draw(session);
  keeping.keep();
  await pass(0);
  expect(kept).toHaveLength(1);
  keeping.keep();
  await pass(0);
  expect(kept).toHaveLength(1);
});

test('a board that was cleared takes its copy along; one that was empty from the beginning leaves what is there', async () => {
  const { world, session, keeping, kept, forgotten, pass } = device();
  const id = draw(session);
  await pass(4_000);
  remove(session, id);
  await pass(4_000);
  expect(forgotten).toEqual([ROOM]);
  world.hub.restart();
  await pass(3_000);
  const before = kept.length;
  keeping.keep();
  await pass(4_000);
  expect(kept).toHaveLength(before);
});

test('a board that is stored from now on is written again, so that the list of boards does not call it gone', async () => {
  const { session, kept, pass, store } = device();
  draw(session);
  await pass(4_000);
  expect(kept.at(-1)?.card.mode).toBe('none');
  store();
  await pass(100);
  expect(kept.at(-1)?.card.mode).toBe('lmdb');
  const writes = kept.length;
  await pass(120_000);
  expect(kept).toHaveLength(writes);
});
