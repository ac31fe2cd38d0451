import type { Board } from '../board.ts';
import type { ElementId } from '../ids.ts';
import { ElementKind } from '../kinds.ts';
import { NO_SPANS, type Spans, unite } from './spans.ts';

/** What all living cuts together take from a stroke or a run of text. */
export function cutSpans(board: Board, id: ElementId): Spans {
  const taken: Spans[] = [];
  for (const part of board.partsOf(id)) {
    const cut = board.get(part);
    if (cut?.kind === ElementKind.cut && cut.alive) taken.push(cut.spans);
  }
  // Hot path: every stroke that is drawn asks, and hardly any is cut.
  return taken.length === 0 ? NO_SPANS : unite(...taken);
}
