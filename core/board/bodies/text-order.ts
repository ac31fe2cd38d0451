import type { Board } from '../board.ts';
import type { Element } from '../element.ts';
import type { ElementId } from '../ids.ts';
import { ElementKind, type TextPlace } from '../kinds.ts';
import { cutSpans } from './cuts.ts';
import type { Spans } from './spans.ts';

/**
 * Text that several people type at once: a sequence CRDT without interleaving (Fugue, Weidner and Kleppmann 2023,
 * https://arxiv.org/abs/2305.00583).
 * A *run* is what one person typed in one go: an element of kind `run`, part of its text, whose body only its author makes
 * longer. It begins before or after one unit of another run (`place`). Unit i + 1 of a run is a child after unit i. The units
 * therefore form Fugue's tree.
 * The text is the walk of that tree: the units placed before a unit, the unit, the units placed after it, siblings by their ids.
 * Cuts of a run erase units, and removing a run erases all of its units. Erased units keep their places.
 */
export interface RunPiece {
  readonly run: ElementId;
  /** Units `[from, to)` of the run, all shown or all erased. */
  readonly from: number;
  readonly to: number;
  readonly shown: boolean;
  readonly text: string;
}

interface Children {
  readonly before: Map<number, ElementId[]>;
  readonly after: Map<number, ElementId[]>;
}

interface Tree {
  readonly roots: readonly ElementId[];
  readonly children: ReadonlyMap<ElementId, Children>;
}

function treeOf(board: Board, holder: ElementId): Tree {
  const children = new Map<ElementId, Children>();
  const roots: ElementId[] = [];
  for (const id of board.partsOf(holder)) {
    const run = board.get(id);
    if (run?.kind !== ElementKind.run) continue;
    const [parent, offset, side] = run.get('place');
    const whole = parent === undefined ? undefined : board.get(parent);
    const length = whole?.text.length ?? 0;
    if (parent === undefined || whole?.kind !== ElementKind.run || whole.get('target') !== holder || length === 0) {
      roots.push(id);
      continue;
    }
    let of = children.get(parent);
    if (!of) {
      of = { before: new Map(), after: new Map() };
      children.set(parent, of);
    }
    // A run may be shorter than its children expect, after its author's fork. Units placed behind its end count as placed at its
    // end.
    const at = Math.min(offset as number, length - 1);
    const siblings = side === 0 && at === offset ? of.before : of.after;
    const known = siblings.get(at);
    if (known) known.push(id);
    else siblings.set(at, [id]);
  }
  return { roots: roots.sort(), children };
}

/** All pieces of a text in order, erased ones included. */
export function textPieces(board: Board, holder: ElementId): readonly RunPiece[] {
  return walk(board, treeOf(board, holder));
}

interface Step {
  readonly run: ElementId;
  /**
   * The walk continues at this unit. A unit has three parts: its children before it, the unit with all following units that have
   * no children, its children after it.
   */
  readonly at: number;
  readonly phase: 'before' | 'self' | 'after';
}

/** An explicit stack: hostile authors can nest runs as deep as a board has elements. */
function walk(board: Board, { roots, children }: Tree): readonly RunPiece[] {
  const pieces: RunPiece[] = [];
  const stack: Step[] = [];
  // Found once for each run: hostile authors can give a run thousands of cuts and thousands of children.
  const erased = new Map<ElementId, Spans>();
  const erasedOf = (run: ElementId): Spans => {
    const known = erased.get(run) ?? cutSpans(board, run);
    erased.set(run, known);
    return known;
  };
  const begin = (runs: readonly ElementId[]): void => {
    for (const run of [...runs].reverse()) stack.push({ run, at: 0, phase: 'before' });
  };
  begin(roots);
  for (let step = stack.pop(); step; step = stack.pop()) {
    const { run, at, phase } = step;
    const length = board.get(run)?.text.length ?? 0;
    if (at >= length) continue;
    const of = children.get(run);
    if (phase === 'before') {
      stack.push({ run, at, phase: 'self' });
      begin((of?.before.get(at) ?? []).sort());
    } else if (phase === 'self') {
      let to = at + 1;
      while (to < length && !of?.after.has(to - 1) && !of?.before.has(to)) to++;
      pushPieces(board.get(run), at, to, erasedOf, pieces);
      stack.push({ run, at: to - 1, phase: 'after' });
    } else {
      // The run's own next unit is a child after this one too. Among its siblings it is ordered by its run.
      const after = [...(of?.after.get(at) ?? []), run].sort();
      for (const next of after.reverse())
        stack.push(next === run ? { run, at: at + 1, phase: 'before' } : { run: next, at: 0, phase: 'before' });
    }
  }
  return pieces;
}

