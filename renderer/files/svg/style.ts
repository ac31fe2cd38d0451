import { NO_COLOR, readColor, readFill } from '../colors.ts';
import type { XmlNode } from './xml.ts';

/** The inherited style of a picture's elements. */
export interface SvgStyle {
  readonly fill: string;
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly dashes: string;
  readonly opacity: number;
  readonly fontSize: number;
  readonly fontFamily: string;
  readonly anchor: string;
  readonly color: string;
  readonly isHidden: boolean;
}

export const FIRST_STYLE: SvgStyle = {
  fill: 'black',
  stroke: 'none',
  strokeWidth: 1,
  dashes: 'none',
  opacity: 1,
  fontSize: 16,
  fontFamily: '',
  anchor: 'start',
  color: 'black',
  isHidden: false,
};

/** The style of a node inside an element of style `outer`. Style sheets of the picture are ignored. */
export function styleOf(node: XmlNode, outer: SvgStyle): SvgStyle {
  const inline = declarations(node.attributes.get('style') ?? '');
  const say = (name: string): string | undefined => {
    const value = (inline.get(name) ?? node.attributes.get(name))?.trim();
    return value === undefined || value === 'inherit' ? undefined : value;
  };
  const color = say('color') ?? outer.color;
  const paint = (name: 'fill' | 'stroke'): string => {
    const value = say(name) ?? outer[name];
    return value === 'currentColor' || value === 'currentcolor' ? color : value;
  };
  return {
    fill: paint('fill'),
    stroke: paint('stroke'),
    strokeWidth: pixels(say('stroke-width'), outer.strokeWidth),
    dashes: say('stroke-dasharray') ?? outer.dashes,
    opacity: outer.opacity * share(say('opacity')),
    fontSize: pixels(say('font-size'), outer.fontSize),
    fontFamily: say('font-family') ?? outer.fontFamily,
    anchor: say('text-anchor') ?? outer.anchor,
    color,
    isHidden: outer.isHidden || say('display') === 'none' || say('visibility') === 'hidden',
  };
}

export function fillOf(paint: string): number {
  return paint.startsWith('url(') ? 6 : readFill(paint);
}

/**
 * A paint as a line colour: -1 for none. A gradient or pattern is not supported; its shape is black where it would be invisible.
 */
export function paintOf(paint: string): number {
  if (paint.startsWith('url(')) return 6;
  return readColor(paint) ?? NO_COLOR;
}

export function pixels(text: string | undefined, fallback: number): number {
  const parts = /^([-+]?[\d.]{1,12}(?:e[-+]?\d{1,2})?)(px|pt|mm|cm|in|em|rem)?$/i.exec(text?.trim() ?? '');
  const value = Number(parts?.[1]);
  if (!parts || !Number.isFinite(value)) return fallback;
  return value * (PER_UNIT.get(parts[2]?.toLowerCase() ?? 'px') ?? 1);
}

const PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['px', 1],
  ['pt', 4 / 3],
  ['mm', 96 / 25.4],
  ['cm', 96 / 2.54],
  ['in', 96],
  ['em', 16],
  ['rem', 16],
]);

function share(text: string | undefined): number {
  const value = Number(text?.endsWith('%') ? Number(text.slice(0, -1)) / 100 : (text ?? 1));
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 1;
}

function declarations(style: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of style.slice(0, 4_000).split(';')) {
    const colon = part.indexOf(':');
    if (colon > 0)
      found.set(
        part.slice(0, colon).trim().toLowerCase(),
        part
          .slice(colon + 1)
          .replace(/!important$/, '')
          .trim(),
      );
  }
  return found;
}
