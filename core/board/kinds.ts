import { LIMITS } from '../contract/limits.ts';
import { type ClientId, type ElementId, isClientId, isElementId } from './ids.ts';
import { isOrderKey } from './order-key.ts';
import type { PropValue } from './prop-value.ts';

/**
 * The one table of everything that can be on a board: properties, bodies and kinds. Codec, admission, hash, history, snapshots
 * and the lost copy loop over it. Only the file of a kind in `renderer/engine/kinds/` knows it by name. Codes are on the wire and
 * in files: append-only.
 */

/** The form of an element's body. The birth names it, so it is known even for kinds that this version does not know. */
export const Body = { points: 0, pressuredPoints: 1, none: 2, text: 3, spans: 4 } as const;
export type Body = (typeof Body)[keyof typeof Body];

export function isBody(raw: unknown): raw is Body {
  return typeof raw === 'number' && Number.isInteger(raw) && raw >= Body.points && raw <= Body.spans;
}

/** From this code on a property is a fact, written once by the birth. Below it a property is a register: the last writer wins. */
const FIRST_FACT = 128;
const LAST_PROP = 255;
/** Registers up to format 2. Now they are facts of the birth (kind) and of the body (pressured). */
const RETIRED_PROPS: ReadonlySet<number> = new Set([1, 8]);

interface PropRow<T extends PropValue> {
  readonly code: number;
  readonly accepts: (raw: PropValue) => raw is T;
  /** The value of an unwritten property. */
  readonly initial: T;
}

const whole = (code: number, min: number, max: number, initial: number): PropRow<number> => ({
  code,
  accepts: (raw): raw is number => typeof raw === 'number' && Number.isInteger(raw) && raw >= min && raw <= max,
  initial,
});
const flag = (code: number): PropRow<boolean> => ({
  code,
  accepts: (raw): raw is boolean => typeof raw === 'boolean',
  initial: false,
});
const line = (code: number, chars: number): PropRow<string> => ({
  code,
  accepts: (raw): raw is string => typeof raw === 'string' && raw.length <= chars,
  initial: '',
});

/**
 * Ink colours by palette number, so that each theme adapts them: near-black, red, green, blue, orange, violet, grey,
 * white. From `CUSTOM_COLOR` on the low 24 bits are RGB.
 */
export const PALETTE_SIZE = 8;
export const CUSTOM_COLOR = 0x1000000;

function isColor(raw: PropValue): raw is number {
  if (typeof raw !== 'number' || !Number.isInteger(raw)) return false;
  return (raw >= 0 && raw < PALETTE_SIZE) || (raw >= CUSTOM_COLOR && raw <= CUSTOM_COLOR + 0xffffff);
}

const coordinate = (code: number): PropRow<number> => whole(code, -LIMITS.coordinate, LIMITS.coordinate, 0);
const isCoordinate = coordinate(0).accepts;

/**
 * End of an arrow: `[x, y]` relative to the arrow's x and y, or `[element, across, down]` in thousandths of that element's box.
 */
export type ArrowEnd = readonly [number, number] | readonly [ElementId, number, number];

function isArrowEnd(raw: PropValue): raw is ArrowEnd {
  if (!Array.isArray(raw)) return false;
  const [first, second, third] = raw as readonly PropValue[];
  if (raw.length === 2) return isCoordinate(first as PropValue) && isCoordinate(second as PropValue);
  const isShare = whole(0, 0, 1000, 0).accepts;
  return raw.length === 3 && isElementId(first) && isShare(second as PropValue) && isShare(third as PropValue);
}

/** Corners of a line in order: `[x, y, …]` relative to the line's x and y. */
export type Corners = readonly number[];

function isCorners(raw: PropValue): raw is Corners {
  return Array.isArray(raw) && raw.length % 2 === 0 && raw.length <= 2 * CORNERS_MOST && raw.every(isCoordinate);
}

/** Ids of the groups that contain an element, the outermost first. */
export type GroupPath = readonly string[];
/** Deepest nesting of groups. */
export const GROUPS_DEEP = 8;
/** Most characters of a title. */
export const TITLE_CHARS = 200;
/** Greatest bend of a line, in thousandths of its length. */
export const BEND_MOST = 4_000;
/** Most corners of a line between its ends. */
export const CORNERS_MOST = 15;
/** Least and greatest height of a text, world units. */
export const TEXT_SIZE_LEAST = 16;
export const TEXT_SIZE_MOST = 16_000;

function isGroupPath(raw: PropValue): raw is GroupPath {
  return (
    Array.isArray(raw) &&
    raw.length <= GROUPS_DEEP &&
    raw.every((id) => typeof id === 'string' && id.length > 0 && id.length <= 32)
  );
}

