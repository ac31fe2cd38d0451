import { expect, test } from 'vitest';
import { Board } from '../../../../../core/board/board.ts';
import { cutSpans } from '../../../../../core/board/bodies/cuts.ts';
import { SPAN_STEPS, without } from '../../../../../core/board/bodies/spans.ts';
import { type ElementId, elementId } from '../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { History } from '../../../../../core/board/undo/history.ts';
import { inkPlaces } from '../../../../../renderer/engine/ink/erased-spans.ts';
import { EraserTool } from '../../../../../renderer/engine/tools/eraser.ts';
import { addCut } from '../../../../support/ink.ts';
import { acceptAll } from '../hub-check.ts';
import { ME, OTHER } from '../local-board.ts';
import { ToolDesk } from './tool-desk.ts';

function open() {
  const desk = new ToolDesk();
  const eraser = desk.use(new EraserTool(desk));
  eraser.mode = 'part';
  /** 400 px to the right in forty steps. Its ink is 4 px wide. */
  const line = desk.access.stroke(Array.from({ length: 41 }, (_, i) => [10 * i, 100] as const));
  /** By what is drawn: the ink of a hand lies a little behind its points. */
  const isInkAt = (x: number): boolean => {
    const places = inkPlaces(desk.access.element(line));
    const left = without(40 * SPAN_STEPS, cutSpans(desk.access.board(), line));
    const at = Array.from({ length: 40 * SPAN_STEPS }, (_, span) => span).find((span) => {
      const i = Math.floor(span / SPAN_STEPS);
      const [x1 = 0, x2 = 0] = [places[2 * i], places[2 * i + 2]];
      return x1 + ((x2 - x1) * (span % SPAN_STEPS)) / SPAN_STEPS >= x;
    });
    return left.some((from, i) => i % 2 === 0 && at !== undefined && at >= from && at < (left[i + 1] as number));
  };
  const cuts = (): ElementId[] =>
    desk.access
      .alive()
      .filter(({ kind }) => kind === ElementKind.cut)
      .map(({ id }) => id);
  return { desk, eraser, line, isInkAt, cuts };
}

test('what the eraser goes over is cut out at once, and the rest of the stroke stays', () => {
  const { desk, eraser, line, isInkAt } = open();
  eraser.press(desk.at(200, 60));
  eraser.drag(desk.at(200, 140));
  expect(isInkAt(200)).toBe(false);
  expect(isInkAt(180)).toBe(true);
  expect(isInkAt(220)).toBe(true);
  eraser.release();
  expect(desk.access.element(line).alive).toBe(true);
});

test('one cut for a stroke and a sweep, that grows by what is new with each tick', () => {
  const { desk, eraser, line, cuts, isInkAt } = open();
  // What a hub has of the board so far.
  const hub = new Board();
  hub.merge(desk.access.board().states());
  eraser.press(desk.at(50, 100));
  for (let x = 50; x <= 250; x += 4) {
    eraser.drag(desk.at(x, 100));
    desk.clock.advance(8);
  }
  eraser.release();
  expect(cuts()).toHaveLength(1);
  expect(cutSpans(desk.access.board(), line)).toHaveLength(2);
  expect([isInkAt(30), isInkAt(60), isInkAt(240), isInkAt(280)]).toEqual([true, false, false, true]);
  expect(desk.access.proposed.length).toBeLessThan(20);
  expect(new Set(desk.access.proposed.map(({ gesture }) => gesture)).size).toBe(1);
  const sent = desk.access.proposed.flatMap(({ ops }) => ops.flatMap((op) => (op.kind === 'cut' ? [...op.spans] : [])));
  // Nothing is sent twice.
  const length = sent.reduce((sum, at, i) => sum + (i % 2 === 0 ? -at : at), 0);
  const [from = 0, to = 0] = cutSpans(desk.access.board(), line);
  expect(length).toBe(to - from);
  acceptAll(desk.access.proposed, hub);
});

