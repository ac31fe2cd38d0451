import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { Board } from '../../../core/board/board.ts';
import { type ElementId, isElementId } from '../../../core/board/ids.ts';
import { CUSTOM_COLOR, ElementKind, isThing } from '../../../core/board/kinds.ts';
import type { Op } from '../../../core/board/op.ts';
import { Gathering, type Look, type Point, thousandths, UNITS } from '../gathering.ts';
import type { NewEnd } from '../new-element.ts';
import { roughSize } from '../rough-size.ts';
import { type FitLabel, type OpsAccess, toOps, withRoom } from '../to-ops.ts';
import {
  ALIGNS,
  COLOR_NAMES,
  DASHES,
  type DescribedElement,
  type DescribedEnd,
  FONT_NAMES,
  HEADS,
  ROUTES,
  type SHAPES,
} from './described-element.ts';

/** Sides of a note without any, pixels. */
const NOTE_SIDE = 200;
/** Colour of a note without one: the yellow of paper. */
const NOTE_COLOR = 4;
const TEXT_SIZE = 20;
/** Width of a highlighter without one, pixels. */
const HIGHLIGHTER_WIDTH = 20;
const MIDDLE = 0.5;

/**
 * The ops that draw described elements above everything, frames first, and the ids in the order of the list. Refused when an arrow
 * names an element that is neither in the list nor on the board, or when two elements have one key. `fit`: shapes grow for their texts.
 */
export function describedOps(
  described: readonly DescribedElement[],
  access: OpsAccess,
  fit?: FitLabel,
): Result<{ readonly ops: readonly Op[]; readonly ids: readonly ElementId[] }> {
  const board = access.board();
  const boxes = new Map(described.flatMap((one) => (one.key === undefined ? [] : [[one.key, middleOf(one)] as const])));
  if (boxes.size < described.filter(({ key }) => key !== undefined).length) return fail('op.element_exists', 'key');
  const isKnown = (name: string): boolean => boxes.has(name) || thingOn(board, name) !== undefined;
  for (const one of described) {
    if (!('from' in one)) continue;
    for (const end of [one.from, one.to]) if ('on' in end && !isKnown(end.on)) return fail('op.unknown_element', end.on);
  }
  const drawn: Gathering = new Gathering();
  const context: Context = {
    pointAt: (end) => ('x' in end ? end : (boxes.get(end.on) ?? middleOnBoard(board, end.on))),
    // Keys of the list have a prefix, so that none of them reads as an id.
    nameOf: (name) => (boxes.has(name) ? keyed(name) : name),
  };
  const names = described.map(({ key }, i) => (key === undefined ? `#${i}` : keyed(key)));
  for (const [i, one] of described.entries()) add(drawn, names[i] as string, one, context);
  const { elements: asDescribed } = drawn.reading();
  const elements = fit ? withRoom(asDescribed, fit) : asDescribed;
  const { ops, ids } = toOps(elements, { ...access, isThere: (name) => thingOn(board, name) });
  const places = new Map(elements.map(({ key }, i) => [key, ids[i]]));
  return ok({ ops, ids: names.flatMap((name) => places.get(name) ?? []) });
}

interface Context {
  /** A bound end begins at the middle of its element: the board finds the place on its edge. */
  readonly pointAt: (end: DescribedEnd) => Point;
  readonly nameOf: (name: string) => string;
}

const keyed = (key: string): string => `=${key}`;

/** The living element of that id, if people see it as one thing. */
function thingOn(board: Board, name: string): ElementId | undefined {
  const element = isElementId(name) ? board.get(name) : undefined;
  return element?.alive && isThing(element.kind) ? element.id : undefined;
}

function middleOnBoard(board: Board, name: string): Point {
  const element = isElementId(name) ? board.get(name) : undefined;
  if (!element) return { x: 0, y: 0 };
  return { x: (element.x + element.get('w') / 2) / UNITS, y: (element.y + element.get('h') / 2) / UNITS };
}

