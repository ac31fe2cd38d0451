import type { Board } from '../board/board.ts';
import { isNewer, type Stamp } from '../board/element.ts';
import type { ClientId, ElementId } from '../board/ids.ts';
import { isPropName, type Values } from '../board/kinds.ts';
import type { Op } from '../board/op.ts';
import type { PropValue } from '../board/prop-value.ts';

/** A value that a register had before a newer write replaced it. The board itself keeps only the newest one. */
export interface PastWrite {
  readonly id: ElementId;
  readonly name: string;
  readonly value: PropValue;
  readonly stamp: Stamp;
}

/** Most values that are kept, some 100 bytes each. Beyond it the oldest quarter is dropped. */
const PAST_WRITES = 50_000;

/** The overwritten values of one client's boards since it began: where things stood before they were moved, for the replay. */
export class PastWrites {
  #writes: PastWrite[] = [];
  readonly #most: number;

  constructor(most = PAST_WRITES) {
    this.#most = most;
  }

  all(): readonly PastWrite[] {
    return this.#writes;
  }

  /** Must be called before `board` applies the ops. */
  note(board: Board, author: ClientId, ops: readonly Op[]): void {
    for (const op of ops) {
      if (op.kind === 'set') this.#noteAll(board, op.id, op.values, { lamport: op.lamport, clientId: author });
      else if (op.kind === 'alive')
        for (const id of op.ids) this.#noteAll(board, id, { alive: op.alive }, { lamport: op.lamport, clientId: author });
    }
  }

  #noteAll(board: Board, id: ElementId, values: Values, stamp: Stamp): void {
    const element = board.get(id);
    if (!element) return;
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined || !isPropName(name)) continue;
      const known = board.stampOf(id, name);
      if (!known) continue;
      // Of the known write and this one, the board keeps the newer. The other is the past.
      if (isNewer(stamp, known)) this.#keep({ id, name, value: element.get(name), stamp: known });
      else if (isNewer(known, stamp)) this.#keep({ id, name, value, stamp });
    }
  }

  #keep(write: PastWrite): void {
    if (this.#writes.length >= this.#most) this.#writes = this.#writes.slice(Math.ceil(this.#most / 4));
    this.#writes.push(write);
  }
}
