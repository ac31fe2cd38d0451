import { LIMITS } from '../../contract/limits.ts';
import type { Board } from '../board.ts';
import type { ElementId } from '../ids.ts';
import { Body, ElementKind } from '../kinds.ts';
import type { AddOp, Op } from '../op.ts';
import { NO_SPANS, type Spans, unite } from './spans.ts';

/** The union of all living cuts of a stroke or a run of text. */
export function cutSpans(board: Board, id: ElementId): Spans {
  const taken: Spans[] = [];
  for (const part of board.partsOf(id)) {
    const cut = board.get(part);
    if (cut?.kind === ElementKind.cut && cut.alive) taken.push(cut.spans);
  }
  // Hot path: every drawn stroke asks, and few have cuts.
  return taken.length === 0 ? NO_SPANS : unite(taken);
}

/** `add` of a cut without spans yet. */
export function addCut(id: ElementId, target: ElementId, lamport: number): AddOp {
  return { kind: 'add', id, lamport, birth: { kind: ElementKind.cut, body: Body.spans, facts: { target } }, values: {} };
}

/** A new cut, with as many of the spans as one cut may have. */
export function cutOps(id: ElementId, target: ElementId, lamport: number, spans: Spans): readonly Op[] {
  return [addCut(id, target, lamport), { kind: 'cut', id, spans: spans.slice(0, 2 * LIMITS.spansPerCut) }];
}
