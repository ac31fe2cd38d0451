import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { REFUSALS } from '../../../../../core/contract/refusal-codes.ts';
import { Gathering } from '../../../../../renderer/files/gathering.ts';
import { createAddElements } from '../../../../../renderer/ui/adding/add-elements.ts';
import type { AddElementsOptions } from '../../../../../renderer/ui/adding/adding.ts';
import { createToasts } from '../../../../../renderer/ui/watching/toasts.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { LocalBoard } from '../../engine/local-board.ts';
import { fakeEngine } from '../fake-engine.ts';
import { noPictures } from './no-pictures.ts';

function desk(propose = true, pictured: Pick<AddElementsOptions, 'pictures' | 'prepare'> = noPictures()) {
  const board = new LocalBoard();
  const canvas = fakeEngine();
  const toasts = createToasts(new FakeClock());
  const access = propose ? board : { ...bound(board), propose: () => {} };
  const add = createAddElements({ access, canvas, toasts, fonts: { load: async () => [] }, ...pictured });
  return { board, canvas, add, said: () => toasts.read().map(({ tone, text }) => `${tone}: ${text}`) };
}

const bound = (board: LocalBoard) => ({
  clientId: board.clientId,
  board: () => board.board(),
  newElementId: () => board.newElementId(),
  nextLamport: () => board.nextLamport(),
  newGesture: () => board.newGesture(),
});

function boxes(count: number) {
  const into = new Gathering();
  for (let i = 0; i < count; i++) into.box(`${i}`, ElementKind.rectangle, { x: i, y: 0, w: 5, h: 5 }, {});
  return into.reading();
}

test('what would be more than a board may hold is refused as a whole, in the hub’s words', async () => {
  const { board, canvas, add, said } = desk();
  const most = 40_000;
  for (let left = LIMITS.elementsPerBoard - 1; left > 0; left -= most) expect(await add(boxes(Math.min(left, most)))).toBe(true);
  const before = board.proposed.length;
  expect(await add(boxes(2), { x: 0, y: 0 })).toBe(false);
  expect(said().at(-1)).toBe(`bad: ${REFUSALS['board.too_many_elements']}`);
  expect([board.proposed.length, canvas.calls]).toEqual([before, []]);
  expect(await add(boxes(1), { x: 0, y: 0 })).toBe(true);
  // A hundred thousand elements on a busy machine.
}, 120_000);

test('nothing is selected and no news told when the session does not take it: that has its own words', async () => {
  const { canvas, add, said } = desk(false);
  expect(await add(boxes(2), { x: 0, y: 0 })).toBe(false);
  expect([canvas.calls, said()]).toEqual([[], []]);
});

test('new elements that all could be kept are seen on the board, and only told to screen readers', async () => {
  const { add, said } = desk();
  expect(await add(boxes(2), { x: 0, y: 0 })).toBe(true);
  expect(said()).toEqual(['heard: 2 elements added.']);
});

test('a reading without elements says what was left out', async () => {
  const { add, said } = desk();
  expect(await add({ elements: [], losses: new Map([['image', 1]]), title: '' })).toBe(false);
  expect(said()).toEqual(['neutral: Nothing was added. 1 image was left out.']);
});

/** Every picture is 40 by 30, and as large as the reading says in its first bytes. */
function photos() {
  const asked: string[] = [];
  const kept: string[] = [];
  const pictured: Pick<AddElementsOptions, 'pictures' | 'prepare'> = {
    pictures: {
      hashOf: (bytes) => `${bytes.length}`.padEnd(43, 'h'),
      add: async ({ bytes }) => {
        kept.push(`${bytes.length}`);
        return '';
      },
    },
    prepare: async (file, crop) => {
      asked.push(`${file.type} ${crop?.right ?? 1}`);
      const [first = 0] = new Uint8Array(await file.arrayBuffer());
      if (first === 0) throw new Error('damaged');
      return { bytes: new Uint8Array(first === 9 ? LIMITS.pictureBytes + 1 : first), type: 'image/png', width: 40, height: 30 };
    },
  };
  return { asked, kept, pictured };
}

test('the pictures of a file are prepared once each, stored before their elements come, and what is lost is named', async () => {
  const { asked, kept, pictured } = photos();
  const { board, add, said } = desk(true, pictured);
  const into = new Gathering();
  const at = { x: 0, y: 0, w: 40, h: 30 };
  const picture = (first: number, type = 'image/png') => ({ picture: { type, bytes: Uint8Array.of(first) } });
  const sun = picture(1);
  const half = { left: 0, top: 0, right: 0.5, bottom: 1 };
  into.image('a', at, sun);
  into.image('b', at, sun);
  into.image('c', at, { ...sun, crop: half });
  into.image('damaged', at, picture(0));
  into.image('large', at, picture(9));
  into.image('no picture that a browser shows', at, picture(1, 'image/x-secret'));
  expect(await add(into.reading())).toBe(true);
  expect(asked).toEqual(['image/png 1', 'image/png 0.5', 'image/png 1', 'image/png 1']);
  expect(kept).toEqual(['1']);
  const images = board.alive().filter(({ kind }) => kind === ElementKind.image);
  expect(images.map((element) => [element.get('hash'), element.get('naturalW')])).toEqual(
    Array(3).fill(['1'.padEnd(43, 'h'), 40]),
  );
  expect(said()).toEqual(['neutral: 3 elements added. 2 images and 1 image larger than 10 MiB were left out.']);
});

test('no picture is stored when the board does not take the elements', async () => {
  const { kept, pictured } = photos();
  const { add } = desk(true, pictured);
  const into = new Gathering();
  for (let i = 0; i < 40_000; i++) into.box(`${i}`, ElementKind.rectangle, { x: i, y: 0, w: 5, h: 5 }, {});
  const filler = into.reading();
  while (await add(filler));
  const one = new Gathering();
  for (let i = 0; i < 39_999; i++) one.box(`${i}`, ElementKind.rectangle, { x: i, y: 0, w: 5, h: 5 }, {});
  one.image('a', { x: 0, y: 0, w: 40, h: 30 }, { picture: { type: 'image/png', bytes: Uint8Array.of(1) } });
  expect(await add(one.reading())).toBe(false);
  expect(kept).toEqual([]);
}, 120_000);
