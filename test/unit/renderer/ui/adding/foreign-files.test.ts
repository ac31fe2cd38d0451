import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { REFUSALS } from '../../../../../core/contract/refusal-codes.ts';
import { createAddElements } from '../../../../../renderer/ui/adding/add-elements.ts';
import { createForeignFiles } from '../../../../../renderer/ui/adding/foreign-files.ts';
import { createRefusedFiles } from '../../../../../renderer/ui/adding/refused-files.ts';
import { createToasts } from '../../../../../renderer/ui/watching/toasts.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { LocalBoard } from '../../engine/local-board.ts';
import { fakeEngine } from '../fake-engine.ts';
import { statusOf } from '../fake-session.ts';
import { noPictures } from './no-pictures.ts';

function desk({ others = 0, hasWindows = false } = {}) {
  const board = new LocalBoard();
  const canvas = fakeEngine();
  const toasts = createToasts(new FakeClock());
  const opened: string[] = [];
  const foreign = createForeignFiles({
    add: createAddElements({ access: board, canvas, toasts, fonts: { load: async () => [] }, ...noPictures() }),
    canvas,
    status: { read: () => statusOf({ elements: board.alive().length }) },
    company: { read: () => others },
    toasts,
    refused: createRefusedFiles(toasts),
    middle: () => ({ x: 1_600, y: 1_600 }),
    openNew: ({ name }) => void opened.push(name),
    hasWindows,
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
  expect(said()).toEqual(['heard: 4 elements added.']);
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

test('where each board has a window, a file opens in one of its own, unless others could want it here', async () => {
  const alone = desk({ hasWindows: true });
  await alone.take('two-pages.tldr');
  expect(alone.opened).toEqual([]);
  await alone.take('two-pages.tldr');
  expect([alone.opened, alone.foreign.read()]).toEqual([['two-pages.tldr'], undefined]);
  const shared = desk({ hasWindows: true, others: 1 });
  await shared.take('two-pages.tldr');
  expect([shared.opened, shared.foreign.read()?.isShared]).toEqual([[], true]);
});

test('a board of Inkroom’s own is placed by the same rule', async () => {
  const file = { name: 'attic.inkroom', bytes: new Uint8Array(1) };
  const done: string[] = [];
  const placing = { fill: () => void done.push('fill'), add: () => void done.push('add') };
  await desk().foreign.place(file, placing);
  expect(done).toEqual(['fill']);
  const { foreign, opened } = desk({ others: 2 });
  await foreign.place(file, placing);
  expect(foreign.read()).toMatchObject({ name: 'attic.inkroom', isShared: true });
  foreign.read()?.here();
  await foreign.place(file, placing);
  foreign.read()?.own();
  expect([done, opened]).toEqual([['fill', 'add'], ['attic.inkroom']]);
});

test('of several files one is asked about at a time, and none is forgotten', async () => {
  const { foreign, take, opened } = desk({ others: 1 });
  await take('two-pages.tldr');
  await take('garden.excalidraw');
  expect(foreign.read()?.name).toBe('two-pages.tldr');
  foreign.read()?.own();
  expect(foreign.read()?.name).toBe('garden.excalidraw');
  foreign.read()?.own();
  expect(foreign.read()).toBeUndefined();
  expect(opened).toEqual(['two-pages.tldr', 'garden.excalidraw']);
});
