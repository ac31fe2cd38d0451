import type { Board } from '../../../core/board/board.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { ElementKind, isPart } from '../../../core/board/kinds.ts';
import type { Pictures } from '../pictures/pictures.ts';
import type { Outbox } from './outbox.ts';

/**
 * Counts what a person has changed and what waits to be sent, in elements: a text with all its letters is one, a stroke with its cuts too,
 * and a picture with its bytes.
 */
export class UnsentCount {
  readonly #outbox: Outbox;
  readonly #pictures: Pick<Pictures, 'unsent' | 'isUnsent'> | undefined;
  #at = '';
  #count = 0;

  constructor(outbox: Outbox, pictures: Pick<Pictures, 'unsent' | 'isUnsent'> | undefined) {
    this.#outbox = outbox;
    this.#pictures = pictures;
  }

  /** `unseen`: the echo of a batch is enough. Counts again only after a change. */
  read(board: Board, unseen: boolean): number {
    const { revision, size } = this.#outbox;
    const pictures = this.#pictures?.unsent ?? 0;
    const at = `${revision} ${size} ${this.#outbox.unseen} ${unseen} ${pictures}`;
    if (at !== this.#at) {
      this.#at = at;
      this.#count = this.#elements(board, unseen) + pictures;
    }
    return this.#count;
  }

  #elements(board: Board, unseen: boolean): number {
    const whole = new Set<ElementId>();
    const hashes = new Set<string>();
    for (const id of this.#outbox.targets(unseen)) {
      const element = board.get(id);
      whole.add(element && isPart(element.kind) ? element.get('target') : id);
      const hash = element?.kind === ElementKind.image ? element.get('hash') : '';
      if (this.#pictures?.isUnsent(hash)) hashes.add(hash);
    }
    return whole.size - hashes.size;
  }
}
