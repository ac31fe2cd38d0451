import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { REFUSALS } from '../../../../../core/contract/refusal-codes.ts';
import { createAddElements } from '../../../../../renderer/ui/adding/add-elements.ts';
import { createForeignFiles } from '../../../../../renderer/ui/adding/foreign-files.ts';
import { createToasts } from '../../../../../renderer/ui/watching/toasts.ts';
import { LocalBoard } from '../../engine/local-board.ts';
import { FakeClock } from '../../session/fake-clock.ts';
import { fakeEngine } from '../fake-engine.ts';
import { statusOf } from '../fake-session.ts';

function desk({ others = 0 } = {}) {
  const board = new LocalBoard();
  const canvas = fakeEngine();
  const toasts = createToasts(new FakeClock());
  const opened: string[] = [];
  const foreign = createForeignFiles({
    add: createAddElements({ access: board, canvas, toasts }),
    canvas,
    status: { read: () => statusOf({ elements: board.alive().length }) },
    company: { read: () => others },
    toasts,
    middle: () => ({ x: 1_600, y: 1_600 }),
    openNew: ({ name }) => void opened.push(name),
  });
  const take = (
    name: string,
    bytes = new Uint8Array(readFileSync(new URL(`../../../../fixtures/files/${name}`, import.meta.url))),
  ) => foreign.take({ name, bytes });
  return { board, canvas, foreign, opened, take, said: () => toasts.read().map(({ tone, text }) => `${tone}: ${text}`) };
}

test('on an empty board, alone, a file opens at once, selected, and says what came and what could not be kept', async () => {
  const { board, canvas, foreign, take, said } = desk();
  await take('two-pages.tldr');
  expect(foreign.read()).toBeUndefined();
  expect(board.alive().filter(({ kind }) => kind !== 14)).toHaveLength(4);
  expect(board.proposed).toHaveLength(1);
  expect(canvas.calls.at(-1)).toBe('zoomToFit');
  expect(said()).toEqual(['neutral: 4 elements added.']);
  const kitchen = desk();
  await kitchen.take('kitchen-schema-1.tldr');
  expect(kitchen.said()).toEqual([
    'neutral: 13 elements added. 1 image, 1 video and 1 web page were left out. 1 shape became a drawn outline.',
  ]);
});

test('where something is on the board the person says where the file goes', async () => {
  const { board, canvas, foreign, opened, take } = desk();
  board.stroke([
    [0, 0],
    [10, 10],
  ]);
  await take('two-pages.tldr');
  expect(foreign.read()).toMatchObject({ name: 'two-pages.tldr', isShared: false });
  foreign.read()?.own();
  expect([foreign.read(), opened, board.alive().length]).toEqual([undefined, ['two-pages.tldr'], 1]);
  await take('two-pages.tldr');
  foreign.read()?.here();
  await vi.waitFor(() => expect(canvas.calls.at(-1)).toBe('zoomToSelection'), { timeout: 10_000 });
  expect(foreign.read()).toBeUndefined();
  await take('two-pages.tldr');
  foreign.read()?.cancel();
  expect(foreign.read()).toBeUndefined();
});

test('in a room with others even an empty board asks', async () => {
  const { board, foreign, take } = desk({ others: 2 });
  await take('two-pages.tldr');
  expect(foreign.read()).toMatchObject({ isShared: true });
  expect(board.proposed).toEqual([]);
});

test('a file that cannot be read is one sentence', async () => {
  const { board, take, said } = desk();
  await take('broken.excalidraw', new TextEncoder().encode('{'));
  expect(said()).toEqual([`bad: broken.excalidraw: ${REFUSALS['file.unreadable']}`]);
  expect(board.proposed).toEqual([]);
});
