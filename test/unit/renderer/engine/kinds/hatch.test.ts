import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { RecordingCanvas } from '../../../../../renderer/engine/export/recording-canvas.ts';
import { markupOf } from '../../../../../renderer/engine/export/svg/svg-markup.ts';
import { InkCache } from '../../../../../renderer/engine/ink/ink-cache.ts';
import type { Canvas2D } from '../../../../../renderer/engine/kinds/kind.ts';
import { kindOf } from '../../../../../renderer/engine/kinds/kind-of.ts';
import { hatchLines } from '../../../../../renderer/engine/kinds/shapes/hatch.ts';
import { isInside } from '../../../../../renderer/engine/kinds/shapes/polygon.ts';
import { LocalBoard } from '../local-board.ts';

const half = fc.integer({ min: 1, max: 3_000 });

test('every line of a hatch lies in its outline, slants as it should, and there are not too many', () => {
  fc.assert(
    fc.property(half, half, fc.integer({ min: 4, max: 40 }), fc.constantFrom(1, -1), (w, h, apart, way) => {
      const box = [-w, -h, w, -h, w, h, -w, h];
      const diamond = [0, -h, w, 0, 0, h, -w, 0];
      for (const outline of [box, diamond]) {
        const lines = hatchLines(outline, apart, way as 1 | -1);
        expect(lines.length).toBeLessThanOrEqual(301);
        if (Math.min(w, h) > apart) expect(lines.length).toBeGreaterThan(0);
        for (const [x1, y1, x2, y2] of lines) {
          expect(y2 - y1).toBeCloseTo(-(way as number) * (x2 - x1), 3);
          const isShort = Math.hypot(x2 - x1, y2 - y1) < 1e-3;
          expect(isShort || isInside(outline, (x1 + x2) / 2, (y1 + y2) / 2)).toBe(true);
        }
      }
    }),
    // Lines exactly on the sides of the diamond.
    { examples: [[3_000, 3_000, 4, -1], [3_000, 3_000, 4, 1]] }, // biome-ignore format: one line
  );
});

/** A square of 100 world pixels as SVG. */
function drawn(hatch: number | undefined): string {
  const local = new LocalBoard();
  const id = local.put(ElementKind.rectangle, {
    x: 0,
    y: 0,
    w: 1_600,
    h: 1_600,
    fill: 2,
    ...(hatch === undefined ? {} : { hatch }),
  });
  const canvas = new RecordingCanvas(() => ({ width: 0 }) as TextMetrics);
  const look = { board: local.board(), theme: 'light', ink: new InkCache() } as const;
  const target: Canvas2D = canvas;
  kindOf(ElementKind.rectangle)?.draw(target, local.element(id), { scale: 1, originX: 0, originY: 0 }, look);
  return markupOf(canvas.marks, () => '');
}

test('a hatch is lines in the pen’s shade of the fill, and what a later version knows is solid', () => {
  const solid = drawn(undefined);
  expect(drawn(0)).toBe(solid);
  expect(drawn(9)).toBe(solid);
  expect(solid).toContain('fill="#c9efd0"');
  const [lines, crossed] = [drawn(1), drawn(2)];
  for (const markup of [lines, crossed]) {
    expect(markup).not.toContain('#c9efd0');
    expect(markup).toContain('stroke="#26883b"');
  }
  expect(crossed.length).toBeGreaterThan(1.3 * lines.length);
});
