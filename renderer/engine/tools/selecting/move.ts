import type { Box } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { Gesture } from '../../../../core/room/board-access.ts';
import { UNITS } from '../../geometry.ts';
import { CHANGED_LIVE } from '../../layers/lifted-group.ts';
import { coordinate } from '../../selection/arranging/coordinate.ts';
import { type LineEnds, loosened } from '../../selection/arranging/loosen.ts';
import { hasValues, type Place, placesOf, proposeEach, proposePlaces } from '../../selection/arranging/selection-actions.ts';
import { boxesAround, type Snap, snapOf } from '../../selection/arranging/snapping.ts';
import { type Frame, uprightBox } from '../../selection/frames.ts';
import { proposeRemoval } from '../../selection/propose-removal.ts';
import { Ticker } from '../ticker.ts';
import type { PointerSample } from '../tool.ts';
import type { SelectGesture, SelectHost, Start } from './select-gesture.ts';

interface Moving {
  readonly gesture: Gesture;
  /** The moved elements are copies, just made in this gesture. These were selected before. */
  readonly copiesOf?: ReadonlySet<ElementId>;
}

/**
 * Drags elements: shown at the pointer at once, sent once in a tick. A line that is bound at both ends and
 * moved without its elements is no longer bound.
 */
export class Move implements SelectGesture {
  readonly cursor = 'move';
  readonly #host: SelectHost;
  readonly #from: Start;
  readonly #moving: Moving;
  /** The ends of freed lines as they were. */
  readonly #bound = new Map<ElementId, LineEnds>();
  /** The ends of the same lines since then. */
  readonly #freed: ReadonlyMap<ElementId, LineEnds>;
  readonly #frame: Frame | undefined;
  readonly #ticker: Ticker;
  #places: ReadonlyMap<ElementId, Place>;
  /** The boxes to which it may snap. */
  #others: readonly Box[] | undefined;
  #dx = 0;
  #dy = 0;
  #sentDx = 0;
  #sentDy = 0;

  constructor(host: SelectHost, from: Start, ids: Iterable<ElementId>, moving: Moving) {
    this.#host = host;
    this.#from = from;
    this.#moving = moving;
    const board = host.access.board();
    this.#places = placesOf(board, ids);
    this.#frame = host.selection.frame(board, host.scene);
    this.#ticker = new Ticker(host.clock, () => this.#send());
    this.#freed = loosened(board, new Set(this.#places.keys()));
    for (const id of this.#freed.keys()) {
      const line = board.get(id);
      if (line) this.#bound.set(id, { from: line.get('from'), to: line.get('to') });
    }
    if (this.#freed.size > 0) proposeEach(host.access, this.#freed, moving.gesture);
  }

  drag(sample: PointerSample): void {
    let dx = Math.round((sample.xWorld - this.#from.xWorld) * UNITS);
    let dy = Math.round((sample.yWorld - this.#from.yWorld) * UNITS);
    // Shift keeps the movement on one axis.
    if (sample.shift && Math.abs(dx) < Math.abs(dy)) dx = 0;
    else if (sample.shift) dy = 0;
    const snap = this.#snap(sample, dx, dy);
    this.#dx = dx + (snap?.dx ?? 0);
    this.#dy = dy + (snap?.dy ?? 0);
    this.#host.sketch(snap && snap.guides.length > 0 ? { kind: 'guides', guides: snap.guides } : { kind: 'none' });
    this.#lift();
    if (this.#places.size <= CHANGED_LIVE) this.#ticker.soon();
  }

  /** Ctrl inverts the person's snap setting. With Shift one axis is fixed. */
  #snap({ mod, shift }: PointerSample, dx: number, dy: number): Snap | undefined {
    const { access, scene, zoom, habits } = this.#host;
    const box = this.#frame && uprightBox(this.#frame);
    if (!box || shift || habits().snaps === mod) return undefined;
    this.#others ??= boxesAround({ board: access.board(), scene, zoom: zoom() }, box, new Set(this.#places.keys()));
    const snap = snapOf(moved(box, dx, dy), this.#others, zoom());
    return { ...snap, dx: Math.round(snap.dx), dy: Math.round(snap.dy) };
  }

  release(): void {
    this.#ticker.now();
    this.#host.lift(undefined);
  }

  takeBack(): void {
    this.#dx = this.#dy = 0;
    this.#lift();
    this.release();
    const { access, selection } = this.#host;
    const { gesture, copiesOf } = this.#moving;
    if (copiesOf) {
      proposeRemoval(access, this.#places.keys(), gesture);
      selection.set(copiesOf);
    } else if (this.#bound.size > 0) proposeEach(access, this.#bound, gesture);
  }

  isTaken(id: ElementId): boolean {
    const place = this.#places.get(id);
    const element = this.#host.access.board().get(id);
    if (!place || !element) return false;
    const ends = this.#freed.get(id);
    if (ends && !hasValues(element, { from: ends.from, to: ends.to })) return true;
    return element.x !== coordinate(place.x + this.#sentDx) || element.y !== coordinate(place.y + this.#sentDy);
  }

  drop(gone: readonly ElementId[]): void {
    const places = new Map(this.#places);
    for (const id of gone) {
      places.delete(id);
      this.#bound.delete(id);
    }
    this.#places = places;
    this.#lift();
  }

  #lift(): void {
    const [dx, dy] = [this.#dx, this.#dy];
    const frame = this.#frame && { ...this.#frame, box: moved(this.#frame.box, dx, dy) };
    this.#host.lift({ places: this.#places, dx, dy, ...(frame ? { frame } : {}) });
  }

  #send(): void {
    if (this.#dx === this.#sentDx && this.#dy === this.#sentDy) return;
    this.#sentDx = this.#dx;
    this.#sentDy = this.#dy;
    proposePlaces(this.#host.access, this.#places, { dx: this.#dx, dy: this.#dy }, this.#moving.gesture);
  }
}

function moved({ minX, minY, maxX, maxY }: Frame['box'], dx: number, dy: number): Frame['box'] {
  return { minX: minX + dx, minY: minY + dy, maxX: maxX + dx, maxY: maxY + dy };
}
