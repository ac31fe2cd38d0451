import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { caretNow, rangesNow } from '../../../core/board/bodies/text-caret.ts';
import { eraseText, type TextEditor, typeText } from '../../../core/board/bodies/text-edits.ts';
import { type RunPiece, textPieces } from '../../../core/board/bodies/text-order.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import type { BoardAccess, BoardChange, Gesture } from '../../../core/room/board-access.ts';
import { partsOfText, smallestEdit, type TextEdit } from './smallest-edit.ts';

/** The current content of the field in which a person types. */
export interface FieldState {
  readonly text: string;
  /** The selection, UTF-16 units. Equal values: a caret. */
  readonly from: number;
  readonly to: number;
}

/** The page's text field. Writing to it causes no event. */
export interface Field {
  read(): FieldState;
  write(state: FieldState): void;
}

export interface TypingOptions {
  readonly access: BoardAccess;
  readonly clock: Clock;
  readonly holder: ElementId;
  readonly field: Field;
  /** The gesture that created the holder: the first typing is part of the same undo step. */
  readonly madeIn?: Gesture | undefined;
  /** Undo and redo of the board. Called for steps of this typing only. */
  readonly history?: { undo(): void; redo(): void } | undefined;
  /** The holder was removed. */
  readonly onGone: () => void;
}

/** One undo step: typing without a pause. */
interface Step {
  readonly gesture: Gesture;
  readonly editor: TextEditor;
  pause: Disposable | undefined;
}

/** A pause of this length ends an undo step, milliseconds. */
const PAUSE_MS = 1_000;
/** Units in one op. Pasted text may be longer. */
const UNITS_PER_OP = 4_000;

/**
 * Applies a person's typing in a field to the board, and other people's typing to the field. The field shows the text as it was
 * last read (`#pieces`). A difference is the person's own edit; it is applied to the current text at its new place.
 */
export class Typing implements Disposable {
  readonly #options: TypingOptions;
  #pieces: readonly RunPiece[];
  #state: 'following' | 'composing' | 'sending' | 'ended' = 'following';
  #step: Step | undefined;
  #gesture: Gesture | undefined;
  #done = 0;
  #undone = 0;

