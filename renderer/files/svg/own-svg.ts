import { gatherOwnClipboard } from '../clipboard/own-clipboard.ts';
import { elementsAttribute } from '../clipboard/write-clipboard.ts';
import { inkParts, reshaped } from '../excalidraw/ink-parts.ts';
import { FILE_LIMITS } from '../file-limits.ts';
import type { Gathering } from '../gathering.ts';
import type { NewElement, NewEnd } from '../new-element.ts';

const START = '<metadata ';
/** The elements come before everything that is drawn. UTF-16 units. */
const HEAD = 2_000;

/**
 * Puts the elements of a picture into its SVG text, so that Inkroom opens them instead of their outlines. Left out where the file would
 * then be too large to be opened.
 */
export function withElements(
  svg: string,
  elements: readonly NewElement[],
  pictures: Readonly<Record<string, string>> = {},
): string {
  const metadata = `${START}${elementsAttribute(asSeen(elements), pictures)}/>`;
  if (svg.length + metadata.length >= FILE_LIMITS.bytes) return svg;
  const inside = svg.indexOf('>') + 1;
  return `${svg.slice(0, inside)}\n${metadata}${svg.slice(inside)}`;
}

/** The elements that `withElements` put into a picture. */
export function gatherOwnSvg(svg: string): Gathering | undefined {
  const start = svg.slice(0, HEAD).indexOf(START);
  return start < 0 ? undefined : gatherOwnClipboard(svg.slice(start, svg.indexOf('>', start)));
}

/** A picture is published: it has no ids, which name their authors, and no ink that was erased. */
function asSeen(elements: readonly NewElement[]): readonly NewElement[] {
  const names = new Map<string, string>();
  for (const { key } of elements) names.set(key, names.size.toString(36));
  const groups = new Map<string, string>();
  const groupName = (key: string): string => {
    const name = groups.get(key) ?? groups.size.toString(36);
    groups.set(key, name);
    return name;
  };
  const endOf = ({ x, y, on }: NewEnd): NewEnd => {
    const key = on && names.get(on.key);
    return on === undefined || key === undefined ? { x, y } : { x, y, on: { ...on, key } };
  };
  return elements.flatMap((element) => {
    const { from, to } = element;
    return withoutErased({
      ...element,
      key: names.get(element.key) as string,
      ...(from && to ? { from: endOf(from), to: endOf(to) } : {}),
      ...(element.groups ? { groups: element.groups.map(groupName) } : {}),
    });
  });
}

/** A stroke with cuts as the strokes that are left of it. */
function withoutErased(element: NewElement): readonly NewElement[] {
  const { points, cuts, values, key, ...rest } = element;
  if (!points || !cuts) return [element];
  const { w: _, h: __, angle: ___, ...look } = values;
  return inkParts(reshaped(points, values), cuts).map(({ xy, pressures }, i) => {
    const [x, y] = [Math.round(xy[0] as number), Math.round(xy[1] as number)];
    return {
      ...rest,
      key: `${key}-${i}`,
      x: element.x + x,
      y: element.y + y,
      values: look,
      points: {
        xy: Int32Array.from(xy, (at, j) => Math.round(at) - (j % 2 === 0 ? x : y)),
        pressure: pressures && Uint8Array.from(pressures, (pressure) => Math.round(pressure * 255)),
      },
    };
  });
}
