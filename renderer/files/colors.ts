import { CUSTOM_COLOR } from '../../core/board/kinds.ts';

/** No fill. */
export const NO_COLOR = -1;

/** Colours of Excalidraw and tldraw, and our own in the files that we write for them, that match a number of our palette, which adapts to the theme. */
const PALETTE: ReadonlyMap<string, number> = new Map([
  ['#1e1e1e', 0],
  ['#1d1d1d', 0],
  ['#000000', 0],
  ['#e03131', 1],
  ['#c92a2a', 1],
  ['#2f9e44', 2],
  ['#099268', 2],
  ['#1971c2', 3],
  ['#1864ab', 3],
  ['#4465e9', 3],
  ['#f08c00', 4],
  ['#e16919', 4],
  ['#6741d9', 5],
  ['#ae3ec9', 5],
  ['#868e96', 6],
  ['#9fa8b2', 6],
  ['#ffffff', 7],
  ['#1d1d1f', 0],
  ['#d92c2c', 1],
  ['#26883b', 2],
  ['#1767b4', 3],
  ['#d9620a', 4],
  ['#7a3fd1', 5],
  ['#757a82', 6],
]);

/** Pale fill colours of Excalidraw and our own, as fills of our palette. */
const FILLS: ReadonlyMap<number, number> = new Map([
  [0xffc9c9, 1],
  [0xb2f2bb, 2],
  [0xa5d8ff, 3],
  [0xffec99, 4],
  [0xd0bfff, 5],
  [0xe9ecef, 6],
  [0xffffff, 7],
  [0xe6e6ea, 0],
  [0xffd3d0, 1],
  [0xc9efd0, 2],
  [0xcbe4ff, 3],
  [0xffe6c2, 4],
  [0xe4d6ff, 5],
  [0xeef0f2, 6],
]);

const NAMED: ReadonlyMap<string, string> = new Map([
  ['black', '#000000'],
  ['white', '#ffffff'],
  ['red', '#ff0000'],
  ['green', '#008000'],
  ['blue', '#0000ff'],
  ['yellow', '#ffff00'],
  ['orange', '#ffa500'],
  ['purple', '#800080'],
  ['violet', '#ee82ee'],
  ['pink', '#ffc0cb'],
  ['brown', '#a52a2a'],
  ['gray', '#808080'],
  ['grey', '#808080'],
  ['silver', '#c0c0c0'],
  ['lime', '#00ff00'],
  ['navy', '#000080'],
  ['teal', '#008080'],
  ['aqua', '#00ffff'],
  ['cyan', '#00ffff'],
  ['magenta', '#ff00ff'],
  ['fuchsia', '#ff00ff'],
  ['maroon', '#800000'],
  ['olive', '#808000'],
  ['gold', '#ffd700'],
  ['lightgray', '#d3d3d3'],
  ['lightgrey', '#d3d3d3'],
  ['darkgray', '#a9a9a9'],
  ['darkgrey', '#a9a9a9'],
]);

const HEX = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/;
const RGB = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]{1,8})(%?))?\s*\)$/;

/**
 * The code of a fill. As solid fills the numbers of our palette are pale, so a strong colour becomes a custom one. The lines of a hatch
 * have the colours of lines.
 */
export function readFill(css: string, isHatched = false): number {
  const rgb = rgbOf(css);
  if (rgb === undefined || rgb === NO_COLOR) return NO_COLOR;
  return FILLS.get(rgb) ?? (isHatched ? lineCode(rgb) : CUSTOM_COLOR + rgb);
}

/** The code of a CSS line colour. -1: none. Undefined: not a known colour. */
export function readColor(css: string): number | undefined {
  const rgb = rgbOf(css);
  return rgb === undefined || rgb === NO_COLOR ? rgb : lineCode(rgb);
}

function lineCode(rgb: number): number {
  return PALETTE.get(`#${rgb.toString(16).padStart(6, '0')}`) ?? CUSTOM_COLOR + rgb;
}

function rgbOf(css: string): number | undefined {
  const text = css.slice(0, 64).trim().toLowerCase();
  if (text === 'none' || text === 'transparent' || text === '') return NO_COLOR;
  const hex = text.startsWith('rgb') ? hexOfRgb(text) : (NAMED.get(text) ?? text);
  const digits = hex === undefined ? undefined : HEX.exec(hex)?.[1];
  if (digits === undefined) return undefined;
  const full = digits.length < 6 ? [...digits].map((digit) => digit + digit).join('') : digits;
  if (full.length === 8 && full.endsWith('00')) return NO_COLOR;
  return Number.parseInt(full.slice(0, 6), 16);
}

/** A line's colour. Black when the file has no readable one. */
export function readLineColor(css: string): number {
  const color = readColor(css);
  return color === undefined || color === NO_COLOR ? 0 : color;
}

function hexOfRgb(text: string): string | undefined {
  const parts = RGB.exec(text);
  if (!parts) return undefined;
  const alpha = parts[4] === undefined ? 1 : Number(parts[4]) / (parts[5] === '%' ? 100 : 1);
  if (alpha === 0) return '#00000000';
  const byte = (part: string | undefined): string =>
    Math.min(255, Number(part ?? 0))
      .toString(16)
      .padStart(2, '0');
  return `#${byte(parts[1])}${byte(parts[2])}${byte(parts[3])}`;
}
