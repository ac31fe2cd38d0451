import { gatherScene } from '../excalidraw/read-scene.ts';
import type { Reading } from '../new-element.ts';
import { parseJson } from '../raw.ts';
import { gatherOwnSvg } from '../svg/own-svg.ts';
import { gatherSvg } from '../svg/read-svg.ts';
import { gatherTldrawClipboard } from '../tldraw/read-tldraw.ts';
import { gatherOwnClipboard } from './own-clipboard.ts';
import { isTooLong, type Pasted } from './pasted.ts';

/** Elements copied from Inkroom, Excalidraw or tldraw, or an SVG picture as text. Undefined for other content. */
export function readClipboard(pasted: Pasted): Reading | undefined {
  if (isTooLong(pasted)) return undefined;
  const { html, text } = pasted;
  const start = text.trimStart();
  const gathered =
    gatherOwnClipboard(html) ??
    gatherTldrawClipboard(html) ??
    // tldraw's only form on a page without HTTPS.
    gatherTldrawClipboard(text) ??
    (start.startsWith('{') ? gatherScene(parseJson(text)) : undefined) ??
    (start.startsWith('<') ? (gatherOwnSvg(text) ?? gatherSvg(text)) : undefined);
  return gathered?.reading();
}
