import { expect, test } from 'vitest';
import { Board } from '../../../../../../core/board/board.ts';
import { InkCache } from '../../../../../../renderer/engine/ink/ink-cache.ts';
import type { Canvas2D } from '../../../../../../renderer/engine/kinds/kind.ts';
import { drawLines, enterFrame } from '../../../../../../renderer/engine/text/layout/draw-text.ts';

const LINES = 2_000;
const LINE = 25;
const style = { font: 0, size: 20, wrap: 100 };
const lines = Array.from({ length: LINES }, (_, i) => ({ text: `${i}`, from: 0, width: 100, rtl: false }));
const links = [{ line: 1_000, left: 0, right: 100, address: '' }];
const set = { layout: { lines, width: 100, height: LINES * LINE, lineHeight: LINE, baseline: 19 }, links };
const frame = { x: 40, y: 60, w: 100, h: LINES * LINE };

/** The lines that are drawn, with the device places of their letters' corners. */
function drawn(place: { scale: number; originX: number; originY: number; side?: number }, angle: number) {
  let [a, b, e, f] = [1, 0, 0, 0];
  const found = new Map<string, { x: number; y: number }[]>();
  let underlines = 0;
  const target = {
    setTransform: (...values: number[]) => {
      [a = 1, b = 0, , , e = 0, f = 0] = values;
    },
    fillText(text: string, x: number, y: number) {
      const corner = (u: number, v: number) => ({ x: a * u - b * v + e, y: b * u + a * v + f });
      const [top, bottom] = [y - 19, y + 6];
      found.set(text, [corner(x, top), corner(x + 100, top), corner(x, bottom), corner(x + 100, bottom)]);
    },
    fillRect: () => void underlines++,
  } as unknown as Canvas2D;
  const look = { board: new Board(), theme: 'light', ink: new InkCache() } as const;
  const seen = enterFrame(target, { ...frame, angle }, place, look);
  drawLines(target, set, { left: 0, top: 0, width: 100, align: 'start', style, color: '#000', scale: place.scale, seen });
  return { found, underlines };
}

test.each([0, 0.4, 1.57, 3, -2.2])(
  'of a text that is turned by %d a tile draws the lines that it shows, and few others',
  (angle) => {
    for (const scale of [0.5, 1, 3]) {
      const all = drawn({ scale, originX: 0, originY: 0 }, angle).found;
      expect(all.size).toBe(LINES);
      const middle = all.get('1000') ?? [];
      const [originX, originY] = [(middle[0]?.x ?? 0) - 200, (middle[0]?.y ?? 0) - 300];
      const { found, underlines } = drawn({ scale, originX, originY, side: 512 }, angle);
      const isSeen = (corners: readonly { x: number; y: number }[]): boolean => {
        const [xs, ys] = [corners.map(({ x }) => x - originX), corners.map(({ y }) => y - originY)];
        return Math.max(...xs) > 0 && Math.min(...xs) < 512 && Math.max(...ys) > 0 && Math.min(...ys) < 512;
      };
      for (const [text, corners] of all) if (isSeen(corners)) expect(found.has(text)).toBe(true);
      expect(found.size).toBeLessThan((512 * 1.5) / (LINE * scale) + 6);
      expect(underlines).toBe(1);
    }
  },
);

test('a tile beside a text draws none of its lines', () => {
  expect(drawn({ scale: 1, originX: 0, originY: -5_000, side: 512 }, 0).found.size).toBe(0);
  expect(drawn({ scale: 1, originX: 0, originY: 60_000, side: 512 }, 0).found.size).toBe(0);
});
