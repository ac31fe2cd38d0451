import { expect, test } from 'vitest';
import { cutSpans } from '../../../../core/board/bodies/cuts.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { Body, ElementKind } from '../../../../core/board/kinds.ts';
import { traceElement, tracePen } from '../../../../renderer/engine/ink/ink-path.ts';
import { Scene } from '../../../../renderer/engine/scene.ts';
import { proposeCopies } from '../../../../renderer/engine/selection/arranging/copies.ts';
import { topmostAt } from '../../../../renderer/engine/selection/hit-test.ts';
import { LocalBoard } from './local-board.ts';

/** 100 px to the right in ten steps. */
const LINE = Array.from({ length: 11 }, (_, i) => [10 * i, 0] as const);

function cutLine(spans: readonly number[]) {
  const local = new LocalBoard();
  const line = local.stroke(LINE);
  const cut = local.newElementId();
  const birth = { kind: ElementKind.cut, body: Body.spans, facts: { target: line } };
  local.propose(
    [
      { kind: 'add', id: cut, lamport: local.nextLamport(), birth, values: {} },
      { kind: 'cut', id: cut, spans },
    ],
    1,
  );
  const scene = new Scene(() => local.board());
  scene.reset();
  return { local, line, cut, scene };
}

/** Where ink is along the line, by the corners of what is drawn. */
function drawnX(local: LocalBoard, line: ElementId): number[] {
  const xs: number[] = [];
  const note = (x: number): void => void xs.push(x);
  const sink = {
    moveTo: note,
    lineTo: note,
    quadraticCurveTo: (_x: number, _y: number, x: number) => note(x),
    closePath: () => undefined,
    arc: (x: number, _y: number, radius: number) => {
      note(x - radius);
      note(x + radius);
    },
  };
  traceElement(sink as never, local.element(line), cutSpans(local.board(), line), tracePen);
  return xs;
}

test('what is cut out of a stroke is neither drawn nor hit, and comes back when the cut is taken back', () => {
  // From the fourth to the seventh point.
  const { local, line, cut, scene } = cutLine([48, 112]);
  const isDrawnAt = (from: number, to: number): boolean => drawnX(local, line).some((x) => x > from && x < to);
  expect(isDrawnAt(40, 60)).toBe(false);
  expect(isDrawnAt(10, 28)).toBe(true);
  expect(isDrawnAt(72, 100)).toBe(true);
  expect(topmostAt(scene, local.board(), 50, 0, 4)).toBeUndefined();
  expect(topmostAt(scene, local.board(), 20, 0, 4)).toBe(line);
  local.propose([{ kind: 'alive', ids: [cut], lamport: local.nextLamport(), alive: false }], 2);
  expect(scene.update(line).before).not.toBe(scene.get(line));
  expect(isDrawnAt(40, 60)).toBe(true);
  expect(topmostAt(scene, local.board(), 50, 0, 4)).toBe(line);
});

test('a stroke that is cut away whole is hit nowhere', () => {
  const { local, scene } = cutLine([0, 400]);
  for (const x of [0, 50, 100]) expect(topmostAt(scene, local.board(), x, 0, 4)).toBeUndefined();
});

test('a copy of a stroke lacks what the stroke lacks', () => {
  const { local, line } = cutLine([48, 112]);
  const [copy] = proposeCopies(local, [line], { dx: 160, dy: 0 }, 3);
  expect(cutSpans(local.board(), copy as ElementId)).toEqual([48, 112]);
});
