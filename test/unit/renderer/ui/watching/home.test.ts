import { expect, test } from 'vitest';
import type { BoardCard } from '../../../../../core/contract/board-card.ts';
import { createChrome } from '../../../../../renderer/ui/chrome-state.ts';
import { createValue } from '../../../../../renderer/ui/value-store.ts';
import { showHome } from '../../../../../renderer/ui/watching/home.ts';
import { fakeEngine } from '../fake-engine.ts';
import { statusOf } from '../fake-session.ts';

const CARD: BoardCard = {
  server: 'http://127.0.0.1:7420',
  room: 'weekly' as BoardCard['room'],
  at: 1,
  elements: 2,
  mode: 'none',
  isHostedHere: false,
  picture: undefined,
};

function world(cards: readonly BoardCard[] = [CARD]) {
  const chrome = createChrome();
  const status = createValue(statusOf({ elements: 0 }));
  const engine = fakeEngine();
  const canvas = { read: engine.snapshot, watch: engine.onChange };
  const { promise: list, resolve } = Promise.withResolvers<readonly BoardCard[]>();
  const home = showHome({ boards: { list: () => list }, chrome, status, canvas });
  const known = async (): Promise<void> => {
    resolve(cards);
    await list;
  };
  return { chrome, status, engine, home, known, open: () => chrome.read().open };
}

test('the boards of this device stand over the empty board until something is drawn', async () => {
  const { known, open, engine } = world();
  await known();
  expect(open()).toBe('home');
  engine.show({ drawing: true });
  expect(open()).toBeUndefined();
  engine.show({ drawing: false });
  expect(open()).toBeUndefined();
});

test('what somebody else draws, or a file that is opened, ends it too', async () => {
  const { known, open, status } = world();
  await known();
  status.write(statusOf({ elements: 1 }));
  expect(open()).toBeUndefined();
});

test('a room that is not joined yet may have something on it: nothing is shown over it', async () => {
  const { known, open, status } = world();
  status.write(statusOf({ state: { phase: 'connecting', attempt: 0, since: 0 } }));
  await known();
  expect(open()).toBeUndefined();
  status.write(statusOf({ elements: 0 }));
  expect(open()).toBe('home');

  const full = world();
  full.status.write(statusOf({ state: { phase: 'connecting', attempt: 0, since: 0 } }));
  await full.known();
  full.status.write(statusOf({ elements: 3 }));
  expect(full.open()).toBeUndefined();
});

test('nothing comes up for who has no boards, draws already or has opened something', async () => {
  const none = world([]);
  await none.known();
  expect(none.open()).toBeUndefined();

  const drawn = world();
  drawn.engine.show({ hasDrawn: true });
  await drawn.known();
  expect(drawn.open()).toBeUndefined();

  const busy = world();
  busy.chrome.show('share');
  await busy.known();
  expect(busy.open()).toBe('share');

  const over = world();
  over.home.dispose();
  await over.known();
  expect(over.open()).toBeUndefined();
});

test('what is open when the drawing begins stays open unless it is the home screen', async () => {
  const { known, open, engine, chrome } = world();
  await known();
  chrome.show('share');
  engine.show({ hasDrawn: true });
  expect(open()).toBe('share');
});
