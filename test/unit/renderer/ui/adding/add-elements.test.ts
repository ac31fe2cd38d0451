import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { REFUSALS } from '../../../../../core/contract/refusal-codes.ts';
import { Gathering } from '../../../../../renderer/files/gathering.ts';
import { createAddElements } from '../../../../../renderer/ui/adding/add-elements.ts';
import { createToasts } from '../../../../../renderer/ui/watching/toasts.ts';
import { LocalBoard } from '../../engine/local-board.ts';
import { FakeClock } from '../../session/fake-clock.ts';
import { fakeEngine } from '../fake-engine.ts';

function desk(propose = true) {
  const board = new LocalBoard();
  const canvas = fakeEngine();
  const toasts = createToasts(new FakeClock());
  const access = propose ? board : { ...bound(board), propose: () => {} };
  const add = createAddElements({ access, canvas, toasts });
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

test('a reading without elements says what was left out', async () => {
  const { add, said } = desk();
  expect(await add({ elements: [], losses: new Map([['image', 1]]), title: '' })).toBe(false);
  expect(said()).toEqual(['neutral: Nothing was added. 1 image was left out.']);
});