/** Start of a run of text: `[run, offset, side]`, before (0) or after (1) that unit of that run; `[]` in a text without runs. */
export type TextPlace = readonly [] | readonly [ElementId, number, 0 | 1];

function isTextPlace(raw: PropValue): raw is TextPlace {
  if (!Array.isArray(raw)) return false;
  if (raw.length === 0) return true;
  const [run, offset, side] = raw as readonly PropValue[];
  return (
    raw.length === 3 &&
    isElementId(run) &&
    whole(0, 0, LIMITS.textUnitsPerRun - 1, 0).accepts(offset as PropValue) &&
    (side === 0 || side === 1)
  );
}

const isTime = whole(0, 0, Number.MAX_SAFE_INTEGER, 0).accepts;
export type TimerValue = readonly [] | readonly [endsAt: number, leftMs: number];

function isTimer(raw: PropValue): raw is TimerValue {
  if (!Array.isArray(raw)) return false;
  return raw.length === 0 || (raw.length === 2 && raw.every((item) => isTime(item as PropValue)));
}

/** Dots that each person has in a vote. */
export const DOTS_MOST = 20;
const BALLOT_CHARS = 24;
const isBallot = (raw: unknown): raw is string => typeof raw === 'string' && raw.length <= BALLOT_CHARS;
export type VoteValue = readonly [] | readonly [ballot: string, dots: number, open: 0 | 1];

function isVote(raw: PropValue): raw is VoteValue {
  if (!Array.isArray(raw)) return false;
  const [ballot, dots, open] = raw as readonly PropValue[];
  if (raw.length === 0) return true;
  const isCount = whole(0, 1, DOTS_MOST, 1).accepts(dots as PropValue);
  return raw.length === 3 && isBallot(ballot) && ballot !== '' && isCount && (open === 0 || open === 1);
}

export type SpotlightValue = readonly [] | readonly [client: ClientId, asked: number];

function isSpotlight(raw: PropValue): raw is SpotlightValue {
  if (!Array.isArray(raw)) return false;
  return raw.length === 0 || (raw.length === 2 && isClientId(raw[0]) && isTime(raw[1] as PropValue));
}

/** The person whose pointer alone is shown; empty: everybody's is. */
export type PointersValue = readonly [] | readonly [client: ClientId];

function isPointers(raw: PropValue): raw is PointersValue {
  return Array.isArray(raw) && (raw.length === 0 || (raw.length === 1 && isClientId(raw[0])));
}

const NO_ELEMENT = '' as ElementId;
const HASH = /^[A-Za-z0-9_-]{43}$/;
/** SHA-256, base64url. */
export function isPictureHash(raw: unknown): raw is string {
  return typeof raw === 'string' && HASH.test(raw);
}

const IMAGE_TYPE = /^image\/(png|jpeg|webp|gif|svg\+xml)$/;

