import type { ElementId, Epoch } from '../../core/board/ids.ts';
import type { Intent, Who, Word } from './crew-messages.ts';
import type { StrokeMark } from './stroke-mark.ts';

/** A stroke that somebody finished, and all that is known of what should have become of it. */
export interface FinishedStroke {
  readonly mark: StrokeMark;
  readonly who: Who;
  /** The last epoch in which its author was told that nothing is unsent; undefined when that never came. */
  acceptedIn: Epoch | undefined;
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
  /** Why it may be gone from everywhere. `always`: even though a store keeps the board. */
  excuse: { readonly why: string; readonly holds: 'always' | 'memory' } | undefined;
}

/** The winning write of an element's `alive`. */
export interface Wish {
  readonly alive: boolean;
  /** Who wrote it last. */
  readonly who: Who;
  /** Whether any write removed the element. */
  readonly everRemoved: boolean;
  /** The epoch in which its writer was last told that nothing is unsent. */
  readonly acceptedIn: Epoch | undefined;
  /** What may have become of it since on its writer's side. `unkept`: a crash just after it; `forgotten`: a crash, or a copy thrown away. */
  readonly memory: 'held' | 'forgotten' | 'unkept';
}

/** What is older has been written into the vault, milliseconds: the session's own quarter of a second, and a busy machine. */
const KEPT_AFTER_MS = 2_500;

/** Keeps what people did and were told, from their words. */
export class Ledger {
  readonly strokes = new Map<ElementId, FinishedStroke>();
  /** Every stroke that anybody began, finished or not. */
  readonly begun = new Set<ElementId>();
  readonly #wishes = new Map<ElementId, Wish & { readonly last: Intent }>();
  /** When each person's status last said `live`, milliseconds since 1970. */
  readonly #liveAt = new Map<Who, number>();

  hear(word: Word): void {
    switch (word.kind) {
      case 'begun':
        this.begun.add(word.id);
        break;
      case 'finished':
        this.strokes.set(word.stroke.id, {
          mark: word.stroke,
          who: word.who,
          finishedAt: word.at,
          acceptedIn: undefined,
          excuse: undefined,
        });
        break;
      case 'status':
        if (word.sample.phase === 'live') this.#liveAt.set(word.who, word.sample.at);
        break;
      case 'intent':
        this.#wants(word.who, word.intent);
        break;
      case 'accepted':
        for (const id of word.strokes) {
          const stroke = this.strokes.get(id);
          if (stroke) stroke.acceptedIn = word.epoch;
        }
        for (const { id, lamport } of word.intents) {
          const wish = this.#wishes.get(id);
          // Who restores an older copy brings back their own older write.
          if (wish?.who === word.who && wish.last.lamport === lamport) this.#wishes.set(id, { ...wish, acceptedIn: word.epoch });
        }
        break;
      case 'discarded':
        this.#discarded(word.who, new Set(word.ids));
        break;
      default:
        break;
    }
  }

  /** People whose status has said `live` at some time. */
  get everLive(): number {
    return this.#liveAt.size;
  }

  /**
   * A crash at `at` (milliseconds since 1970). What had been drawn just before need not be kept yet; and of what the hub may have
   * taken nothing is kept: it goes with the hub's memory.
   */
  crashed(who: Who, at: number): void {
    const liveAt = this.#liveAt.get(who) ?? Number.NEGATIVE_INFINITY;
    for (const { mark, who: author, finishedAt, acceptedIn } of this.strokes.values()) {
      if (author !== who) continue;
      if (acceptedIn === undefined && finishedAt > at - KEPT_AFTER_MS)
        this.#excuse(mark.id, 'its author crashed just after', 'always');
      else if (acceptedIn !== undefined || finishedAt <= liveAt) this.#excuse(mark.id, 'its author crashed', 'memory');
    }
    this.#forget(who, (intent) => (intent.at > at - KEPT_AFTER_MS ? 'unkept' : 'forgotten'));
  }

  /** Its author holds a stroke whatever others do, so only their word counts. What was removed is in the copy too, though not among the ids. */
  #discarded(who: Who, ids: ReadonlySet<ElementId>): void {
    for (const { mark, who: author } of this.strokes.values()) {
      if (author === who && (ids.has(mark.id) || this.#wishes.get(mark.id)?.everRemoved === true))
        this.#excuse(mark.id, 'its author threw the copy away', 'memory');
    }
    this.#forget(who, () => 'forgotten');
  }

  #forget(who: Who, how: (intent: Intent) => 'forgotten' | 'unkept'): void {
    for (const [id, wish] of this.#wishes) {
      if (wish.who === who && wish.memory !== 'unkept') this.#wishes.set(id, { ...wish, memory: how(wish.last) });
    }
  }

  #excuse(id: ElementId, why: string, holds: 'always' | 'memory'): void {
    const stroke = this.strokes.get(id);
    if (stroke && stroke.excuse?.holds !== 'always') stroke.excuse = { why, holds };
  }

  /** Last writer wins, as on the board. */
  #wants(who: Who, intent: Intent): void {
    const known = this.#wishes.get(intent.id);
    const { lamport, by } = known?.last ?? { lamport: -1, by: '' };
    const isLater = intent.lamport > lamport || (intent.lamport === lamport && intent.by > by);
    const everRemoved = (known?.everRemoved ?? false) || !intent.alive;
    const { id, alive } = intent;
    if (known && !isLater) this.#wishes.set(id, { ...known, everRemoved });
    else this.#wishes.set(id, { alive, who, everRemoved, acceptedIn: undefined, memory: 'held', last: intent });
  }

  /** What should become of it when every write arrives; undefined: nobody wrote anything of it. */
  wish(id: ElementId): Wish | undefined {
    return this.#wishes.get(id);
  }
}
