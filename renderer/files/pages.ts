import { ElementKind } from '../../core/board/kinds.ts';
import { extentOfAll } from './extent.ts';
import { coordinate, Gathering, plainText, UNITS } from './gathering.ts';
import type { NewElement, Reading } from './new-element.ts';
import { PAGE_WORDS } from './page-words.ts';

/** Around the content of a page, and between pages, pixels. */
const PADDING = 48;
const GAP = 160;

export interface Page {
  readonly name: string;
  readonly reading: Reading;
}

/** Several pages as frames side by side, in order; a single page without a frame. Empty pages are left out. */
export function sideBySide(pages: readonly Page[], title: string): Gathering {
  const whole = new Gathering();
  whole.title = title;
  for (const { reading } of pages) for (const [loss, count] of reading.losses) whole.lose(loss, count);
  const filled = pages.filter(({ reading }) => reading.elements.length > 0);
  if (filled.length === 1) {
    for (const element of (filled[0] as Page).reading.elements) whole.add(element);
    return whole;
  }
  let left = 0;
  for (const [i, { name, reading }] of filled.entries()) {
    const box = extentOfAll(reading.elements);
    if (!box) continue;
    const [w, h] = [(box.maxX - box.minX) / UNITS + 2 * PADDING, (box.maxY - box.minY) / UNITS + 2 * PADDING];
    whole.box(`page ${i}`, ElementKind.frame, { x: left, y: 0, w, h }, { title: plainText(name) || PAGE_WORDS.unnamed(i + 1) });
    const by = { x: (left + PADDING) * UNITS - box.minX, y: PADDING * UNITS - box.minY };
    for (const element of reading.elements) whole.add(onPage(element, i, by));
    left += w + GAP;
  }
  return whole;
}

/** Moved into its page's frame. Names are made unique, because two pages may use the same. */
function onPage(element: NewElement, page: number, by: { readonly x: number; readonly y: number }): NewElement {
  const own = (key: string): string => `${page}/${key}`;
  const { from, to, groups } = element;
  const end = (at: typeof from): typeof from => at && { ...at, ...(at.on ? { on: { ...at.on, key: own(at.on.key) } } : {}) };
  const [newFrom, newTo] = [end(from), end(to)];
  return {
    ...element,
    key: own(element.key),
    x: coordinate(element.x + by.x),
    y: coordinate(element.y + by.y),
    ...(groups ? { groups: groups.map(own) } : {}),
    ...(newFrom ? { from: newFrom } : {}),
    ...(newTo ? { to: newTo } : {}),
  };
}