export const PROPS = {
  /** False: removed, and remembered as a tombstone. */
  alive: flag(2),
  /** Fractional index: a greater key is nearer to the viewer. */
  order: { code: 3, accepts: isOrderKey, initial: '' } as PropRow<string>,
  /** World units (1/16 px). */
  x: coordinate(4),
  y: coordinate(5),
  color: { code: 6, accepts: isColor, initial: 0 } as PropRow<number>,
  /** Width of the line, world units. */
  width: whole(7, 1, LIMITS.widthMax, 1),
  /** Hundredths of a degree, clockwise about the middle of the box. */
  angle: whole(9, 0, 35_999, 0),
  /** A colour, or -1 for none. */
  fill: { code: 10, accepts: (raw): raw is number => raw === -1 || isColor(raw), initial: -1 } as PropRow<number>,
  /** 0 solid, 1 dashed, 2 dotted. */
  dash: whole(11, 0, 2, 0),
  /** Percent. */
  opacity: whole(12, 0, 100, 100),
  group: { code: 13, accepts: isGroupPath, initial: [] } as PropRow<GroupPath>,
  locked: flag(14),
  /** Size of the box, world units. Ink is stretched to it from its x and y; 0 means "as drawn". */
  w: whole(15, 0, 2 * LIMITS.coordinate, 0),
  h: whole(16, 0, 2 * LIMITS.coordinate, 0),
  /** Index in the list of fonts. */
  font: whole(17, 0, 15, 0),
  /** Height of the text, world units. */
  size: whole(18, TEXT_SIZE_LEAST, TEXT_SIZE_MOST, 320),
  /** 0 left, 1 middle, 2 right. */
  align: whole(19, 0, 2, 0),
  from: { code: 20, accepts: isArrowEnd, initial: [0, 0] } as PropRow<ArrowEnd>,
  to: { code: 21, accepts: isArrowEnd, initial: [0, 0] } as PropRow<ArrowEnd>,
  /** Heads of an arrow: 0 none, 1 open, 2 filled, 3 dot, 4 bar. */
  headFrom: whole(22, 0, 15, 0),
  headTo: whole(23, 0, 15, 0),
  title: line(24, TITLE_CHARS),
  /** 0 plain, 1 dots, 2 lines, 3 squares. */
  background: whole(25, 0, 15, 0),
  /** Of a line: 0 straight, 1 curved, 2 with right angles. */
  route: whole(26, 0, 15, 0),
  /** How far the middle of a curved line lies off the straight one, thousandths of its length; to the right of who walks along it. */
  bend: whole(27, -BEND_MOST, BEND_MOST, 250),
  /** How the inside of a shape is filled: 0 solid, 1 hatched, 2 cross-hatched. */
  hatch: whole(28, 0, 15, 0),
  /** Of the board: `[endsAt, 0]` while the timer runs (ms since 1970 of the hub's clock), `[0, leftMs]` while it rests, `[]` without one. */
  timer: { code: 29, accepts: isTimer, initial: [] } as PropRow<TimerValue>,
  /** Of the board: `[ballot, dots a person, 1 while open else 0]`, `[]` without a vote. */
  vote: { code: 30, accepts: isVote, initial: [] } as PropRow<VoteValue>,
  /** Of the board: `[client, times that a host asked]`: all are asked to follow that person. */
  spotlight: { code: 31, accepts: isSpotlight, initial: [] } as PropRow<SpotlightValue>,
  /** How the line of a shape or a line is drawn: 0 clean, 1 sketchy, 2 very sketchy. */
  sketch: whole(32, 0, 15, 0),
  /** Of the board: `[client]`: a host hides all pointers but that person's. `[]`: all are shown. */
  pointers: { code: 33, accepts: isPointers, initial: [] } as PropRow<PointersValue>,
  /** Of a straight or curved line, which then goes through them in place of its bend. */
  corners: { code: 34, accepts: isCorners, initial: [] } as PropRow<Corners>,
  /** Left and right are exchanged, before the element is turned. */
  mirrored: flag(40),
  /** The element of which this is a part: a cut's stroke or run, a run's text. */
  target: { code: 128, accepts: isElementId, initial: NO_ELEMENT } as PropRow<ElementId>,
  place: { code: 129, accepts: isTextPlace, initial: [] } as PropRow<TextPlace>,
  /** SHA-256 of a picture's bytes, base64url. */
  hash: { code: 130, accepts: isPictureHash, initial: '' } as PropRow<string>,
  /** Media type of a picture. */
  type: {
    code: 131,
    accepts: (raw): raw is string => typeof raw === 'string' && IMAGE_TYPE.test(raw),
    initial: '',
  } as PropRow<string>,
  /** Size of a picture, in its own pixels. */
  naturalW: whole(132, 1, 65_535, 1),
  naturalH: whole(133, 1, 65_535, 1),
  /** Of a chat message: milliseconds since 1970 of the hub's clock, and the author's name and colour at that time. */
  sentAt: whole(134, 0, Number.MAX_SAFE_INTEGER, 0),
  by: line(135, LIMITS.nameChars),
  byColor: whole(136, 0, 255, 0),
  /** Of a dot: the vote that it belongs to. */
  ballot: line(137, BALLOT_CHARS),
} as const;

export type PropName = keyof typeof PROPS;
type ValueOf<N extends PropName> = (typeof PROPS)[N] extends PropRow<infer T> ? T : never;
export type PropValues = { readonly [N in PropName]: ValueOf<N> };
export type FactName = 'target' | 'place' | 'hash' | 'type' | 'naturalW' | 'naturalH' | 'sentAt' | 'by' | 'byColor' | 'ballot';
export type RegisterName = Exclude<PropName, FactName>;

/** Values by property name. Unknown properties are included, with names such as `p77`. */
export type Values = Partial<Omit<PropValues, FactName>>;
export type Facts = Partial<Pick<PropValues, FactName>>;

const NAME_OF = new Map<number, PropName>((Object.keys(PROPS) as PropName[]).map((name) => [PROPS[name].code, name]));
const CODE_OF = new Map<string, number>([...NAME_OF].map(([code, name]) => [name, code]));

/** The property of a code, `p<code>` when this version does not know it. Undefined for a number that cannot be a code. */
export function propName(code: number): string | undefined {
  const known = NAME_OF.get(code);
  if (known !== undefined) return known;
  const isProp = Number.isInteger(code) && code > 0 && code <= LAST_PROP && !RETIRED_PROPS.has(code);
  return isProp ? `p${code}` : undefined;
}

