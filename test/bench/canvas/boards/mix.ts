import { seededRandom } from '../../hand-stroke.ts';
import { BOARD, LANE, type ScatteredStroke, scatter } from './strokes.ts';

/** World pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
const SHAPE_KINDS = ['rectangle', 'ellipse', 'diamond'] as const;

/** A board that each canvas writes in its own form. */
export interface BoardParts {
  readonly strokes: readonly ScatteredStroke[];
  readonly shapes: readonly (Place & { readonly kind: (typeof SHAPE_KINDS)[number]; readonly color: number })[];
  /** From shape to shape, as indexes. */
  readonly arrows: readonly { readonly from: number; readonly to: number }[];
  readonly texts: readonly (Place & { readonly text: string })[];
  /** `picture`: one of the pictures that the board shares. */
  readonly images: readonly (Place & { readonly picture: number })[];
}

export type BoardKind = 'strokes' | 'mix';
export interface BoardPlan {
  readonly kind: BoardKind;
  readonly count: number;
}

const POINTS_EACH = 100;
/** Different pictures on a board, and their size in pixels. */
export const PICTURES = 12;
export const PICTURE = { width: 320, height: 240 } as const;
/** Height of the letters of texts, world pixels. */
export const TEXT_PX = 20;

const WORDS = 'sketch arrow plan spring week wall review later done idea first next paper ink board'.split(' ');
/** An arrow goes to the nearest of so many shapes: people connect what stands together. */
const CANDIDATES = 40;

/** The same board for the same plan. */
export function partsOf({ kind, count }: BoardPlan): BoardParts {
  if (kind === 'strokes') return { strokes: scatter(count, POINTS_EACH), shapes: [], arrows: [], texts: [], images: [] };
  const random = seededRandom(13);
  const below = (n: number): number => Math.floor(random() * n);
  const place = (w: number, h: number): Place => {
    const half = LANE.top - h - 40;
    const y = random() < 0.5 ? 20 + below(half) : LANE.bottom + 20 + below(half);
    return { x: 40 + below(BOARD.width - w - 80), y, w, h };
  };
  const shapes = Array.from({ length: Math.round(count * 0.15) }, (_, i) => ({
    ...place(60 + below(160), 50 + below(110)),
    kind: SHAPE_KINDS[i % SHAPE_KINDS.length] ?? 'rectangle',
    color: below(5),
  }));
  const isUpper = (shape: Place): boolean => shape.y < LANE.top;
  const arrows = Array.from({ length: Math.round(count * 0.1) }, () => {
    const from = below(shapes.length);
    const start = shapes[from] as Place;
    let [to, least] = [(from + 1) % shapes.length, Number.POSITIVE_INFINITY];
    for (let tries = 0; tries < CANDIDATES; tries++) {
      const other = below(shapes.length);
      const end = shapes[other] as Place;
      const far = Math.hypot(end.x - start.x, end.y - start.y);
      // No arrow crosses the lane in which the bench draws.
      if (other === from || far >= least || isUpper(end) !== isUpper(start)) continue;
      [to, least] = [other, far];
    }
    return { from, to };
  });
  const texts = Array.from({ length: Math.round(count * 0.1) }, () => ({
    ...place(220, 25),
    text: Array.from({ length: 2 + below(4) }, () => WORDS[below(WORDS.length)]).join(' '),
  }));
  const images = Array.from({ length: Math.round(count * 0.05) }, (_, i) => ({
    ...place(PICTURE.width / 2, PICTURE.height / 2),
    picture: i % PICTURES,
  }));
  const strokes = scatter(count - shapes.length - arrows.length - texts.length - images.length, POINTS_EACH);
  return { strokes, shapes, arrows, texts, images };
}
