import { addCut, cutSpans } from '../../../../core/board/bodies/cuts.ts';
import { beyond, NO_SPANS, SPAN_STEPS, type Spans, unite, without } from '../../../../core/board/bodies/spans.ts';
import type { Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { Op } from '../../../../core/board/op.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import type { Gesture } from '../../../../core/room/board-access.ts';
import type { Segment } from '../../geometry.ts';
import { erasedSpans, inkPlaces } from '../../ink/erased-spans.ts';
import { proposeRemoval } from '../../selection/propose-removal.ts';
import { Ticker } from '../ticker.ts';
import type { ToolHost } from '../tool.ts';

/** The part of one stroke that one sweep removes: a growing cut. */
interface Cut {
  id: ElementId;
  isBorn: boolean;
  /** Spans of this cut and of the full ones before it in the sweep. */
  taken: Spans;
  sent: Spans;
  /** Number of sent spans of the growing cut. */
  count: number;
}

/** Cuts pieces out of strokes: on the board at once, sent once in a tick, one undo step. */
export class PartSweep {
  readonly #host: Pick<ToolHost, 'access' | 'clock'>;
  readonly #gesture: Gesture;
  readonly #cuts = new Map<ElementId, Cut>();
  readonly #made: ElementId[] = [];
  /** Places of the ink of each stroke near the sweep, while the stroke does not move. */
  readonly #ways = new Map<ElementId, { readonly lies: string; readonly places: Float64Array }>();
  readonly #ticker: Ticker;
  #isFirst = true;

  constructor(host: Pick<ToolHost, 'access' | 'clock'>, gesture: Gesture) {
    this.#host = host;
    this.#gesture = gesture;
    this.#ticker = new Ticker(host.clock, () => this.#send());
  }

  /** The eraser passed over a stroke. `reach` in world pixels. */
  take(stroke: Element, by: Segment, reach: number): void {
    const known = this.#cuts.get(stroke.id)?.taken ?? cutSpans(this.#host.access.board(), stroke.id);
    const more = beyond(erasedSpans(this.#placesOf(stroke), by, reach), known);
    if (more.length === 0) return;
    const cut = this.#cutOf(stroke.id, known);
    cut.taken = unite([cut.taken, more]);
    // The first touch shows at once; the rest comes with the ticks.
    if (this.#isFirst) this.#ticker.now();
    else this.#ticker.soon();
    this.#isFirst = false;
  }

  end(): void {
    this.#ticker.now();
    const { access } = this.#host;
    const board = access.board();
    const gone = [...this.#cuts.keys()].filter((id) => {
      const stroke = board.get(id);
      const end = Math.max(1, ((stroke?.pointCount ?? 0) - 1) * SPAN_STEPS);
      return stroke?.alive === true && stroke.ended && without(end, cutSpans(board, id)).length === 0;
    });
    // A completely cut stroke could not be selected, so it is removed.
    if (gone.length > 0) proposeRemoval(access, gone, this.#gesture);
  }

  takeBack(): void {
    this.#ticker.stop();
    if (this.#made.length > 0) proposeRemoval(this.#host.access, this.#made, this.#gesture);
  }

  #placesOf(stroke: Element): Float64Array {
    const lies = [
      stroke.x,
      stroke.y,
      stroke.get('w'),
      stroke.get('h'),
      stroke.get('angle'),
      stroke.get('mirrored'),
      stroke.pointCount,
    ];
    const known = this.#ways.get(stroke.id);
    if (known?.lies === lies.join()) return known.places;
    const places = inkPlaces(stroke);
    this.#ways.set(stroke.id, { lies: lies.join(), places });
    return places;
  }

  #cutOf(stroke: ElementId, known: Spans): Cut {
    let cut = this.#cuts.get(stroke);
    if (!cut) {
      cut = { id: this.#host.access.newElementId(), isBorn: false, taken: known, sent: known, count: 0 };
      this.#cuts.set(stroke, cut);
    }
    return cut;
  }

  #send(): void {
    const { access } = this.#host;
    const ops: Op[] = [];
    const lamport = access.nextLamport();
    for (const [target, cut] of this.#cuts) {
      let more = beyond(cut.taken, cut.sent);
      cut.sent = cut.taken;
      while (more.length > 0) {
        if (cut.count >= LIMITS.spansPerCut) Object.assign(cut, { id: access.newElementId(), isBorn: false, count: 0 });
        if (!cut.isBorn) {
          ops.push(addCut(cut.id, target, lamport));
          cut.isBorn = true;
          this.#made.push(cut.id);
        }
        const spans = more.slice(0, 2 * (LIMITS.spansPerCut - cut.count));
        ops.push({ kind: 'cut', id: cut.id, spans });
        cut.count += spans.length / 2;
        more = more.length > spans.length ? more.slice(spans.length) : NO_SPANS;
      }
    }
    access.propose(ops, this.#gesture);
  }
}
