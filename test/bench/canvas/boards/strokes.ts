import { type HandPoint, handStroke, seededRandom } from '../../hand-stroke.ts';

/**
 * The board that all three canvases show: strokes as people write, spread over a board that fills the view when zoomed to fit, with one
 * empty lane across the middle where the bench draws.
 */
export interface ScatteredStroke {
  /** World pixels of the first point. */
  readonly x: number;
  readonly y: number;
  /** Relative to the first point; the first is 0, 0. */
  readonly points: readonly HandPoint[];
  /** Palette number, 0 to 4. */
  readonly color: number;
}

export const BOARD = { width: 10_000, height: 5_600 } as const;
/** Empty between these, world pixels. */
export const LANE = { top: 2_300, bottom: 3_300 } as const;
/** The colours that both peers know, in the order of our palette: near-black, red, green, blue, orange. */
export const COLORS = ['#1e1e1e', '#e03131', '#2f9e44', '#1971c2', '#f08c00'] as const;
export const WIDTH_PX = 3.5;

const MARGIN = 40;
const STROKE_SIZE = { width: 220, height: 160 } as const;
const SHAPES = 40;

function shapeOf(seed: number, points: number): readonly HandPoint[] {
  const drawn = handStroke({ points, device: 'mouse', seed });
  const first = drawn[0] ?? { x: 0, y: 0, pressure: 0.5 };
  return drawn.map((point) => ({ x: point.x - first.x, y: point.y - first.y, pressure: 0.5 }));
}

export function scatter(count: number, pointsEach: number): readonly ScatteredStroke[] {
  const random = seededRandom(7);
  const shapes = Array.from({ length: SHAPES }, (_, seed) => shapeOf(seed, pointsEach));
  const usable = BOARD.height - (LANE.bottom - LANE.top) - 2 * STROKE_SIZE.height - 2 * MARGIN;
  const half = usable / 2;
  return Array.from({ length: count }, (_, i) => {
    const along = random() * usable;
    const y = along < half ? MARGIN + STROKE_SIZE.height / 2 + along : LANE.bottom + STROKE_SIZE.height / 2 + along - half;
    const x = MARGIN + random() * (BOARD.width - STROKE_SIZE.width - 2 * MARGIN);
    return { x: Math.round(x), y: Math.round(y), points: shapes[i % SHAPES] ?? [], color: i % COLORS.length };
  });
}