/** Properties that name an element: alone, or as the first item of a list. Tables write it as two numbers. */
export const NAMES_ELEMENT: ReadonlySet<number> = new Set([PROPS.target.code, PROPS.place.code, PROPS.from.code, PROPS.to.code]);

/** True for a register that this version knows by name. */
export function isPropName(name: string): name is RegisterName {
  const code = CODE_OF.get(name);
  return code !== undefined && !isFactCode(code);
}

export function propCode(name: string): number {
  return CODE_OF.get(name) ?? Number(name.slice(1));
}

export function isFactCode(code: number): boolean {
  return code >= FIRST_FACT;
}

/** True when the property may have this value. For an unknown property every bounded value is accepted. */
export function acceptsValue(code: number, value: PropValue): boolean {
  const name = NAME_OF.get(code);
  return name === undefined || PROPS[name].accepts(value);
}

/** Kinds of element. */
export const ElementKind = {
  pen: 1,
  highlighter: 2,
  line: 3,
  arrow: 4,
  rectangle: 5,
  ellipse: 6,
  diamond: 7,
  text: 8,
  note: 9,
  image: 10,
  frame: 11,
  /** Removes spans of a stroke, or units of a run of text. */
  cut: 12,
  /** The board itself: title, lock, background. One reserved element. */
  board: 13,
  /** What one person typed in one go, in a text, a note or a shape. */
  run: 14,
  /** A chat message [CHT-1]. It has no place. */
  words: 15,
  /** A person's dot in a vote [VOT-2]. It is shown above the board. */
  dot: 16,
} as const;
export type ElementKind = (typeof ElementKind)[keyof typeof ElementKind];

interface KindRow {
  readonly bodies: readonly Body[];
  /** Registers that must be written with the birth. Any other register may be written later. */
  readonly required: readonly RegisterName[];
  readonly facts: readonly FactName[];
}

const PLACE = ['order', 'x', 'y'] as const;
/** A kind without a body. */
const bodiless = (...required: readonly RegisterName[]): KindRow => ({ bodies: [Body.none], required, facts: [] });
const INK: KindRow = { bodies: [Body.points, Body.pressuredPoints], required: [...PLACE, 'color', 'width'], facts: [] };
const BOX = bodiless(...PLACE, 'w', 'h', 'color', 'width');
const LINE = bodiless(...PLACE, 'color', 'width', 'from', 'to');

/** By code. A kind that is missing here is stored, hashed, forwarded and restored, but not drawn. */
export const KINDS: ReadonlyMap<number, KindRow> = new Map<number, KindRow>([
  [ElementKind.pen, INK],
  [ElementKind.highlighter, INK],
  [ElementKind.line, LINE],
  [ElementKind.arrow, LINE],
  [ElementKind.rectangle, BOX],
  [ElementKind.ellipse, BOX],
  [ElementKind.diamond, BOX],
  [ElementKind.text, bodiless(...PLACE, 'color', 'size')],
  [ElementKind.note, bodiless(...PLACE, 'w', 'h', 'color')],
  [ElementKind.image, { ...bodiless(...PLACE, 'w', 'h'), facts: ['hash', 'type', 'naturalW', 'naturalH'] }],
  [ElementKind.frame, bodiless(...PLACE, 'w', 'h')],
  [ElementKind.cut, { bodies: [Body.spans], required: [], facts: ['target'] }],
  [ElementKind.board, bodiless()],
  [ElementKind.words, { bodies: [Body.text], required: [], facts: ['sentAt', 'by', 'byColor'] }],
  [ElementKind.dot, { bodies: [Body.none], required: ['x', 'y'], facts: ['ballot'] }],
  [ElementKind.run, { bodies: [Body.text], required: [], facts: ['target', 'place'] }],
]);

/** Greatest kind code that a later version may use. */
export const LAST_KIND = 65_535;

/** The reserved element that is the board itself. It exists from the start, and no client can be its author. */
export const BOARD_ELEMENT = 'the_board__.0' as ElementId;
/** Owner of the board element, and author of `forget`, which a hub writes for the board. No secret proves it. */
export const BOARD_AUTHOR = 'the_board__' as ClientId;

/** True for messages and dots, which are no part of the drawing: they are not drawn, selected, undone or replayed. */
export function isAside(kind: number): boolean {
  return kind === ElementKind.words || kind === ElementKind.dot;
}

/** True for what a person sees on the board as one thing, and can select. Unknown kinds count too. */
export function isThing(kind: number): boolean {
  return !isPart(kind) && kind !== ElementKind.board && !isAside(kind);
}

/** True for kinds that are parts of another element. Parts are not selected, moved or counted on their own. */
export function isPart(kind: number): boolean {
  return kind === ElementKind.cut || kind === ElementKind.run;
}
