import { describe, expect, test } from 'vitest';
import type { ElementId } from '../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { RecordingCanvas } from '../../../../../renderer/engine/export/recording-canvas.ts';
import { InkCache } from '../../../../../renderer/engine/ink/ink-cache.ts';
import { kindOf } from '../../../../../renderer/engine/kinds/kind-of.ts';
import { seededBy } from '../../../../../renderer/engine/kinds/sketch/seeded.ts';
import { LocalBoard } from '../local-board.ts';

const { rectangle, ellipse, diamond, line, arrow } = ElementKind;
type Values = Parameters<LocalBoard['put']>[1];

function put(board: LocalBoard, kind: (typeof ElementKind)[keyof typeof ElementKind], values: Values): ElementId {
  const isLine = kind === line || kind === arrow;
  return board.put(kind, {
    x: 1_600,
    y: 1_600,
    width: 32,
    ...(isLine ? { from: [0, 0], to: [3_200, 800] } : { w: 3_200, h: 1_600 }),
    ...values,
  });
}

/** The stroked paths of an element. */
function strokes(board: LocalBoard, id: ElementId, scale = 1): readonly string[] {
  const target = new RecordingCanvas(() => ({ width: 0 }) as TextMetrics);
  const element = board.element(id);
  const look = { board: board.board(), theme: 'light', ink: new InkCache() } as const;
  kindOf(element.kind)?.draw(target, element, { scale, originX: 0, originY: 0 }, look);
  return target.marks.flatMap((mark) => (mark.is === 'stroke' ? [mark.d] : []));
}

/** Places on the curves of a path. */
function placesOn(d: string): (readonly [number, number])[] {
  let [x, y] = [0, 0];
  return Array.from(d.matchAll(/([MC])([^MC]+)/g)).flatMap(([, command, text = '']) => {
    const [ax = 0, ay = 0, bx = 0, by = 0, toX = ax, toY = ay] = Array.from(text.matchAll(/-?[\d.]+/g), ([part]) => Number(part));
    const [fromX, fromY] = [x, y];
    [x, y] = [toX, toY];
    if (command === 'M') return [[x, y] as const];
    const at = (t: number, ...[p, q, r, s]: [number, number, number, number]): number =>
      (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t ** 2 * r + t ** 3 * s;
    return [0.25, 0.5, 0.75, 1].map((t) => [at(t, fromX, ax, bx, toX), at(t, fromY, ay, by, toY)] as const);
  });
}

describe('[OPS-16] a sketched line', () => {
  test.each([rectangle, ellipse, diamond, line, arrow])(
    'of kind %i goes twice over, near the clean one, within the box',
    (kind) => {
      for (const sketch of [1, 2]) {
        const board = new LocalBoard();
        const id = put(board, kind, { sketch });
        const [first = ''] = strokes(board, id);
        const [clean = ''] = strokes(board, put(board, kind, {}));
        expect(first).not.toBe(clean);
        expect(first).toContain('C');
        const element = board.element(id);
        const box = kindOf(kind)?.box(board.board(), element);
        if (!box) throw new Error('it has a box');
        const isLine = kind === line || kind === arrow;
        // Shapes are drawn about their middle.
        const [x, y] = isLine ? [0, 0] : [200, 150];
        for (const [px, py] of placesOn(first)) {
          expect(px + x).toBeGreaterThanOrEqual(box.minX);
          expect(px + x).toBeLessThanOrEqual(box.maxX);
          expect(py + y).toBeGreaterThanOrEqual(box.minY);
          expect(py + y).toBeLessThanOrEqual(box.maxY);
        }
        expect(box.maxX - box.minX).toBeLessThan(200 + 2 + 20);
      }
    },
  );

  test('is the same for everybody, at each zoom and place, and another one for another element', () => {
    const [ana, ben] = [new LocalBoard(), new LocalBoard()];
    const [one, same] = [put(ana, rectangle, { sketch: 1 }), put(ben, rectangle, { sketch: 1 })];
    expect(one).toBe(same);
    const before = strokes(ana, one);
    expect(strokes(ben, same, 4)).toEqual(before);
    ana.receive([{ kind: 'set', id: one, lamport: ana.nextLamport(), values: { x: 9_000, color: 2, angle: 4_500 } }]);
    expect(strokes(ana, one)).toEqual(before);
    ana.receive([{ kind: 'set', id: one, lamport: ana.nextLamport(), values: { w: 4_800 } }]);
    expect(strokes(ana, one)).not.toEqual(before);
    expect(strokes(ana, put(ana, rectangle, { sketch: 1 }))).not.toEqual(before);
  });

  test('that is dashed goes over once, a greater value is very sketchy, and a hatch is drawn by hand too', () => {
    const pieces = (values: Values): number => {
      const board = new LocalBoard();
      return (
        strokes(board, put(board, diamond, values))
          .join('')
          .split('C').length - 1
      );
    };
    expect(pieces({ sketch: 1 })).toBe(8);
    expect(pieces({ sketch: 1, dash: 1 })).toBe(4);
    expect(pieces({ sketch: 1, fill: 2, hatch: 1 })).toBeGreaterThan(8);
    const board = new LocalBoard();
    const id = put(board, ellipse, { sketch: 2 });
    const before = strokes(board, id);
    board.receive([{ kind: 'set', id, lamport: board.nextLamport(), values: { sketch: 9 } }]);
    expect(strokes(board, id)).toEqual(before);
  });

  test('is new in the look of the element, so that it is painted again', () => {
    for (const kind of [rectangle, arrow]) {
      const board = new LocalBoard();
      const id = put(board, kind, {});
      const before = kindOf(kind)?.look(board.board(), board.element(id));
      board.receive([{ kind: 'set', id, lamport: board.nextLamport(), values: { sketch: 1 } }]);
      expect(kindOf(kind)?.look(board.board(), board.element(id))).not.toBe(before);
    }
  });
});

test('the numbers of a text are frozen: a board of today looks the same with every later version', () => {
  const next = seededBy('otherOTHERo.1');
  expect(Array.from({ length: 4 }, () => Math.floor(next() * 1_000))).toMatchInlineSnapshot(`
    [
      912,
      619,
      825,
      9,
    ]
  `);
});
