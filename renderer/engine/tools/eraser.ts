import type { ElementId } from '../../../core/board/ids.ts';
import type { BoardChange } from '../../../core/room/board-access.ts';
import { touchedBy } from '../selection/hit-test.ts';
import { proposeRemoval } from '../selection/propose-in-parts.ts';
import { type CancelReason, HIT_MARGIN, type PointerSample, type Tool, type ToolHost } from './tool.ts';

type EraserHost = Pick<ToolHost, 'access' | 'scene' | 'zoom' | 'veil' | 'trail' | 'wake'>;

/** One sweep: where it was last, world pixels, and what it has touched. */
interface Sweep {
  x: number;
  y: number;
  readonly touched: Set<ElementId>;
}

/** Whole strokes, anybody's: dims what the sweep touches and removes it when the pointer goes up, as one step of undo. */
export class EraserTool implements Tool {
  readonly #host: EraserHost;
  #sweep: Sweep | undefined;

  constructor(host: EraserHost) {
    this.#host = host;
  }

  cursor(): string {
    return 'none';
  }

  press(sample: PointerSample): void {
    this.#sweep = { x: sample.xWorld, y: sample.yWorld, touched: new Set() };
    this.drag(sample);
  }

  drag(sample: PointerSample): void {
    const sweep = this.#sweep;
    if (!sweep) return;
    const { access, scene, zoom, veil, trail, wake } = this.#host;
    const by = { x1: sweep.x, y1: sweep.y, x2: sample.xWorld, y2: sample.yWorld };
    const before = sweep.touched.size;
    for (const id of touchedBy(scene, access.board(), by, HIT_MARGIN / zoom())) sweep.touched.add(id);
    sweep.x = sample.xWorld;
    sweep.y = sample.yWorld;
    trail(sample.xScreen, sample.yScreen);
    if (sweep.touched.size !== before) veil(sweep.touched);
    wake('overlay');
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
    if (remove && sweep.touched.size > 0) proposeRemoval(access, sweep.touched, access.newGesture());
    veil(undefined);
    this.#host.wake('overlay');
  }
}
