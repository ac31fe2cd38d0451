import { LIMITS } from '../../contract/limits.ts';
import type { Board } from '../board.ts';
import { authorOf, type ClientId, type ElementId } from '../ids.ts';
import { Body, ElementKind, type TextPlace } from '../kinds.ts';
import type { Op } from '../op.ts';
import { addCut } from './cuts.ts';
import { shownWithin, textPieces, typingPlace } from './text-order.ts';

/** The editor of a text during one gesture. The gesture is one undo step. */
export interface TextEditor {
  readonly author: ClientId;
  readonly newElementId: () => ElementId;
  readonly lamport: number;
  /** For each run, the cut that this gesture has made so far. It keeps growing. */
  readonly cuts: Map<ElementId, ElementId>;
  /** Runs that this gesture has begun, or may continue. Its undo must not remove earlier typing. */
  readonly runs: Set<ElementId>;
}

/** Ops that insert `text` before the `caret`-th shown UTF-16 unit. */
export function typeText(board: Board, holder: ElementId, caret: number, text: string, editor: TextEditor): readonly Op[] {
  const { author, runs, lamport } = editor;
  const canGoOn = (run: ElementId): boolean => {
    const length = board.get(run)?.text.length ?? 0;
    return (
      runs.has(run) &&
      authorOf(run) === author &&
      board.get(run)?.ended === false &&
      length + text.length <= LIMITS.textUnitsPerRun
    );
  };
  const at = typingPlace(board, holder, caret, canGoOn);
  if ('on' in at) return [{ kind: 'append', id: at.on, offset: at.offset, chunk: text }];
  const id = editor.newElementId();
  runs.add(id);
  const birth = { kind: ElementKind.run, body: Body.text, facts: { target: holder, place: at.place } };
  return [
    { kind: 'add', id, lamport, birth, values: {} },
    { kind: 'append', id, offset: 0, chunk: text },
  ];
}

/** Ops that erase the shown units `[from, to)`: cuts of their runs, so that others can type among them at the same time. */
export function eraseText(board: Board, holder: ElementId, from: number, to: number, editor: TextEditor): readonly Op[] {
  const ops: Op[] = [];
  for (const piece of shownWithin(textPieces(board, holder), from, to)) {
    let cut = editor.cuts.get(piece.run);
    if (cut === undefined) {
      cut = editor.newElementId();
      editor.cuts.set(piece.run, cut);
      ops.push(addCut(cut, piece.run, editor.lamport));
    }
    ops.push({ kind: 'cut', id: cut, spans: [piece.from, piece.to] });
  }
  return ops;
}

/**
 * Ops that write a whole text into an element without text: one run up to the limit, then more runs behind it. For copies and
 * files.
 */
export function textOps(access: Pick<TextEditor, 'newElementId' | 'lamport'>, holder: ElementId, text: string): readonly Op[] {
  const ops: Op[] = [];
  let place: TextPlace = [];
  for (let from = 0; from < text.length; ) {
    const chunk = wholeUnits(text, from, LIMITS.textUnitsPerRun);
    const id = access.newElementId();
    const birth = { kind: ElementKind.run, body: Body.text, facts: { target: holder, place } };
    ops.push(
      { kind: 'add', id, lamport: access.lamport, birth, values: {} },
      { kind: 'append', id, offset: 0, chunk },
      { kind: 'end', id, count: chunk.length },
    );
    place = [id, chunk.length - 1, 1];
    from += chunk.length;
  }
  return ops;
}

/** At most `most` units from `from` on, without half of a surrogate pair at the end. */
function wholeUnits(text: string, from: number, most: number): string {
  const chunk = text.slice(from, from + most);
  return from + most < text.length && /[\ud800-\udbff]$/.test(chunk) ? chunk.slice(0, -1) : chunk;
}
