import { CUSTOM_COLOR } from '../../../core/board/kinds.ts';
import { NO_COLOR } from '../colors.ts';
import type { Look } from '../gathering.ts';
import { asNumber, asText, type Raw } from '../raw.ts';

/** tldraw's colours by name: those that our palette has are a number of it. */
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
/** The pale shade in which a shape of the colour is filled. */
const TINTS: ReadonlyMap<string, number> = new Map([
  ['black', 0xe8e8e8],
  ['red', 0xf4dadb],
  ['green', 0xd3e9e3],
  ['blue', 0xdce1f8],
  ['orange', 0xf8e2d4],
  ['violet', 0xecdcf2],
  ['grey', 0xeceef0],
  ['white', 0xf5f5f5],
  ['light-blue', 0xddedfa],
  ['light-green', 0xdbf0e0],
  ['light-red', 0xf4dadb],
  ['light-violet', 0xf5eafa],
  ['yellow', 0xf9f0e6],
]);
/** A note's paper. Black, the first choice, is a yellow note. */
const PAPERS: ReadonlyMap<string, number> = new Map([
  ['black', 0xfce19c],
  ['red', 0xfc8282],
  ['green', 0x6fc896],
  ['blue', 0x8aa3ff],
  ['orange', 0xfaa475],
  ['violet', 0xdb91fd],
  ['grey', 0xc0cad3],
  ['white', 0xffffff],
  ['light-blue', 0x9bc4fd],
  ['light-green', 0x98d08a],
  ['light-red', 0xf7a5a1],
  ['light-violet', 0xdfb0f9],
  ['yellow', 0xfed49a],
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

/** Pixels by the names of tldraw's sizes, and by those of the old files. */
type Sizes = ReadonlyMap<string, number>;
export const STROKES: Sizes = new Map([
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

export function colorOf(name: unknown): number {
  return COLORS.get(asText(name)) ?? 0;
}

export function paperOf(name: unknown): number {
  return CUSTOM_COLOR + (PAPERS.get(asText(name)) ?? 0xfce19c);
}

export function fillOf(fill: unknown, color: unknown): number {
  const name = asText(fill);
  if (name === '' || name === 'none') return NO_COLOR;
  if (name === 'semi') return CUSTOM_COLOR + 0xfcfffe;
  return name === 'fill' ? colorOf(color) : CUSTOM_COLOR + (TINTS.get(asText(color)) ?? 0xe8e8e8);
}

/** What shapes of many types have in their `props`. Widths and text sizes are for each type to say. */
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
