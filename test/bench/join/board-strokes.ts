import { type HandPoint, handStroke, seededRandom } from '../hand-stroke.ts';

/** A stroke of the board that everybody joins. */
export interface BoardStroke {
  /** 0 to `AUTHORS - 1`. */
  readonly author: number;
  /** From 1, within its author. */
  readonly ordinal: number;
  /** World pixels of its first point. */
  readonly x: number;
  readonly y: number;
  readonly color: number;
  /** World pixels. */
  readonly width: number;
  /** Drawn with a pen: 1/16 px and pressure. Else with a mouse: whole pixels. */
  readonly pressured: boolean;
  /** World pixels. */
  readonly points: readonly HandPoint[];
}

export const AUTHORS = 10;
/** Width and height of the drawn part of the board, world pixels. */
const BOARD_PX = 20_000;
const COLORS = 8;
const WIDTHS = [2, 3.5, 6, 10] as const;

/** The same board on every run: ten people, every other stroke drawn with a pen, the rest with a mouse. */
export function boardStrokes(count: number, pointsEach: number): readonly BoardStroke[] {
  const random = seededRandom(count);
  const strokes: BoardStroke[] = [];
  for (let i = 0; i < count; i++) {
    const pressured = i % 2 === 0;
    const left = Math.floor(random() * BOARD_PX);
    const top = Math.floor(random() * BOARD_PX);
    const points = handStroke({ points: pointsEach, device: pressured ? 'pen' : 'mouse', seed: i + 1 }).map((point) => ({
      x: point.x + left,
      y: point.y + top,
      pressure: point.pressure,
    }));
    const [first] = points;
    if (!first) throw new Error('a stroke has points');
    const width = WIDTHS[Math.floor(random() * WIDTHS.length)] ?? WIDTHS[0];
    const color = Math.floor(random() * COLORS);
    const author = Math.floor(i / 2) % AUTHORS;
    const ordinal = 2 * Math.floor(i / 2 / AUTHORS) + (i % 2) + 1;
    strokes.push({ author, ordinal, x: first.x, y: first.y, color, width, pressured, points });
  }
  return strokes;
}