function pushPieces(
  run: Element | undefined,
  from: number,
  to: number,
  erasedOf: (run: ElementId) => Spans,
  pieces: RunPiece[],
): void {
  if (!run) return;
  const { id, text } = run;
  const push = (start: number, end: number, shown: boolean): void => {
    if (end > start) pieces.push({ run: id, from: start, to: end, shown, text: text.slice(start, end) });
  };
  if (!run.alive) {
    push(from, to, false);
    return;
  }
  const erased = erasedOf(id);
  let at = from;
  for (let i = firstBehind(erased, from); i < erased.length && at < to; i += 2) {
    const start = Math.min(Math.max(erased[i] as number, at), to);
    const end = Math.min(Math.max(erased[i + 1] as number, at), to);
    push(at, start, true);
    push(start, end, false);
    at = end;
  }
  push(at, to, true);
}

/** Index of the first span that ends behind the unit. */
function firstBehind(spans: Spans, unit: number): number {
  let [low, high] = [0, spans.length >> 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[2 * middle + 1] as number) > unit) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}

/** The text that people read. */
export function textOf(board: Board, holder: ElementId): string {
  let text = '';
  for (const piece of textPieces(board, holder)) if (piece.shown) text += piece.text;
  return text;
}

/** The shown units `[from, to)` of a text, as units `[from, to)` of its runs, in the text's order. */
export function* shownWithin(
  pieces: readonly RunPiece[],
  from: number,
  to: number,
): Generator<Pick<RunPiece, 'run' | 'from' | 'to'>> {
  let at = 0;
  for (const piece of pieces) {
    if (!piece.shown) continue;
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, piece.to - piece.from);
    at += piece.to - piece.from;
    if (start < end) yield { run: piece.run, from: piece.from + start, to: piece.from + end };
  }
}

/** The place for text typed at `caret`. */
export type TypingPlace =
  /** Continues the end of the author's own run. */
  | { readonly on: ElementId; readonly offset: number }
  /** Starts a new run. */
  | { readonly place: TextPlace };

/**
 * The place for text typed before the `caret`-th shown unit. Fugue's rule: after the unit on the left when nothing was placed
 * there yet, else before the next unit of the walk.
 * `canGoOn`: whether the typist may extend that run (it is their own and not ended).
 */
export function typingPlace(board: Board, holder: ElementId, caret: number, canGoOn: (run: ElementId) => boolean): TypingPlace {
  const tree = treeOf(board, holder);
  const pieces = walk(board, tree);
  let next = 0;
  let left: { readonly run: ElementId; readonly unit: number } | undefined;
  for (let shown = 0; next < pieces.length && shown < caret; next++) {
    const { run, from, to, shown: isShown } = pieces[next] as RunPiece;
    const within = caret - shown;
    if (isShown && to - from > within) return { place: [run, from + within, 0] };
    if (isShown) shown += to - from;
    left = { run, unit: to - 1 };
  }
  // Skips erased units of the same run: an author who erased the end of their own run continues it.
  for (let piece = pieces[next]; left && piece && !piece.shown && piece.run === left.run && piece.from === left.unit + 1; ) {
    left = { run: piece.run, unit: piece.to - 1 };
    piece = pieces[++next];
  }
  const right = pieces[next];
  const first: TextPlace = right ? [right.run, right.from, 0] : [];
  if (!left) return { place: first };
  const { run, unit } = left;
  const isLast = (board.get(run)?.text.length ?? 0) === unit + 1;
  if (!isLast || tree.children.get(run)?.after.has(unit)) return { place: first };
  return canGoOn(run) ? { on: run, offset: unit + 1 } : { place: [run, unit, 1] };
}
