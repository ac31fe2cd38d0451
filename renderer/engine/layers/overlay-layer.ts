import type { Board } from '../../../core/board/board.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { RemoteMember } from '../../../core/room/board-access.ts';
import { intersects, UNITS } from '../geometry.ts';
import type { InkCache } from '../ink/ink-cache.ts';
import { edgeOf, kindOf } from '../kinds/kind-of.ts';
import { cursorColor, SURFACE, type Theme } from '../palette.ts';
import type { Scene } from '../scene.ts';
import type { Guide } from '../selection/arranging/snapping.ts';
import { frameOf } from '../selection/frames.ts';
import { onlyLine, placedGrips } from '../selection/handles/end-handles.ts';
import { FRAME_PADDING, handlesOf, outlineOf } from '../selection/handles/handles.ts';
import { ShownElement } from '../selection/handles/shown-element.ts';
import type { Selection } from '../selection/selection.ts';
import { HIT_MARGIN, type Sketch } from '../tools/tool.ts';
import { type Camera, type Point, type Size, screenAt, type View, viewport } from '../view/camera.ts';
import type { RemoteCursors } from './cursors/remote-cursors.ts';
import { LaserTrails } from './laser-trails.ts';
import type { Lifted } from './lifted-group.ts';
import { paintEnds, paintHandles } from './paint-handles.ts';
import { paintSelections } from './paint-selections.ts';
import { traceCorners } from './trace-corners.ts';

export interface OverlayOptions {
  readonly context: CanvasRenderingContext2D;
  readonly board: () => Board;
  readonly scene: Scene;
  readonly selection: Selection;
  readonly cursors: RemoteCursors;
  readonly ink: InkCache;
  readonly theme: () => Theme;
  readonly lifted: () => Lifted | undefined;
}

/** The strength of elements under the eraser. */
const DIMMED = 0.2;
/** The life of the eraser's trail in milliseconds, and its width in screen pixels. */
const TRAIL_MS = 180;
const TRAIL_WIDTH = 5;
/** With more selected elements than this, only the box around all of them is drawn. */
const OUTLINED = 200;
/** The most found elements that are marked. */
const FOUND_MOST = 500;

interface TrailPoint extends Point {
  readonly at: number;
}

/** The layer above the ink: the own selection, marquee and eraser, and other people's selections and lasers. */
export class OverlayLayer {
  readonly #options: OverlayOptions;
  readonly #trail: TrailPoint[] = [];
  /** A new canvas is. To clear it takes memory for all of the view. */
  #wasBlank = true;
  sketch: Sketch = { kind: 'none' };
  veiled: ReadonlySet<ElementId> = new Set();
  /** True with the select tool: only it can drag handles. */
  handlesShown = false;
  /** The last pointer was a finger: the handles are larger. */
  coarse = false;
  /** A person writes in the selected element: handles would lie over the words. */
  isTyping = false;
  /** The found elements, and the current one of them. */
  found: { readonly ids: readonly ElementId[]; readonly current: ElementId } | undefined;
  /** The other members, with their selections. */
  members: readonly RemoteMember[] = [];
  readonly lasers = new LaserTrails();
  /** The middle of the eraser, screen pixels, while it is over the board. */
  eraserAt: Point | undefined;

  constructor(options: OverlayOptions) {
    this.#options = options;
  }

  trailPoint(x: number, y: number, at: number): void {
    this.#trail.push({ x, y, at });
  }

