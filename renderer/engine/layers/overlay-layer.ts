import type { Board } from '../../../core/board/board.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { type Camera, type Point, type Size, screenAt, type View } from '../camera.ts';
import type { InkCache } from '../ink/ink-cache.ts';
import { edgeOf, kindOf } from '../kinds/kind-of.ts';
import { SURFACE, type Theme } from '../palette.ts';
import type { Scene } from '../scene.ts';
import type { Selection } from '../selection/selection.ts';
import { HIT_MARGIN, type Sketch } from '../tools/tool.ts';
import type { Lifted } from './lifted-group.ts';
import { paintCursors } from './paint-cursors.ts';
import type { RemoteCursors } from './remote-cursors.ts';

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

/** Elements under the eraser are shown at this strength. */
const DIMMED = 0.2;
/** Milliseconds that the eraser's trail stays, and screen pixels of its width. */
const TRAIL_MS = 180;
const TRAIL_WIDTH = 5;
/** With more selected than this only the box around all of them is drawn. */
const OUTLINED = 200;

interface TrailPoint extends Point {
  readonly at: number;
}

/** What lies above the ink and is nobody else's business: selection, marquee, eraser; and other people's cursors. */
export class OverlayLayer {
  readonly #options: OverlayOptions;
  readonly #trail: TrailPoint[] = [];
  sketch: Sketch = { kind: 'none' };
  veiled: ReadonlySet<ElementId> = new Set();
  /** Middle of the eraser, screen pixels, while it is over the board. */
  eraserAt: Point | undefined;

  constructor(options: OverlayOptions) {
    this.#options = options;
  }

  trailPoint(x: number, y: number, at: number): void {
    this.#trail.push({ x, y, at });
  }

  /** True when it will look different in the next frame. */
  paint(view: View, camera: Camera, css: Size, now: number): boolean {
    const { context, cursors } = this.#options;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    this.#paintVeils(view);
    context.setTransform(view.dpr, 0, 0, view.dpr, 0, 0);
    this.#paintSelection(camera);
    this.#paintSketch(camera);
    const trailing = this.#paintEraser(now);
    paintCursors(context, cursors.shown(), camera, css);
    return trailing;
  }

  /** Dims by painting paper over the ink: the layers below stay as they are. */
  #paintVeils(view: View): void {
    const { context, board, ink, theme } = this.#options;
    const veil = { color: SURFACE[theme()].paper, alpha: 1 - DIMMED };
    for (const id of this.veiled) {
      const element = board().get(id);
      if (element) kindOf(element.kind)?.draw(context, element, view, { board: board(), theme: theme(), ink, veil });
    }
  }

  #paintSelection(camera: Camera): void {
    const { context, scene, selection, theme, lifted } = this.#options;
    if (selection.ids.size === 0) return;
    const { accent } = SURFACE[theme()];
    context.strokeStyle = accent;
    context.lineWidth = 1;
    let left = Number.POSITIVE_INFINITY;
    let top = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    let bottom = Number.NEGATIVE_INFINITY;
    const up = lifted();
    context.globalAlpha = 0.5;
    context.beginPath();
    for (const id of selection.ids) {
      const entry = scene.get(id);
      if (!entry) continue;
      // While dragged the board may have any of the places sent so far; the ink is shown at the drag's own.
      const shift = up ? this.#shiftOf(id, up) : { x: 0, y: 0 };
      const a = screenAt(camera, { x: entry.minX + shift.x, y: entry.minY + shift.y });
      const b = screenAt(camera, { x: entry.maxX + shift.x, y: entry.maxY + shift.y });
      left = Math.min(left, a.x);
      top = Math.min(top, a.y);
      right = Math.max(right, b.x);
      bottom = Math.max(bottom, b.y);
      if (selection.ids.size > 1 && selection.ids.size <= OUTLINED) outline(context, a.x, a.y, b.x, b.y, 1);
    }
    context.stroke();
    context.globalAlpha = 1;
    if (left > right) return;
    context.beginPath();
    outline(context, left, top, right, bottom, 4);
    context.lineWidth = 1.5;
    context.stroke();
  }

  #shiftOf(id: ElementId, up: Lifted): Point {
    const from = up.places.get(id);
    const element = this.#options.board().get(id);
    if (!from || !element) return { x: 0, y: 0 };
    return { x: (from.x + up.dx - element.x) / 16, y: (from.y + up.dy - element.y) / 16 };
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
    } else if (sketch.kind === 'targets') {
      for (const id of sketch.ids) this.#paintTarget(id, camera);
    }
  }

  /** The outline of what an arrow would be bound to. */
  #paintTarget(id: ElementId, camera: Camera): void {
    const { context, board } = this.#options;
    const element = board().get(id);
    const edge = element && edgeOf(board(), element);
    if (!edge) return;
    context.lineWidth = 2;
    context.lineJoin = 'round';
    context.beginPath();
    for (let i = 0; i < edge.length; i += 2) {
      const { x, y } = screenAt(camera, { x: edge[i] as number, y: edge[i + 1] as number });
      context.lineTo(x, y);
    }
    context.closePath();
    context.fill();
    context.stroke();
  }

  #paintEraser(now: number): boolean {
    const { context, theme } = this.#options;
    while (this.#trail.length > 0 && now - (this.#trail[0] as TrailPoint).at > TRAIL_MS) this.#trail.shift();
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
    return this.#trail.length > 0;
  }
}

/** A rectangle on whole pixels, `out` screen pixels larger on each side. */
function outline(target: CanvasRenderingContext2D, left: number, top: number, right: number, bottom: number, out: number): void {
  const x = Math.floor(left - out) + 0.5;
  const y = Math.floor(top - out) + 0.5;
  target.rect(x, y, Math.ceil(right + out) - x, Math.ceil(bottom + out) - y);
}
