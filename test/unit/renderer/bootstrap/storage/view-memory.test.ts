import { expect, test } from 'vitest';
import type { RoomId } from '../../../../../core/board/ids.ts';
import { keepView, rememberedView, rememberView, VIEWS_KEPT } from '../../../../../renderer/bootstrap/storage/view-memory.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { type FakeEngine, fakeEngine } from '../../ui/fake-engine.ts';
import { fakeSession } from '../../ui/fake-session.ts';
import { memoryStorage } from './memory-storage.ts';

const place = (room: string) => ({ server: 'http://127.0.0.1:1', room: room as RoomId });
const HERE = { x: 10, y: -20, zoom: 2 };

function shown(store: ReturnType<typeof memoryStorage>, status: Parameters<typeof fakeSession>[0] = {}) {
  const clock = new FakeClock();
  const engine: FakeEngine = fakeEngine();
  const session = fakeSession({ state: { phase: 'connecting', attempt: 0, since: 0 }, elements: 0, ...status });
  const view = keepView({ storage: store, place: place('attic'), engine, session, clock });
  return { clock, engine, session, view };
}

test('a view is remembered for each room, those of the rooms used last', () => {
  const store = memoryStorage();
  for (let i = 0; i <= VIEWS_KEPT; i++) rememberView(store, place(`room-${i}`), { ...HERE, x: i });
  expect(rememberedView(store, place('room-0'))).toBeUndefined();
  expect(rememberedView(store, place('room-1'))).toEqual({ ...HERE, x: 1 });
  expect(rememberedView(undefined, place('room-1'))).toBeUndefined();
});

test('what is no view is passed over', () => {
  const store = memoryStorage();
  store.setItem('inkroom.views', '[["http://127.0.0.1:1 attic", 1, null, 2], 7]');
  expect(rememberedView(store, place('attic'))).toBeUndefined();
  store.setItem('inkroom.views', '{');
  expect(rememberedView(store, place('attic'))).toBeUndefined();
});

test('the view comes back where it was, and is not fitted then', () => {
  const store = memoryStorage();
  const first = shown(store);
  first.engine.show({ camera: HERE });
  first.clock.advance(1_000);
  expect(rememberedView(store, place('attic'))).toEqual(HERE);
  first.engine.show({ camera: { ...HERE, x: 11 } });
  first.view.dispose();
  const again = shown(store);
  again.session.show({ state: { phase: 'live', since: 0 }, elements: 5 });
  expect(again.engine.calls).toEqual([`setCamera ${JSON.stringify({ ...HERE, x: 11 })}`]);
});

test('a first visit sees what is on the board, once', () => {
  const { engine, session } = shown(memoryStorage());
  session.show({ state: { phase: 'live', since: 0 }, elements: 5 });
  session.show({ elements: 6 });
  expect(engine.calls).toEqual(['fitOnce']);
});

test('the view of a link comes before the one that is remembered, and before a fit', () => {
  const store = memoryStorage();
  rememberView(store, place('attic'), HERE);
  const engine = fakeEngine();
  const session = fakeSession({ state: { phase: 'connecting', attempt: 0, since: 0 }, elements: 0 });
  const linked = { x: 7, y: 8, zoom: 1 };
  const asked = (): void => engine.setCamera(linked);
  keepView({ storage: store, place: place('attic'), engine, session, clock: new FakeClock(), asked });
  session.show({ state: { phase: 'live', since: 0 }, elements: 5 });
  expect(engine.calls).toEqual([`setCamera ${JSON.stringify(linked)}`]);
});

test('a board that was empty, one that was drawn on and one that was moved stay as they are', () => {
  const empty = shown(memoryStorage());
  empty.session.show({ state: { phase: 'live', since: 0 } });
  empty.session.show({ elements: 1 });
  const drawn = shown(memoryStorage());
  drawn.engine.show({ hasDrawn: true });
  drawn.session.show({ state: { phase: 'live', since: 0 }, elements: 2 });
  const moved = shown(memoryStorage());
  moved.engine.show({ camera: HERE });
  moved.session.show({ state: { phase: 'live', since: 0 }, elements: 2 });
  expect([empty, drawn, moved].flatMap(({ engine }) => engine.calls)).toEqual([]);
});

test('a copy of what was seen last, and a lost one, are fitted too', () => {
  const copy = shown(memoryStorage(), { asOf: 1_000, elements: 3 });
  expect(copy.engine.calls).toEqual(['fitOnce']);
});