  /** True if it will look different in the next frame. */
  paint(view: View, camera: Camera, css: Size, now: number): boolean {
    const { context, cursors } = this.#options;
    for (const { clientId, color, x, y, laser } of cursors.shown()) {
      if (laser) this.lasers.add(clientId, cursorColor(color).fill, { x, y }, now);
    }
    const isLit = this.lasers.advance(now);
    this.#shortenTrail(now);
    const isBlank = this.#isBlank();
    // A blank canvas costs the compositor as much as a full one, so it is hidden.
    context.canvas.style.visibility = isBlank ? 'hidden' : 'visible';
    if (isBlank && this.#wasBlank) return false;
    this.#wasBlank = isBlank;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    if (isBlank) return false;
    this.#paintVeils(view);
    context.setTransform(view.dpr, 0, 0, view.dpr, 0, 0);
    this.#paintFound(camera, css);
    paintSelections(context, this.members, this.#options.board(), camera);
    this.#paintSelection(camera);
    this.#paintSketch(camera);
    this.lasers.paint(context, camera, now);
    this.#paintEraser();
    return isLit || this.#trail.length > 0;
  }

  #isBlank(): boolean {
    if (this.veiled.size > 0 || this.found || this.members.length > 0 || this.#options.selection.ids.size > 0) return false;
    return this.sketch.kind === 'none' && this.lasers.size === 0 && this.#trail.length === 0 && !this.eraserAt;
  }

  #shortenTrail(now: number): void {
    while (this.#trail.length > 0 && now - (this.#trail[0] as TrailPoint).at > TRAIL_MS) this.#trail.shift();
  }

  /** Dims elements: paints the paper's colour over the ink, so that the layers below need no repaint. */
  #paintVeils(view: View): void {
    const { context, board, ink, theme } = this.#options;
    const veil = { color: SURFACE[theme()].paper, alpha: 1 - DIMMED };
    for (const id of this.veiled) {
      const element = board().get(id);
      if (element) kindOf(element.kind)?.draw(context, element, view, { board: board(), theme: theme(), ink, veil });
    }
  }

  #paintFound(camera: Camera, css: Size): void {
    if (!this.found) return;
    const { context, scene, theme } = this.#options;
    const { accent, marquee } = SURFACE[theme()];
    const seen = viewport(camera, css);
    context.strokeStyle = accent;
    context.fillStyle = marquee;
    for (const id of this.found.ids.slice(0, FOUND_MOST)) {
      const entry = scene.get(id);
      if (!entry || !intersects(entry, seen)) continue;
      const isCurrent = id === this.found.current;
      const from = screenAt(camera, { x: entry.minX, y: entry.minY });
      const to = screenAt(camera, { x: entry.maxX, y: entry.maxY });
      context.lineWidth = isCurrent ? 2.5 : 1;
      context.beginPath();
      outline(context, from.x, from.y, to.x, to.y, 4);
      context.fill();
      context.stroke();
    }
  }

