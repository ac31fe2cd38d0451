import type { ElementState } from '../../../core/board/element.ts';
import { authorOf, type ClientId, type ElementId } from '../../../core/board/ids.ts';
import type { VersionVector } from '../../../core/room/version-vector.ts';
import type { Returned } from '../session.ts';
import type { Outbox } from '../writing/outbox.ts';

/** A shorter absence does not count: people do not notice it, and an own change of name causes one. Milliseconds. */
const BRIEF_MS = 1_000;

type Phase =
  /** Never live, or live without open changes from before. */
  | { readonly at: 'here' }
  | { readonly at: 'away'; readonly since: number }
  /** Live again; changes made while away are being settled. */
  | { readonly at: 'back'; readonly since: number; readonly awayMs: number };

/** Follows the changes that were made while the hub was away. Times are `clock.mono()`. */
export class AwayLog {
  #phase: Phase = { at: 'here' };
  #wasLive = false;
  readonly #drawn = new Set<ElementId>();
  readonly #refused = new Set<ElementId>();
  readonly #others = new Set<ElementId>();
  /** The newest batch of the time away. */
  #lastPlace = 0;

  /** Changes of an earlier session that could not send them. */
  resume(since: number, drawn: Iterable<ElementId>, lastPlace: number): void {
    this.#phase = { at: 'away', since };
    this.#wasLive = true;
    for (const id of drawn) this.#drawn.add(id);
    this.#lastPlace = lastPlace;
  }

  /** Since when the hub has been away. Undefined while live, and before the first loss. */
  get since(): number | undefined {
    return this.#phase.at === 'away' ? this.#phase.since : undefined;
  }

  cut(now: number): void {
    if (!this.#wasLive || this.#phase.at === 'away') return;
    this.#phase = { at: 'away', since: this.#phase.at === 'back' ? this.#phase.since : now };
  }

  /** An own change was made; `place`: its batch in the outbox. */
  drew(ids: readonly ElementId[], place: number): void {
    if (this.#phase.at !== 'away') return;
    for (const id of ids) this.#drawn.add(id);
    this.#lastPlace = place;
  }

  /**
   * Other people's changes, until all own changes of that time are settled: a restored connection brings them just before the
   * answers.
   */
  missed(ids: Iterable<ElementId>): void {
    if (this.#phase.at !== 'here') for (const id of ids) this.#others.add(id);
  }

  refused(ids: Iterable<ElementId>): void {
    for (const id of ids) if (this.#drawn.has(id)) this.#refused.add(id);
  }

  /** Live, or live again. */
  live(now: number): void {
    this.#wasLive = true;
    if (this.#phase.at !== 'away') return;
    const { since } = this.#phase;
    if (this.#drawn.size === 0 || now - since < BRIEF_MS) this.forget();
    else this.#phase = { at: 'back', since, awayMs: now - since };
  }

  /** Drops the record: the changes are in a lost copy, or were reported. */
  forget(): void {
    this.#phase = { at: 'here' };
    this.#drawn.clear();
    this.#refused.clear();
    this.#others.clear();
  }

  /** The result, once, when the outbox contains no change of that time. */
  settled(outbox: Pick<Outbox, 'oldestPlace'>, now: number): Returned | undefined {
    if (this.#phase.at !== 'back' || (outbox.oldestPlace ?? Number.POSITIVE_INFINITY) <= this.#lastPlace) return undefined;
    for (const id of this.#drawn) this.#others.delete(id);
    const refused = this.#refused.size;
    const returned: Returned = {
      at: now,
      awayMs: this.#phase.awayMs,
      sent: this.#drawn.size - refused,
      refused,
      fromOthers: this.#others.size,
    };
    this.forget();
    return returned;
  }
}

/** Elements of authors other than `clientId` that have changed beyond the vector `known`. */
export function changedBeyond(states: readonly ElementState[], known: VersionVector, clientId: ClientId): readonly ElementId[] {
  return states
    .filter(({ id, marks }) => authorOf(id) !== clientId && marks.some(({ origin, seq }) => seq > known.get(origin)))
    .map(({ id }) => id);
}
