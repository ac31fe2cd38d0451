import * as v from 'valibot';
import { LIMITS } from '../../core/contract/limits.ts';
import { Color, DASHES, DescribedElements, LINES, ROUTES } from '../../renderer/files/described/described-element.ts';

const FARTHEST = 1_000_000;
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const ids = v.pipe(v.array(id), v.minLength(1), v.maxLength(200));
const pixels = v.pipe(v.number(), v.minValue(-FARTHEST), v.maxValue(FARTHEST));
const side = v.pipe(v.number(), v.minValue(1), v.maxValue(100_000));
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const described = <T extends v.GenericSchema>(schema: T, text: string) => v.pipe(schema, v.description(text));

export const ReadArguments = v.strictObject({
  from: v.optional(described(whole(0, 200_000), 'Index of the first element, for the next page')),
  most: v.optional(described(whole(1, 500), 'Elements of a page; 200 without it')),
  text: v.optional(described(v.pipe(v.string(), v.maxLength(200)), 'Only elements whose text contains this')),
});
export type ReadArguments = v.InferOutput<typeof ReadArguments>;

export const PictureArguments = v.strictObject({
  as: v.optional(described(v.picklist(['png', 'svg']), 'Pixels, or the text of an SVG picture; png without it')),
  ids: v.optional(described(ids, 'Only these elements')),
});
export type PictureArguments = v.InferOutput<typeof PictureArguments>;

export const ChatArguments = v.strictObject({
  most: v.optional(described(whole(1, 200), 'Messages; 50 without it')),
});
export type ChatArguments = v.InferOutput<typeof ChatArguments>;

export const SayArguments = v.strictObject({
  text: v.pipe(v.string(), v.regex(/\S/), v.maxLength(LIMITS.wordsChars)),
  to: v.optional(
    described(
      v.pipe(v.string(), v.maxLength(64)),
      '"all" (without it), "hosts", or the id of a person of read_board for a private message',
    ),
  ),
});
export type SayArguments = v.InferOutput<typeof SayArguments>;

export const DrawArguments = v.strictObject({
  elements: described(
    DescribedElements,
    'From bottom to top, in pixels; y grows downwards. `key` names an element for arrows of the same list; `on` also takes ids of the board.',
  ),
});
export type DrawArguments = v.InferOutput<typeof DrawArguments>;

export const ConnectArguments = v.strictObject({
  from: described(id, 'Id of the element where it begins'),
  to: described(id, 'Id of the element where it ends'),
  kind: v.optional(v.picklist(LINES)),
  route: v.optional(v.picklist(ROUTES)),
  color: v.optional(Color),
  dash: v.optional(v.picklist(DASHES)),
});
export type ConnectArguments = v.InferOutput<typeof ConnectArguments>;

export const CommentArguments = v.strictObject({
  id: described(id, 'Id of the element that the comment is about'),
  text: v.pipe(v.string(), v.regex(/\S/), v.maxLength(LIMITS.wordsChars)),
});
export type CommentArguments = v.InferOutput<typeof CommentArguments>;

export const ArrangeArguments = v.strictObject({
  ids,
  how: v.picklist(['left', 'centre', 'right', 'top', 'middle', 'bottom', 'distribute-across', 'distribute-down', 'grid']),
  columns: v.optional(described(whole(1, 200), 'Of a grid; as many as rows without it')),
  gap: v.optional(described(v.pipe(v.number(), v.minValue(0), v.maxValue(10_000)), 'Of a grid, pixels; 24 without it')),
});
export type ArrangeArguments = v.InferOutput<typeof ArrangeArguments>;

export const ChangeArguments = v.strictObject({
  ids,
  x: v.optional(pixels),
  y: v.optional(pixels),
  dx: v.optional(described(pixels, 'Moves by so many pixels')),
  dy: v.optional(pixels),
  w: v.optional(side),
  h: v.optional(side),
  color: v.optional(Color),
  fill: v.optional(v.union([v.literal('none'), Color])),
  width: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(100))),
  dash: v.optional(v.picklist(DASHES)),
  opacity: v.optional(whole(0, 100)),
  angle: v.optional(v.pipe(v.number(), v.minValue(-360), v.maxValue(360))),
  size: v.optional(described(v.pipe(v.number(), v.minValue(1), v.maxValue(1_000)), 'Height of the letters, pixels')),
  title: v.optional(described(v.pipe(v.string(), v.maxLength(200)), 'Of a frame')),
  text: v.optional(described(v.pipe(v.string(), v.maxLength(5_000)), 'The new text of a shape, text or note')),
});
export type ChangeArguments = v.InferOutput<typeof ChangeArguments>;

export const RemoveArguments = v.strictObject({ ids });
export type RemoveArguments = v.InferOutput<typeof RemoveArguments>;

export const WatchArguments = v.strictObject({
  seconds: described(v.pipe(v.number(), v.minValue(0), v.maxValue(50)), 'How long to wait at most'),
});
export type WatchArguments = v.InferOutput<typeof WatchArguments>;