  #paintSelection(camera: Camera): void {
    const { context, board, scene, selection, theme, lifted } = this.#options;
    if (selection.ids.size === 0) return;
    const { accent, paper } = SURFACE[theme()];
    const up = lifted();
    context.strokeStyle = accent;
    if (selection.ids.size > 1 && selection.ids.size <= OUTLINED) this.#outlineEach(camera, up);
    const isBusy = up !== undefined || this.sketch.kind === 'marquee' || this.sketch.kind === 'lasso';
    const hasHandles = !isBusy && !this.isTyping && this.handlesShown && !selection.isLocked(board());
    const look = { accent, paper, coarse: this.coarse };
    const line = onlyLine(board(), selection.ids);
    if (line && this.handlesShown) {
      if (hasHandles) paintEnds(context, placedGrips(board(), line, camera.zoom), camera, look);
      return;
    }
    const frame = up?.frame ?? selection.frame(board(), scene);
    if (!frame) return;
    context.lineWidth = 1.5;
    traceCorners(context, camera, outlineOf(frame, FRAME_PADDING / camera.zoom));
    context.stroke();
    // While the selection is dragged, its handles would only hide it.
    if (hasHandles) paintHandles(context, handlesOf(frame, camera.zoom, this.coarse), camera, look);
  }

  #outlineEach(camera: Camera, up: Lifted | undefined): void {
    const { context, board, selection } = this.#options;
    context.globalAlpha = 0.5;
    context.lineWidth = 1;
    for (const id of selection.ids) {
      const element = board().get(id);
      if (!element?.alive) continue;
      const from = up?.places.get(id);
      // During a drag the board may have any of the sent places. The ink is shown at the drag's own place.
      const shown =
        from && up
          ? (up.reshaped?.shown(element) ?? new ShownElement(element, { x: from.x + up.dx, y: from.y + up.dy }))
          : element;
      const frame = frameOf(board(), shown);
      if (!frame) continue;
      traceCorners(context, camera, outlineOf(frame, 1 / camera.zoom));
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  #paintSketch(camera: Camera): void {
    const { context, theme } = this.#options;
    const { sketch } = this;
    context.fillStyle = SURFACE[theme()].marquee;
    context.strokeStyle = SURFACE[theme()].accent;
    if (sketch.kind === 'marquee') {
      const a = screenAt(camera, { x: sketch.x1, y: sketch.y1 });
      const b = screenAt(camera, { x: sketch.x2, y: sketch.y2 });
      context.lineWidth = 1;
      context.beginPath();
      outline(context, Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y), 0);
      context.fill();
      context.stroke();
    } else if (sketch.kind === 'lasso') {
      context.lineWidth = 1;
      tracePolygon(context, camera, sketch.points);
      context.fill();
      context.stroke();
    } else if (sketch.kind === 'guides') {
      context.lineWidth = 1;
      for (const guide of sketch.guides) traceGuide(context, camera, guide);
    } else if (sketch.kind === 'targets') {
      for (const id of sketch.ids) this.#paintTarget(id, camera);
    }
  }

  /** The outline of the element to which an arrow would be bound. */
  #paintTarget(id: ElementId, camera: Camera): void {
    const { context, board } = this.#options;
    const element = board().get(id);
    const edge = element && edgeOf(board(), element);
    if (!edge) return;
    context.lineWidth = 2;
    context.lineJoin = 'round';
    tracePolygon(context, camera, edge);
    context.fill();
    context.stroke();
  }

  #paintEraser(): void {
    const { context, theme } = this.#options;
    context.strokeStyle = SURFACE[theme()].trail;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.lineWidth = TRAIL_WIDTH;
    if (this.#trail.length > 1) {
      context.beginPath();
      for (const { x, y } of this.#trail) context.lineTo(x, y);
      context.stroke();
    }
    if (this.eraserAt) {
      context.lineWidth = 1.5;
      context.beginPath();
      context.arc(this.eraserAt.x, this.eraserAt.y, HIT_MARGIN, 0, Math.PI * 2);
      context.stroke();
    }
  }
}

/** The length of the line across each end of a gap, screen pixels. */
const GAP_END = 4;

function traceGuide(target: CanvasRenderingContext2D, camera: Camera, { x1, y1, x2, y2, isGap }: Guide): void {
  const a = screenAt(camera, { x: x1 / UNITS, y: y1 / UNITS });
  const b = screenAt(camera, { x: x2 / UNITS, y: y2 / UNITS });
  const [dx, dy] = a.y === b.y ? [0, GAP_END] : [GAP_END, 0];
  target.beginPath();
  target.moveTo(a.x, a.y);
  target.lineTo(b.x, b.y);
  for (const end of isGap ? [a, b] : []) {
    target.moveTo(end.x - dx, end.y - dy);
    target.lineTo(end.x + dx, end.y + dy);
  }
  target.stroke();
}

function tracePolygon(target: CanvasRenderingContext2D, camera: Camera, polygon: readonly number[]): void {
  target.beginPath();
  for (let i = 0; i < polygon.length; i += 2) {
    const { x, y } = screenAt(camera, { x: polygon[i] as number, y: polygon[i + 1] as number });
    target.lineTo(x, y);
  }
  target.closePath();
}

/** A rectangle on whole pixels, enlarged by `out` screen pixels on each side. */
function outline(target: CanvasRenderingContext2D, left: number, top: number, right: number, bottom: number, out: number): void {
  const x = Math.floor(left - out) + 0.5;
  const y = Math.floor(top - out) + 0.5;
  target.rect(x, y, Math.ceil(right + out) - x, Math.ceil(bottom + out) - y);
}
