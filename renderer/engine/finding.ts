import type { Board } from '../../core/board/board.ts';
import type { Box } from '../../core/board/element.ts';
import type { ElementId } from '../../core/board/ids.ts';
import { ElementKind } from '../../core/board/kinds.ts';
import { placedAt, turnedBox } from './kinds/shapes/placed.ts';
import type { Scene, SceneEntry } from './scene.ts';
import { boardTexts } from './text/layout/board-texts.ts';
import { type Camera, type Size, viewport } from './view/camera.ts';

type Looked = Pick<Scene, 'entries'>;

/** A frame as a slide and as an entry of the frame list. */
export interface FrameEntry {
  readonly id: ElementId;
  readonly title: string;
  /** World pixels, without its title. */
  readonly box: Box;
}

/** Elements whose text contains `query`, in reading order. Case and accents are ignored. */
export function findTexts(board: Board, scene: Looked, query: string): readonly ElementId[] {
  const wanted = folded(query).trim();
  if (wanted === '') return [];
  const found: SceneEntry[] = [];
  for (const entry of scene.entries()) {
    const element = board.get(entry.id);
    if (!element) continue;
    const text = element.kind === ElementKind.frame ? element.get('title') : boardTexts.text(board, element);
    if (text !== '' && folded(text).includes(wanted)) found.push(entry);
  }
  return inReadingOrder(found).map(({ id }) => id);
}

/** The frames in reading order. */
export function framesOf(board: Board, scene: Looked): readonly FrameEntry[] {
  const frames: FrameEntry[] = [];
  for (const { id } of scene.entries()) {
    const element = board.get(id);
    if (element?.kind !== ElementKind.frame) continue;
    const placed = placedAt(element);
    frames.push({ id, title: element.get('title'), box: turnedBox(placed, placed.halfW, placed.halfH, 0) });
  }
  return inReadingOrder(frames.map((frame) => ({ ...frame.box, frame, id: frame.id }))).map(({ frame }) => frame);
}

/**
 * Sorts boxes in rows from top to bottom, each row from left to right. A box belongs to a row if it begins above the middle of the
 * row's first box.
 */
export function inReadingOrder<T extends Box & { readonly id: ElementId }>(boxes: readonly T[]): readonly T[] {
  const left = [...boxes].sort((a, b) => a.minY - b.minY || a.minX - b.minX || (a.id < b.id ? -1 : 1));
  const ordered: T[] = [];
  let row: T[] = [];
  const endRow = (): void => {
    // One by one: a call takes a bounded number of arguments, and a row may have all elements of the board.
    for (const box of row.sort((a, b) => a.minX - b.minX || a.minY - b.minY)) ordered.push(box);
    row = [];
  };
  for (const box of left) {
    const [first] = row;
    if (first && box.minY >= (first.minY + first.maxY) / 2) endRow();
    row.push(box);
  }
  endRow();
  return ordered;
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ');
}

/** Screen pixels of free space around a found element, and its least height so that its text is readable. */
const FREE = 96;
const LEAST_HIGH = 18;

/** The camera that shows a box. It is the current one if the box is visible and readable there, else one with the box in the middle. */
export function cameraToRead(box: Box, camera: Camera, size: Size): Camera {
  const seen = viewport(camera, size);
  const free = FREE / camera.zoom;
  const isIn =
    box.minX >= seen.minX + free && box.maxX <= seen.maxX - free && box.minY >= seen.minY + free && box.maxY <= seen.maxY - free;
  const [wide, high] = [Math.max(box.maxX - box.minX, 1), Math.max(box.maxY - box.minY, 1)];
  if (isIn && high * camera.zoom >= LEAST_HIGH) return camera;
  const most = Math.min((size.width - 2 * FREE) / wide, (size.height - 2 * FREE) / high);
  const zoom = Math.min(Math.max(camera.zoom, LEAST_HIGH / high), Math.max(most, 0.01));
  const [x, y] = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2];
  return { x: x - size.width / zoom / 2, y: y - size.height / zoom / 2, zoom };
}
