import type { Clock } from '../../../core/base/host.ts';
import type { Board } from '../../../core/board/board.ts';
import type { Box, Element } from '../../../core/board/element.ts';
import { UNITS, union } from '../geometry.ts';
import type { InkCache } from '../ink/ink-cache.ts';
import type { Canvas2D, Placement } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kind-of.ts';
import type { Theme } from '../palette.ts';
import type { DrawnPictures } from '../pictures/picture-cache.ts';
import { compareDepth, type SceneEntry } from '../scene.ts';
import { drawnParts } from '../text/layout/board-texts.ts';

/** World pixels of paper around the exported content. */
export const MARGIN = 24;
/** Points drawn before the page gets a turn. */
const POINTS_AT_ONCE = 40_000;

/** Pictures that have not come within this time are grey boxes, milliseconds. */
const PICTURES_MS = 10_000;

export interface DrawnFrom {
  readonly board: () => Board;
  readonly ink: InkCache;
  /** Left out: grey boxes replace pictures. */
  readonly pictures?: DrawnPictures | undefined;
  /** Pixels of a picture per world pixel. Left out: those of the drawing. */
  readonly pictureScale?: number;
  readonly clock: Clock;
}

/** Pixels that a picture covers. */
function pixelsOf(picture: Element, scale: number): number {
  return picture.get('w') * picture.get('h') * (scale / UNITS) ** 2;
}

/** Waits for pictures in flight. Resolves with those that have come, after the time limit at the latest. */
async function picturesOf(
  entries: readonly SceneEntry[],
  scale: number,
  { board, pictures, clock }: Pick<DrawnFrom, 'board' | 'pictures' | 'clock'>,
): Promise<ReadonlySet<string>> {
  const come = new Set<string>();
  const wanted = new Map<string, number>();
  for (const { id } of entries) {
    const element = board().get(id);
    const hash = element?.get('hash');
    if (element && hash) wanted.set(hash, Math.max(wanted.get(hash) ?? 0, pixelsOf(element, scale)));
  }
  if (!pictures || wanted.size === 0) return come;
  await new Promise<void>((resolve) => {
    const late = clock.after(PICTURES_MS, resolve);
    const waiting = [...wanted].map(async ([hash, pixels]) => {
      await pictures.settled(hash, pixels);
      come.add(hash);
    });
    void Promise.all(waiting).then(() => {
      late.dispose();
      resolve();
    });
  });
  return come;
}

export function boxOfEntries(entries: readonly SceneEntry[]): Box | undefined {
  let box: Box | undefined;
  for (const entry of entries) box = union(box, entry);
  return box;
}

/** The bounds of a picture of these entries. */
export function withMargin(entries: readonly SceneEntry[]): Box | undefined {
  const box = boxOfEntries(entries);
  return box && { minX: box.minX - MARGIN, minY: box.minY - MARGIN, maxX: box.maxX + MARGIN, maxY: box.maxY + MARGIN };
}

/** Draws entries from bottom to top. */
export async function drawEntries(
  target: Canvas2D,
  entries: readonly SceneEntry[],
  place: Placement,
  { board, ink, pictures, pictureScale = place.scale, clock, theme }: DrawnFrom & { readonly theme: Theme },
): Promise<void> {
  const come = await picturesOf(entries, pictureScale, { board, pictures, clock });
  let drawn = 0;
  for (const entry of [...entries].sort(compareDepth)) {
    if (drawn > POINTS_AT_ONCE) {
      drawn = 0;
      await new Promise<void>((resolve) => void clock.after(0, resolve));
    }
    const element = board().get(entry.id);
    if (!element?.alive) continue;
    const hash = element.get('hash');
    // Decoded pictures have room for some only: one that another has displaced is decoded again just before it is drawn.
    if (come.has(hash)) await pictures?.settled(hash, pixelsOf(element, pictureScale));
    kindOf(element.kind)?.draw(target, element, place, { board: board(), theme, ink, pictures });
    drawn += drawnParts(board(), element);
  }
}
