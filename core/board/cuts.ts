import type { Board } from './board.ts';
import type { ElementId } from './ids.ts';
import { ElementKind } from './kinds.ts';
import { NO_SPANS, type Spans, unite } from './spans.ts';

/** What all living cuts together take from a stroke or a run of text. */
export function cutSpans(board: Board, id: ElementId): Spans {
  let spans = NO_SPANS;
  for (const part of board.partsOf(id)) {
    const cut = board.get(part);
    if (cut?.kind === ElementKind.cut && cut.alive && cut.spans.length > 0)
      spans = spans.length > 0 ? unite(spans, cut.spans) : cut.spans;
  }
  return spans;
}
