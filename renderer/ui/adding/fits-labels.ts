import { cssFont } from '../../engine/text/layout/fonts.ts';
import { newBox } from '../../engine/text/new-box.ts';
import type { NewElement } from '../../files/new-element.ts';
import type { FitLabel } from '../../files/to-ops.ts';

/** Any size in pixels works, because a font has one file for all sizes. */
const ASKED_AT = 16;

/** Room for the labels of new shapes, once their fonts are there: another font has other widths. */
export async function fitsLabels(elements: readonly NewElement[], fonts: Pick<FontFaceSet, 'load'>): Promise<FitLabel> {
  const texts = new Map<number, string>();
  for (const { text = '', values } of elements) texts.set(values.font ?? 0, `${texts.get(values.font ?? 0) ?? ''}${text}`);
  // Without its file a label has the fallback font.
  await Promise.allSettled([...texts].map(([font, text]) => fonts.load(cssFont(font, ASKED_AT), text)));
  return newBox;
}
