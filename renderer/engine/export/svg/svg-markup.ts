import { fontParts, type Mark, type PlacedPicture, type SetLine, type StrokedPath, type Transform } from '../recording-canvas.ts';
import { short } from './svg-path.ts';

/** A picture as a `data:` address. */
export type EncodePicture = (image: CanvasImageSource) => string;

/** What was drawn, as the elements of an SVG picture. */
export function markupOf(marks: readonly Mark[], encode: EncodePicture): string {
  return marks.map((mark) => elementOf(mark, encode)).join('\n');
}

function elementOf(mark: Mark, encode: EncodePicture): string {
  const alpha = mark.alpha === 1 ? '' : ` opacity="${short(mark.alpha)}"`;
  const end = `${alpha}${transformOf(mark.transform)}`;
  switch (mark.is) {
    case 'fill':
      return `<path d="${mark.d}" fill="${escaped(mark.color)}"${end}/>`;
    case 'stroke':
      return `<path d="${mark.d}" fill="none"${lineOf(mark)}${end}/>`;
    case 'text':
      return textOf(mark, alpha);
    case 'picture':
      return `<image href="${escaped(encode(mark.image))}" ${boxOf(mark)} preserveAspectRatio="none"${end}/>`;
  }
}

function transformOf(transform: Transform): string {
  // Rotation and scale need more decimal places than a pixel.
  const numbers = transform.map((value, i) => (i < 4 ? String(Math.round(value * 1e6) / 1e6) : short(value)));
  const text = numbers.join(' ');
  return text === '1 0 0 1 0 0' ? '' : ` transform="matrix(${text})"`;
}

function lineOf({ color, width, cap, join, dashes, dashOffset }: StrokedPath): string {
  const dashed = dashes.length === 0 ? '' : ` stroke-dasharray="${dashes.map(short).join(' ')}"`;
  const offset = dashOffset === 0 ? '' : ` stroke-dashoffset="${short(dashOffset)}"`;
  const ends = ` stroke-linecap="${cap}" stroke-linejoin="${join}"`;
  return ` stroke="${escaped(color)}" stroke-width="${short(width)}"${ends}${dashed}${offset}`;
}

function boxOf({ x, y, w, h }: PlacedPicture): string {
  return `x="${short(x)}" y="${short(y)}" width="${short(w)}" height="${short(h)}"`;
}

function textOf({ text, x, y, font, color, align, isRtl, rendering, transform }: SetLine, alpha: string): string {
  const { weight, size, families } = fontParts(font);
  const letters = ` font-family="${escaped(families)}" font-size="${size}"${weight === '' ? '' : ` font-weight="${weight}"`}`;
  const anchor = ANCHORS[align][isRtl ? 'rtl' : 'ltr'];
  const way = `${isRtl ? ' direction="rtl"' : ''}${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}`;
  const look = `${letters}${way} fill="${escaped(color)}"${alpha}`;
  const place = `x="${short(x)}" y="${short(y)}"`;
  const exact = rendering === 'auto' ? '' : ` text-rendering="${rendering}"`;
  return `<text ${place}${look}${exact}${transformOf(transform)} xml:space="preserve">${escaped(text)}</text>`;
}

/** Anchors of texts. A canvas names a side or an end of the reading direction, SVG only an end. */
const ANCHORS: Readonly<Record<CanvasTextAlign, Readonly<Record<'ltr' | 'rtl', string>>>> = {
  left: { ltr: 'start', rtl: 'end' },
  right: { ltr: 'end', rtl: 'start' },
  center: { ltr: 'middle', rtl: 'middle' },
  start: { ltr: 'start', rtl: 'start' },
  end: { ltr: 'end', rtl: 'end' },
};

/** Escaped text, for quoted or unquoted places. Characters that XML forbids are left out. */
export function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
  );
}