function middleOf(one: DescribedElement): Point {
  if ('points' in one) return { x: one.points[0]?.[0] ?? 0, y: one.points[0]?.[1] ?? 0 };
  if ('from' in one) return 'x' in one.from ? one.from : { x: 0, y: 0 };
  const { w, h } = sidesOf(one);
  return { x: one.x + w / 2, y: one.y + h / 2 };
}

function sidesOf(one: Extract<DescribedElement, { readonly x: number }>): { readonly w: number; readonly h: number } {
  if (one.kind === 'note') return { w: one.w ?? NOTE_SIDE, h: one.h ?? NOTE_SIDE };
  if (one.kind !== 'text') return one;
  const rough = roughSize(one.text, one.size ?? TEXT_SIZE);
  return { w: one.w ?? rough.w, h: rough.h };
}

function add(drawn: Gathering, key: string, one: DescribedElement, { pointAt, nameOf }: Context): void {
  const look = lookOf(one);
  switch (one.kind) {
    case 'line':
    case 'arrow':
      drawn.line(
        key,
        ElementKind[one.kind],
        [pointAt(one.from), ...(one.corners ?? []).map(([x, y]) => ({ x, y })), pointAt(one.to)],
        {
          ...look,
          headFrom: HEADS.indexOf(one.headFrom ?? 'none'),
          headTo: HEADS.indexOf(one.headTo ?? (one.kind === 'arrow' ? 'open' : 'none')),
          route: ROUTES.indexOf(one.route ?? 'straight'),
          fromOn: boundOf(one.from, nameOf),
          toOn: boundOf(one.to, nameOf),
        },
      );
      return;
    case 'pen':
    case 'highlighter':
      drawn.stroke(
        key,
        ElementKind[one.kind],
        one.points.map(([x, y]) => ({ x, y })),
        one.kind === 'highlighter' && look.width === undefined ? { ...look, width: HIGHLIGHTER_WIDTH } : look,
      );
      return;
    case 'text':
      drawn.box(key, ElementKind.text, { x: one.x, y: one.y, ...sidesOf(one) }, { ...look, fits: one.w === undefined });
      return;
    case 'note':
      drawn.box(key, ElementKind.note, { x: one.x, y: one.y, ...sidesOf(one) }, { color: NOTE_COLOR, align: 1, ...look });
      return;
    case 'frame':
      drawn.box(key, ElementKind.frame, one, one.title === undefined ? look : { ...look, title: one.title });
      return;
    default:
      drawn.box(key, ElementKind[one.kind], one, look);
  }
}

function boundOf(end: DescribedEnd, nameOf: Context['nameOf']): NewEnd['on'] {
  if ('x' in end) return undefined;
  return { key: nameOf(end.on), across: thousandths(end.across ?? MIDDLE), down: thousandths(end.down ?? MIDDLE) };
}

/** Only what the description says. */
function lookOf(one: DescribedElement): Look {
  const { opacity, group } = one;
  const { angle, color, fill, width, dash, text, size, font, align } = one as Partial<Every>;
  return {
    ...(opacity === undefined ? {} : { opacity }),
    ...(group === undefined ? {} : { groups: [group] }),
    ...(angle === undefined ? {} : { angle: (angle * Math.PI) / 180 }),
    ...(color === undefined ? {} : { color: colorCode(color) }),
    ...(fill === undefined ? {} : { fill: fill === 'none' ? -1 : colorCode(fill) }),
    ...(width === undefined ? {} : { width }),
    ...(dash === undefined ? {} : { dash: DASHES.indexOf(dash) }),
    ...(text === undefined ? {} : { text }),
    ...(size === undefined ? {} : { size }),
    ...(font === undefined ? {} : { font: FONT_NAMES.indexOf(font) }),
    ...(align === undefined ? {} : { align: ALIGNS.indexOf(align) }),
  };
}

/** The optional words of all kinds. */
type Every = Extract<DescribedElement, { readonly kind: (typeof SHAPES)[number] }>;

/** The code of a colour by its word, or of `#rrggbb`. */
export function colorCode(color: string): number {
  const named = (COLOR_NAMES as readonly string[]).indexOf(color);
  return named >= 0 ? named : CUSTOM_COLOR + Number.parseInt(color.slice(1), 16);
}