  constructor(options: TypingOptions) {
    this.#options = options;
    this.#pieces = textPieces(options.access.board(), options.holder);
    const text = shownIn(this.#pieces);
    options.field.write({ text, from: text.length, to: text.length });
  }

  /** The undo step of the last typing. Undefined before it, and after undo and redo. */
  get gesture(): Gesture | undefined {
    return this.#gesture;
  }

  /** The person has changed the field. */
  input(): void {
    if (this.#state === 'following') this.#send();
  }

  /** An input method composes characters. Until it ends, others' changes do not touch the field. */
  composing(isBegun: boolean): void {
    if (this.#state === 'following' && isBegun) this.#state = 'composing';
    else if (this.#state === 'composing' && !isBegun) this.#send();
  }

  boardChanged({ ids }: BoardChange): void {
    const { access, holder, onGone } = this.#options;
    if (this.#state === 'sending' || this.#state === 'ended') return;
    if (ids === 'all') this.#endStep();
    else if (!ids.includes(holder)) return;
    if (!access.board().get(holder)?.alive) {
      this.dispose();
      onGone();
    } else if (this.#state === 'following') this.#follow();
  }

  undo(): void {
    const { history } = this.#options;
    if (!history || this.#done === 0 || this.#state !== 'following') return;
    this.#endStep();
    this.#done--;
    this.#undone++;
    this.#turn(() => history.undo());
  }

  redo(): void {
    const { history } = this.#options;
    if (!history || this.#undone === 0 || this.#state !== 'following') return;
    this.#endStep();
    this.#undone--;
    this.#done++;
    this.#turn(() => history.redo());
  }

  /** The caret moves to the changed place. */
  #turn(run: () => void): void {
    const { field } = this.#options;
    this.#gesture = undefined;
    const before = field.read().text;
    run();
    const { text } = field.read();
    const change = smallestEdit(before, text, text.length);
    if (!change) return;
    const caret = change.from + change.typed.length;
    field.write({ text, from: caret, to: caret });
  }

  /** Shows other people's changes. The person's caret stays after the same character. */
  #follow(): void {
    const { access, holder, field } = this.#options;
    const before = this.#pieces;
    this.#pieces = textPieces(access.board(), holder);
    const { text, from, to } = field.read();
    const now = shownIn(this.#pieces);
    if (now === text) return;
    const place = (at: number): number => caretNow(before, this.#pieces, at);
    field.write({ text: now, from: place(from), to: place(to) });
  }

  #send(): void {
    const { access, holder, field } = this.#options;
    this.#state = 'sending';
    const { text, from, to } = field.read();
    const edit = smallestEdit(shownIn(this.#pieces), text, to);
    const before = this.#pieces;
    const at = edit ? this.#apply(edit, before) : 0;
    this.#pieces = textPieces(access.board(), holder);
    const now = shownIn(this.#pieces);
    if (now !== text) {
      // Others have typed while an input method held the field, or the board has refused the edit.
      const place = (caret: number): number => {
        if (!edit || caret < edit.from) return caretNow(before, this.#pieces, caret);
        if (caret <= edit.from + edit.typed.length) return Math.min(at + caret - edit.from, now.length);
        return caretNow(before, this.#pieces, caret - edit.typed.length + edit.to - edit.from);
      };
      field.write({ text: now, from: place(from), to: place(to) });
    }
    this.#state = 'following';
    if (edit?.typed.includes('\n')) this.#endStep();
  }

  /** Returns the new start of the typed text. */
  #apply({ from, to, typed }: TextEdit, before: readonly RunPiece[]): number {
    const { access, holder } = this.#options;
    const { editor, gesture } = this.#stepNow();
    const now = textPieces(access.board(), holder);
    let at = caretNow(before, now, from);
    const erased: Op[] = [];
    for (const [start, end] of rangesNow(before, now, from, to)) {
      erased.push(...eraseText(access.board(), holder, start, end, editor));
      at = Math.min(at, start);
    }
    if (erased.length > 0) access.propose(erased, gesture);
    let next = at;
    for (const part of partsOfText(typed, UNITS_PER_OP)) {
      access.propose(typeText(access.board(), holder, next, part, editor), gesture);
      next += part.length;
    }
    return at;
  }

  #stepNow(): Step {
    const { access, clock, madeIn } = this.#options;
    let step = this.#step;
    if (!step) {
      const gesture = this.#done === 0 && this.#undone === 0 && madeIn !== undefined ? madeIn : access.newGesture();
      const newElementId = (): ElementId => access.newElementId();
      const lamport = access.nextLamport();
      const editor: TextEditor = { author: access.clientId, newElementId, lamport, cuts: new Map(), runs: new Set() };
      step = { gesture, editor, pause: undefined };
      this.#step = step;
      this.#gesture = gesture;
      this.#done++;
      this.#undone = 0;
    }
    step.pause?.dispose();
    step.pause = clock.after(PAUSE_MS, () => this.#endStep());
    return step;
  }

  /** Its runs will not be continued, because undo of the next step must not remove them. */
  #endStep(): void {
    const { access } = this.#options;
    const step = this.#step;
    if (!step) return;
    this.#step = undefined;
    step.pause?.dispose();
    const ops: Op[] = [];
    for (const id of step.editor.runs) {
      const run = access.board().get(id);
      if (run && !run.ended) ops.push({ kind: 'end', id, count: run.text.length });
    }
    if (ops.length > 0) access.propose(ops, step.gesture);
  }

  /** Ends the typing. The text composed by an input method so far counts. */
  dispose(): void {
    if (this.#state === 'ended') return;
    const isThere = this.#options.access.board().get(this.#options.holder)?.alive === true;
    if (this.#state === 'composing' && isThere) this.#send();
    this.#state = 'ended';
    this.#endStep();
  }
}

function shownIn(pieces: readonly RunPiece[]): string {
  let text = '';
  for (const piece of pieces) if (piece.shown) text += piece.text;
  return text;
}
