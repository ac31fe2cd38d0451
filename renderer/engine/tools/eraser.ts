import type { ElementId } from '../../../core/board/ids.ts';
import type { BoardChange, Gesture } from '../../../core/room/board-access.ts';
import { type Segment, UNITS } from '../geometry.ts';
import { isInk } from '../selection/frames.ts';
import { isLocked, touchedBy } from '../selection/hit-test.ts';
import { proposeRemoval } from '../selection/propose-removal.ts';
import { PartSweep } from './erasing/part-sweep.ts';
import { type CancelReason, HIT_MARGIN, type PointerSample, type Tool, type ToolHost } from './tool.ts';

type EraserHost = Pick<ToolHost, 'access' | 'clock' | 'scene' | 'zoom' | 'veil' | 'trail' | 'wake'>;

/** This share of a stroke's width is added to the eraser: the remaining part has a round end, which would fill the gap. */
const PART_OF_WIDTH = 0.5;

/** Erases whole elements, or only the touched parts of strokes. Other elements are always erased whole. */
export type EraserMode = 'whole' | 'part';

/** One sweep: its last place, world pixels, and the elements touched as a whole. */
interface Sweep {
  x: number;
  y: number;
  readonly touched: Set<ElementId>;
  readonly gesture: Gesture;
  readonly parts: PartSweep | undefined;
}

/**
 * Erases ink and shapes of any author; one sweep is one undo step. Whole elements are dimmed during the sweep and removed at its
 * end; parts of strokes disappear at once. Alt at the press switches the mode.
 */
export class EraserTool implements Tool {
  readonly #host: EraserHost;
  #sweep: Sweep | undefined;
  mode: EraserMode = 'whole';

  constructor(host: EraserHost) {
    this.#host = host;
  }

  cursor(): string {
    return 'none';
  }

  press(sample: PointerSample): void {
    const gesture = this.#host.access.newGesture();
    const isPart = (this.mode === 'part') !== sample.alt;
    const parts = isPart ? new PartSweep(this.#host, gesture) : undefined;
    this.#sweep = { x: sample.xWorld, y: sample.yWorld, touched: new Set(), gesture, parts };
    this.drag(sample);
  }

  drag(sample: PointerSample): void {
    const sweep = this.#sweep;
    if (!sweep) return;
    const { access, scene, zoom, veil, trail, wake } = this.#host;
    const by = { x1: sweep.x, y1: sweep.y, x2: sample.xWorld, y2: sample.yWorld };
    const before = sweep.touched.size;
    const board = access.board();
    const reach = HIT_MARGIN / zoom();
    for (const id of touchedBy(scene, board, by, reach)) {
      const element = board.get(id);
      if (!sweep.parts || !element || !isInk(element)) sweep.touched.add(id);
    }
    if (sweep.parts) this.#takeParts(sweep.parts, by, reach);
    sweep.x = sample.xWorld;
    sweep.y = sample.yWorld;
    trail(sample.xScreen, sample.yScreen);
    if (sweep.touched.size !== before) veil(sweep.touched);
    wake('overlay');
  }

  #takeParts(parts: PartSweep, by: Segment, reach: number): void {
    const { access, scene } = this.#host;
    const board = access.board();
    const near = scene.search({
      minX: Math.min(by.x1, by.x2) - reach,
      minY: Math.min(by.y1, by.y2) - reach,
      maxX: Math.max(by.x1, by.x2) + reach,
      maxY: Math.max(by.y1, by.y2) + reach,
    });
    for (const { id } of near) {
      const element = board.get(id);
      if (!element || !isInk(element) || isLocked(board, id)) continue;
      parts.take(element, by, reach + (PART_OF_WIDTH * element.width) / UNITS);
    }
  }

  release(): void {
    this.#end(true);
  }

  cancel(reason: CancelReason): void {
    this.#end(reason === 'interrupted');
  }

  boardChanged(change: BoardChange): void {
    const sweep = this.#sweep;
    if (!sweep) return;
    const board = this.#host.access.board();
    for (const id of change.ids === 'all' ? [...sweep.touched] : change.ids) {
      if (sweep.touched.has(id) && !board.get(id)?.alive) sweep.touched.delete(id);
    }
  }

  #end(remove: boolean): void {
    const sweep = this.#sweep;
    this.#sweep = undefined;
    if (!sweep) return;
    const { access, veil } = this.#host;
    if (remove) sweep.parts?.end();
    else sweep.parts?.takeBack();
    if (remove && sweep.touched.size > 0) proposeRemoval(access, sweep.touched, sweep.gesture);
    veil(undefined);
    this.#host.wake('overlay');
  }
}
