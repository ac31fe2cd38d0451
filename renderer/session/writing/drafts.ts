import type { Board } from '../../../core/board/board.ts';
import { appendsOf } from '../../../core/board/bodies/appends.ts';
import type { Birth } from '../../../core/board/element.ts';
import type { ClientId, ElementId } from '../../../core/board/ids.ts';
import { authorOf } from '../../../core/board/ids.ts';
import { Body } from '../../../core/board/kinds.ts';
import type { Op } from '../../../core/board/op.ts';
import type { Gesture } from '../../../core/room/board-access.ts';

/** A stroke without new points for this long is no longer being drawn, even without an end, milliseconds. */
const STALLED_MS = 5_000;

interface Draft {
  readonly id: ElementId;
  readonly gesture: Gesture;
  lastPointAt: number;
}

/** The strokes that this client is drawing now: added, not ended, not removed. */
export class Drafts {
  readonly #author: ClientId;
  readonly #open = new Map<ElementId, Draft>();

  constructor(author: ClientId) {
    this.#author = author;
  }

  /** Records own ops. */
  observe(ops: readonly Op[], gesture: Gesture, now: number): void {
    for (const op of ops) {
      switch (op.kind) {
        case 'add':
          // Typing and cuts depend on an element that is lost with the board.
          if (isInk(op.birth)) this.#open.set(op.id, { id: op.id, gesture, lastPointAt: now });
          break;
        case 'append': {
          const draft = this.#open.get(op.id);
          if (draft) draft.lastPointAt = now;
          break;
        }
        case 'end':
          this.#open.delete(op.id);
          break;
        case 'alive':
          if (!op.alive) for (const id of op.ids) this.#open.delete(id);
          break;
        case 'set':
        case 'cut':
        case 'forget':
        case 'restore':
          break;
      }
    }
  }

  /** True while the pen is down: then peers see the tip of the stroke, and the cursor need not be sent. */
  isDrawing(now: number): boolean {
    for (const { lastPointAt } of this.#open.values()) if (now - lastPointAt < STALLED_MS) return true;
    return false;
  }

  /** The open strokes on `board`. Others are dropped, because they were refused. */
  on(board: Board): readonly Draft[] {
    for (const id of this.#open.keys()) if (!board.get(id)) this.#open.delete(id);
    return [...this.#open.values()].filter(({ id }) => board.get(id)?.alive && authorOf(id) === this.#author);
  }
}

function isInk({ body }: Birth): boolean {
  return body === Body.points || body === Body.pressuredPoints;
}

/** Draws an element again, with the points that it has so far, on a board that has never had it. Its author can continue it. */
export function redrawOps(board: Board, id: ElementId, lamport: number): readonly Op[] {
  const state = board.state(id);
  if (!state?.birth) return [];
  const { alive: _, ...values } = state.values;
  const { birth, content, spans } = state;
  return [
    { kind: 'add', id, lamport, birth, values },
    ...appendsOf(id, content, birth.body),
    ...(spans ? [{ kind: 'cut' as const, id, spans }] : []),
  ];
}
