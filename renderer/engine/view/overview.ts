import type { Board } from '../../../core/board/board.ts';
import type { Box } from '../../../core/board/element.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import type { Placement } from '../kinds/kind.ts';
import { notePaper } from '../kinds/note-paper.ts';
import { inkColor, SURFACE, type Theme } from '../palette.ts';
import type { SceneEntry } from '../scene.ts';
import type { Camera, Point, Size } from './camera.ts';
import { viewport } from './camera.ts';

/** CSS pixels: the size of the minimap, and the free space around its content. */
export const OVERVIEW: Size = { width: 200, height: 130 };
const MARGIN = 8;
/** The largest scale, for a board with little on it. */
const SCALE_MOST = 0.25;
/** The strength of an element on the map: overlapping boxes are darker. */
const ALPHA = 0.55;

/** The placement of the whole board in the middle of the minimap. Undefined for an empty board. */
export function planOverview(content: Box | undefined): Placement | undefined {
  if (!content) return undefined;
  const [wide, high] = [Math.max(1, content.maxX - content.minX), Math.max(1, content.maxY - content.minY)];
  const scale = Math.min((OVERVIEW.width - 2 * MARGIN) / wide, (OVERVIEW.height - 2 * MARGIN) / high, SCALE_MOST);
  return {
    scale,
    originX: ((content.minX + content.maxX) / 2) * scale - OVERVIEW.width / 2,
    originY: ((content.minY + content.maxY) / 2) * scale - OVERVIEW.height / 2,
  };
}

/** The visible part of the board on the minimap, CSS pixels, clipped to the map. Its extent is zero if the view is elsewhere. */
export function seenOn({ scale, originX, originY }: Placement, camera: Camera, size: Size): Box {
  const seen = viewport(camera, size);
  const cut = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  return {
    minX: cut(seen.minX * scale - originX, OVERVIEW.width),
    minY: cut(seen.minY * scale - originY, OVERVIEW.height),
    maxX: cut(seen.maxX * scale - originX, OVERVIEW.width),
    maxY: cut(seen.maxY * scale - originY, OVERVIEW.height),
  };
}

/** The camera whose middle is at a point of the minimap, CSS pixels. */
export function cameraAtPoint({ scale, originX, originY }: Placement, at: Point, camera: Camera, size: Size): Camera {
  const [x, y] = [(at.x + originX) / scale, (at.y + originY) / scale];
  return { x: x - size.width / camera.zoom / 2, y: y - size.height / camera.zoom / 2, zoom: camera.zoom };
}

type MapCanvas = Pick<
  CanvasRenderingContext2D,
  'setTransform' | 'clearRect' | 'fillRect' | 'strokeRect' | 'globalAlpha' | 'fillStyle' | 'strokeStyle' | 'lineWidth'
>;

export interface MapLook {
  readonly board: Board;
  readonly theme: Theme;
  /** Device pixels per CSS pixel. */
  readonly dpr: number;
}

/** Draws the boxes of elements. Twenty thousand take some milliseconds, so it runs from time to time and not in every frame. */
export function drawOverview(target: MapCanvas, entries: Iterable<SceneEntry>, place: Placement, look: MapLook): void {
  const { board, theme, dpr } = look;
  target.setTransform(dpr, 0, 0, dpr, 0, 0);
  target.clearRect(0, 0, OVERVIEW.width, OVERVIEW.height);
  // Without sorting: the order is invisible at this size, and sorting would cost more than drawing.
  for (const entry of entries) {
    const element = board.get(entry.id);
    if (!element) continue;
    const [x, y] = [entry.minX * place.scale - place.originX, entry.minY * place.scale - place.originY];
    const [w, h] = [(entry.maxX - entry.minX) * place.scale, (entry.maxY - entry.minY) * place.scale];
    if (element.kind === ElementKind.frame) {
      target.globalAlpha = 1;
      target.strokeStyle = SURFACE[theme].sheetLine;
      target.lineWidth = 1;
      target.strokeRect(x, y, w, h);
      continue;
    }
    target.globalAlpha = ALPHA;
    const { color, kind } = element;
    target.fillStyle = kind === ElementKind.note ? notePaper(color, theme) : inkColor(color, kind, theme);
    target.fillRect(x, y, Math.max(w, 1), Math.max(h, 1));
  }
  target.globalAlpha = 1;
}
