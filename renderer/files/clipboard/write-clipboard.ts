import { encodePoints, newTail } from '../../../core/board/bodies/points-codec.ts';
import { base64url } from '../../../core/board/ids.ts';
import type { NewElement } from '../new-element.ts';

export const CLIPBOARD_TYPE = 'inkroom/clipboard';
export const CLIPBOARD_VERSION = 1;
export const CLIPBOARD_MARK = 'data-inkroom="';

/** The copied elements as invisible HTML. Readers use the JSON in its attribute, as base64, which needs no escaping. */
export function writeClipboard(elements: readonly NewElement[]): string {
  const json = JSON.stringify({ type: CLIPBOARD_TYPE, version: CLIPBOARD_VERSION, elements: elements.map(written) });
  return `<div ${CLIPBOARD_MARK}${base64url(new TextEncoder().encode(json))}"></div>`;
}

function written({ points, ...rest }: NewElement): object {
  if (!points) return rest;
  return { ...rest, isPressured: points.pressure !== undefined, points: base64url(encodePoints(newTail(), points)) };
}
