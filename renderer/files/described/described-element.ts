import * as v from 'valibot';
import { CORNERS_MOST, TITLE_CHARS } from '../../../core/board/kinds.ts';
import { LIMITS } from '../../../core/contract/limits.ts';

/**
 * Elements as programs describe them: plain JSON with words and pixels. The API and the assistants read and write it. The order
 * of the list is from bottom to top.
 */

/** The words of the palette, by number. */
export const COLOR_NAMES = ['black', 'red', 'green', 'blue', 'orange', 'violet', 'grey', 'white'] as const;
export const DASHES = ['solid', 'dashed', 'dotted'] as const;
export const ALIGNS = ['left', 'middle', 'right'] as const;
export const FONT_NAMES = ['plain', 'hand', 'mono'] as const;
export const HEADS = ['none', 'open', 'filled', 'dot', 'bar'] as const;
export const ROUTES = ['straight', 'curved', 'elbow'] as const;
export const SHAPES = ['rectangle', 'ellipse', 'diamond'] as const;
export const LINES = ['line', 'arrow'] as const;
export const STROKES = ['pen', 'highlighter'] as const;

/** Pixels of the world from its origin, each way. */
const FARTHEST = LIMITS.coordinate / 16;
/** Pixels of a side. */
const LONGEST = 100_000;
/** Elements of one description, and points of one stroke. */
const DESCRIBED_MOST = 200;
const DESCRIBED_POINTS = 2_000;
const TEXT_UNITS = 5_000;

const pixels = v.pipe(v.number(), v.minValue(-FARTHEST), v.maxValue(FARTHEST));
const side = v.pipe(v.number(), v.minValue(1), v.maxValue(LONGEST));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const key = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const text = v.pipe(v.string(), v.maxLength(TEXT_UNITS));
export const Color = v.union([v.picklist(COLOR_NAMES), v.pipe(v.string(), v.regex(/^#[0-9a-fA-F]{6}$/))]);
const Fill = v.union([v.literal('none'), Color]);

/** For all kinds. `key` names the element for arrows of the same list; `group` joins elements with the same word. */
const ANY = {
  key: v.optional(key),
  group: v.optional(key),
  opacity: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))),
};
const PLACED = {
  ...ANY,
  x: pixels,
  y: pixels,
  /** Degrees, clockwise about the middle. */
  angle: v.optional(v.pipe(v.number(), v.minValue(-360), v.maxValue(360))),
};
const INKED = {
  color: v.optional(Color),
  /** Of the line, pixels. */
  width: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(LIMITS.widthMax / 16))),
};
const DASHED = { ...INKED, dash: v.optional(v.picklist(DASHES)) };
const WRITTEN = {
  text: v.optional(text),
  /** Height of the letters, pixels. */
  size: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(1_000))),
  font: v.optional(v.picklist(FONT_NAMES)),
  align: v.optional(v.picklist(ALIGNS)),
};

const Shape = v.strictObject({
  kind: v.picklist(SHAPES),
  ...PLACED,
  w: side,
  h: side,
  ...DASHED,
  fill: v.optional(Fill),
  ...WRITTEN,
});
/** Without `w` it is as wide as its lines. */
const Text = v.strictObject({
  kind: v.literal('text'),
  ...PLACED,
  w: v.optional(side),
  color: v.optional(Color),
  ...WRITTEN,
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(TEXT_UNITS)),
});
const Note = v.strictObject({
  kind: v.literal('note'),
  ...PLACED,
  w: v.optional(side),
  h: v.optional(side),
  color: v.optional(Color),
  ...WRITTEN,
});
const Frame = v.strictObject({
  kind: v.literal('frame'),
  ...PLACED,
  w: side,
  h: side,
  title: v.optional(v.pipe(v.string(), v.maxLength(TITLE_CHARS))),
});
/** A point, or a place on an element: `on` is its key or id, the shares lead across and down its box. */
const End = v.union([
  v.strictObject({ x: pixels, y: pixels }),
  v.strictObject({ on: key, across: v.optional(share), down: v.optional(share) }),
]);
const Line = v.strictObject({
  kind: v.picklist(LINES),
  ...ANY,
  from: End,
  to: End,
  ...DASHED,
  headFrom: v.optional(v.picklist(HEADS)),
  headTo: v.optional(v.picklist(HEADS)),
  route: v.optional(v.picklist(ROUTES)),
  /** Between its ends, pixels of the world. A line with right angles has none. */
  corners: v.optional(v.pipe(v.array(v.tuple([pixels, pixels])), v.maxLength(CORNERS_MOST))),
});
const Stroke = v.strictObject({
  kind: v.picklist(STROKES),
  ...ANY,
  points: v.pipe(v.array(v.tuple([pixels, pixels])), v.minLength(1), v.maxLength(DESCRIBED_POINTS)),
  ...INKED,
});

export const DescribedElement = v.variant('kind', [Shape, Text, Note, Frame, Line, Stroke]);
export type DescribedElement = v.InferOutput<typeof DescribedElement>;
export type DescribedEnd = v.InferOutput<typeof End>;

export const DescribedElements = v.pipe(v.array(DescribedElement), v.minLength(1), v.maxLength(DESCRIBED_MOST));
