import { CUSTOM_COLOR } from '../../../core/board/kinds.ts';
import { NO_COLOR } from '../colors.ts';
import type { Look } from '../gathering.ts';
import { asNumber, asText, type Raw } from '../raw.ts';

/** tldraw's colours by name. Those in our palette are its numbers. */
const COLORS: ReadonlyMap<string, number> = new Map([
  ['black', 0],
  ['red', 1],
  ['green', 2],
  ['blue', 3],
  ['orange', 4],
  ['violet', 5],
  ['grey', 6],
  ['white', 7],
  ['light-blue', CUSTOM_COLOR + 0x4ba1f1],
  ['light-green', CUSTOM_COLOR + 0x4cb05e],
  ['light-red', CUSTOM_COLOR + 0xf87777],
  ['light-violet', CUSTOM_COLOR + 0xe085f4],
  ['yellow', CUSTOM_COLOR + 0xf1ac4b],
  // Names of the old files.
  ['gray', 6],
  ['lightGray', 6],
  ['cyan', CUSTOM_COLOR + 0x4cb05e],
  ['indigo', 3],
]);
/** A note's paper by number. Black, tldraw's default, becomes a yellow note. */
const PAPERS: ReadonlyMap<string, number> = new Map([
  ['black', 4],
  ['red', 1],
  ['green', 2],
  ['blue', 3],
  ['orange', CUSTOM_COLOR + 0xfaa475],
  ['violet', 5],
  ['grey', 6],
  ['white', 7],
  ['light-blue', 3],
  ['light-green', 2],
  ['light-red', 1],
  ['light-violet', 5],
  ['yellow', 4],
  // Names of the old files.
  ['gray', 6],
  ['lightGray', 6],
  ['cyan', 2],
  ['indigo', 3],
]);
/** Fills of colours that our palette lacks: the pale shade of the nearest one. */
const FILLS: ReadonlyMap<string, number> = new Map([
  ['light-blue', 3],
  ['light-green', 2],
  ['light-red', 1],
  ['light-violet', 5],
  ['yellow', 4],
  ['cyan', 2],
]);
const DASHES: ReadonlyMap<string, number> = new Map([
  ['dashed', 1],
  ['dotted', 2],
]);
const FONTS: ReadonlyMap<string, number> = new Map([
  ['draw', 1],
  ['script', 1],
  ['mono', 2],
]);
const ALIGNS: ReadonlyMap<string, number> = new Map([
  ['middle', 1],
  ['middle-legacy', 1],
  ['end', 2],
  ['end-legacy', 2],
]);

/** Pixels by the names of tldraw's sizes, current and old. */
type Sizes = ReadonlyMap<string, number>;
const STROKES: Sizes = new Map([
  ['s', 2],
  ['m', 3.5],
  ['l', 5],
  ['xl', 10],
  ['small', 2],
  ['medium', 3.5],
  ['large', 5],
]);
export const MARKERS: Sizes = new Map([
  ['s', 20],
  ['m', 27],
  ['l', 40],
  ['xl', 49],
]);
export const TEXTS: Sizes = new Map([
  ['s', 18],
  ['m', 24],
  ['l', 36],
  ['xl', 44],
  ['small', 28],
  ['medium', 48],
  ['large', 96],
]);
export const LABELS: Sizes = new Map([
  ['s', 18],
  ['m', 22],
  ['l', 26],
  ['xl', 32],
  ['small', 22],
  ['medium', 26],
  ['large', 32],
]);

export function sizeIn(sizes: Sizes, name: unknown): number {
  return sizes.get(asText(name)) ?? sizes.get('m') ?? 2;
}

function colorOf(name: unknown): number {
  return COLORS.get(asText(name)) ?? 0;
}

export function paperOf(name: unknown): number {
  return PAPERS.get(asText(name)) ?? 4;
}

const WHITE = 7;
/** The pens' own shades, as custom fill colours. */
const STRONG: ReadonlyMap<string, number> = new Map([
  ['black', 0x1d1d1d],
  ['red', 0xe03131],
  ['green', 0x099268],
  ['blue', 0x4465e9],
  ['orange', 0xe16919],
  ['violet', 0xae3ec9],
  ['grey', 0x9fa8b2],
  ['white', 0xffffff],
]);

/** The fill of a shape: the pale shade of its colour, or the colour itself for a solid fill. */
export function fillOf(fill: unknown, color: unknown): number {
  const [how, name] = [asText(fill), asText(color)];
  if (how === '' || how === 'none') return NO_COLOR;
  if (how === 'semi') return WHITE;
  const own = colorOf(name);
  if (how !== 'fill') return FILLS.get(name) ?? own;
  return own >= CUSTOM_COLOR ? own : CUSTOM_COLOR + (STRONG.get(name) ?? 0x1d1d1d);
}

/** Common `props` of many shape types. Each type handles widths and text sizes itself. */
export function lookOf(props: Raw): Look {
  return {
    color: colorOf(props.color),
    fill: NO_COLOR,
    width: sizeIn(STROKES, props.size) * scaleOf(props),
    dash: DASHES.get(asText(props.dash)) ?? 0,
    font: FONTS.get(asText(props.font)) ?? 0,
    align: ALIGNS.get(asText(props.textAlign ?? props.align)) ?? 0,
  };
}

export function scaleOf(props: Raw): number {
  const scale = asNumber(props.scale, 1);
  return scale > 0 && scale <= 100 ? scale : 1;
}
