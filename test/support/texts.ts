import type { Board } from '../../core/board/board.ts';
import { eraseText, type TextEditor, typeText } from '../../core/board/bodies/text-edits.ts';
import { type ClientId, type ElementId, elementId } from '../../core/board/ids.ts';
import { Body, ElementKind, type Values } from '../../core/board/kinds.ts';
import type { Op } from '../../core/board/op.ts';
import { orderKeyAfter } from '../../core/board/order-key.ts';

/** A person who types on a board in a test, with ids of their own. */
export class Writer {
  readonly id: ClientId;
  #made = 5_000;

  constructor(id: ClientId) {
    this.id = id;
  }

  newElementId(): ElementId {
    return elementId(this.id, ++this.#made);
  }

  editor(board: Board): TextEditor {
    const newElementId = (): ElementId => this.newElementId();
    return { author: this.id, newElementId, lamport: board.lamport + 1, cuts: new Map(), runs: new Set() };
  }

  /** An empty text, note or shape at a place in world units. */
  holder(board: Board, kind: ElementKind, values: Values = {}): { readonly id: ElementId; readonly ops: readonly Op[] } {
    const id = this.newElementId();
    const order = orderKeyAfter(board.maxOrder);
    const size = kind === ElementKind.text ? { size: 320 } : { w: 3_200, h: 3_200 };
    const add: Op = {
      kind: 'add',
      id,
      lamport: board.lamport + 1,
      birth: { kind, body: Body.none, facts: {} },
      values: { order, x: 0, y: 0, color: 0, ...size, ...values },
    };
    return { id, ops: [add] };
  }

  types(board: Board, holder: ElementId, at: number, text: string): readonly Op[] {
    return typeText(board, holder, at, text, this.editor(board));
  }

  erases(board: Board, holder: ElementId, from: number, to: number): readonly Op[] {
    return eraseText(board, holder, from, to, this.editor(board));
  }
}
