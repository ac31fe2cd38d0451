import type { BoardChange } from '../../../../core/room/board-access.ts';
import { isDrag } from '../is-drag.ts';
import type { CancelReason, PointerSample, Tool } from '../tool.ts';
import { Lasso } from './lasso.ts';
import type { SelectHost, Start } from './select-gesture.ts';

/** The tool of a pen's barrel button: a lasso, wherever it begins. */
export class LassoPress implements Tool {
  readonly #host: SelectHost;
  #from: Start | undefined;
  #lasso: Lasso | undefined;

  constructor(host: SelectHost) {
    this.#host = host;
  }

  cursor(): string {
    return 'crosshair';
  }

  press({ xScreen, yScreen, xWorld, yWorld }: PointerSample): void {
    this.#from = { xScreen, yScreen, xWorld, yWorld };
  }

  drag(sample: PointerSample): void {
    if (this.#from && !this.#lasso && isDrag(this.#from, sample)) this.#lasso = new Lasso(this.#host, this.#from, new Set());
    this.#lasso?.drag(sample);
    this.#host.wake('overlay');
  }

  release(): void {
    if (this.#lasso) this.#lasso.release();
    else this.#host.selection.clear();
    this.#reset();
  }

  cancel(reason: CancelReason): void {
    if (reason === 'interrupted') this.#lasso?.release();
    else this.#lasso?.takeBack();
    this.#reset();
  }

  boardChanged(change: BoardChange): void {
    const board = this.#host.access.board();
    if (change.ids !== 'all') this.#lasso?.drop(change.ids.filter((id) => !board.get(id)?.alive));
  }

  #reset(): void {
    this.#from = undefined;
    this.#lasso = undefined;
    this.#host.sketch({ kind: 'none' });
    this.#host.wake('overlay');
  }
}
