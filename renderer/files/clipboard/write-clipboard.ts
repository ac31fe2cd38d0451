import { encodePoints, newTail } from '../../../core/board/bodies/points-codec.ts';
import { base64url } from '../../../core/board/ids.ts';
import type { NewElement } from '../new-element.ts';

export const CLIPBOARD_TYPE = 'inkroom/clipboard';
export const CLIPBOARD_VERSION = 1;
export const CLIPBOARD_MARK = 'data-inkroom="';

/** The copied elements as invisible HTML. */
export function writeClipboard(elements: readonly NewElement[]): string {
  return `<div ${elementsAttribute(elements)}></div>`;
}

/**
 * Elements as an attribute of HTML or XML: JSON in base64, which needs no escaping. `pictures`: `data:` addresses by hash, for readers that
 * cannot ask a room for them.
 */
export function elementsAttribute(elements: readonly NewElement[], pictures: Readonly<Record<string, string>> = {}): string {
  const content = { type: CLIPBOARD_TYPE, version: CLIPBOARD_VERSION, elements: elements.map(written), pictures };
  return `${CLIPBOARD_MARK}${base64url(new TextEncoder().encode(JSON.stringify(content)))}"`;
}

function written({ points, ...rest }: NewElement): object {
  if (!points) return rest;
  return { ...rest, isPressured: points.pressure !== undefined, points: base64url(encodePoints(newTail(), points)) };
}