test('what is seen is erased: the ink of a fast hand is far from its points', () => {
  const { desk, eraser } = open();
  const fast = desk.access.stroke([
    [0, 300],
    [100, 300],
    [200, 300],
    [300, 300],
    [400, 300],
  ]);
  const places = inkPlaces(desk.access.element(fast));
  desk.drag(eraser, [
    [200, 260],
    [200, 340],
  ]);
  const [from = 0, to = 0] = cutSpans(desk.access.board(), fast);
  const inkAt = (span: number): number => {
    const [i, share] = [Math.floor(span / 16), (span % 16) / 16];
    const [x1 = 0, x2 = 0] = [places[2 * i], places[2 * i + 2]];
    return x1 + (x2 - x1) * share;
  };
  expect(Math.abs(inkAt((from + to) / 2) - 200)).toBeLessThan(6);
});

test('a long straight step is cut within itself', () => {
  const { desk, eraser } = open();
  const long = desk.access.stroke([
    [0, 300],
    [320, 300],
  ]);
  desk.drag(eraser, [
    [160, 260],
    [160, 340],
  ]);
  const spans = cutSpans(desk.access.board(), long);
  expect(spans.length).toBe(2);
  expect(spans[0]).toBeGreaterThanOrEqual(6);
  expect(spans[1]).toBeLessThanOrEqual(10);
});

test('a stretched and turned stroke is cut where it lies', () => {
  const { desk, eraser, line } = open();
  desk.access.receive([{ kind: 'set', id: line, lamport: desk.access.nextLamport(), values: { w: 800 * 16, angle: 9_000 } }]);
  // Upright about (400, 100): from 300 above to 500 below. Its middle is at x 400.
  desk.drag(eraser, [
    [380, 100],
    [420, 100],
  ]);
  const [from = 0, to = 0] = cutSpans(desk.access.board(), line);
  // The ink of a hand lies a little behind its points.
  expect(Math.abs((from + to) / 2 / 16 - 20.5)).toBeLessThan(1);
  expect((to - from) / 16).toBeLessThan(2);
});

test('a stroke of which nothing is left is removed, and one undo brings all of it back', () => {
  const { desk, eraser, line } = open();
  const dot = desk.access.stroke([[500, 100]]);
  const history = new History(ME);
  const propose = desk.access.propose.bind(desk.access);
  desk.access.propose = (ops, gesture) => {
    history.record(desk.access.board(), ops, gesture);
    propose(ops, gesture);
  };
  desk.drag(eraser, [
    [-20, 100],
    [520, 100],
  ]);
  expect([line, dot].map((id) => desk.access.element(id).alive)).toEqual([false, false]);
  propose(history.undo(desk.access.board(), desk.access.nextLamport()), 99);
  expect([line, dot].map((id) => desk.access.element(id).alive)).toEqual([true, true]);
  expect(cutSpans(desk.access.board(), line)).toEqual([]);
  expect(history.canUndo).toBe(false);
});

test('Escape gives back what was cut, shapes go whole, and Alt is for the other mode', () => {
  const { desk, eraser, line, isInkAt } = open();
  const box = desk.access.put(ElementKind.rectangle, { x: 160, y: 160, w: 1_600, h: 800, color: 0, width: 32 });
  eraser.press(desk.at(50, 0));
  eraser.drag(desk.at(50, 140));
  expect(isInkAt(50)).toBe(false);
  eraser.cancel('escape');
  expect(isInkAt(50)).toBe(true);
  expect(desk.access.element(box).alive).toBe(true);
  desk.drag(eraser, [
    [50, 0],
    [50, 140],
  ]);
  expect(desk.access.element(box).alive).toBe(false);
  expect(desk.access.element(line).alive).toBe(true);
  desk.drag(eraser, [[300, 100]], { alt: true });
  expect(desk.access.element(line).alive).toBe(false);
});

test('what two people cut out at once is all out, and what is out already is not cut again', () => {
  const { desk, eraser, line } = open();
  desk.access.receive(addCut(elementId(OTHER, 77), line, desk.access.nextLamport(), [16, 320]));
  desk.drag(eraser, [
    [100, 100],
    [240, 100],
  ]);
  const mine = desk.access.proposed.flatMap(({ ops }) => ops.flatMap((op) => (op.kind === 'cut' ? [...op.spans] : [])));
  expect(mine[0]).toBe(320);
  expect(cutSpans(desk.access.board(), line)).toEqual([16, mine[1]]);
});
