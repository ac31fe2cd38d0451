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

/** What is older has been written into the vault, milliseconds: the session's own quarter of a second, and a busy machine. */
const KEPT_AFTER_MS = 2_500;

/** Keeps what people did and were told, from their words. */
export class Ledger {
  readonly strokes = new Map<ElementId, FinishedStroke>();
  /** Every stroke that anybody began, finished or not. */
  readonly begun = new Set<ElementId>();
  /** The winning write of `alive` per element, and whether any write removed it. */
  readonly #intents = new Map<ElementId, { last: Intent; who: Who; wasRemoved: boolean; isSure: boolean }>();
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
        for (const id of word.ids) {
          const stroke = this.strokes.get(id);
          if (stroke) stroke.acceptedIn = word.epoch;
        }
        break;
      case 'discarded':
        // Its author holds a stroke whatever others do, so only their word counts.
        for (const id of word.ids)
          if (this.strokes.get(id)?.who === word.who) this.#excuse(id, 'its author threw the copy away', 'memory');
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
    for (const intent of this.#intents.values()) {
      if (intent.last.at > at - KEPT_AFTER_MS && intent.who === who) intent.isSure = false;
    }
  }

  #excuse(id: ElementId, why: string, holds: 'always' | 'memory'): void {
    const stroke = this.strokes.get(id);
    if (stroke && stroke.excuse?.holds !== 'always') stroke.excuse = { why, holds };
  }

  /** Last writer wins, as on the board. */
  #wants(who: Who, intent: Intent): void {
    const known = this.#intents.get(intent.id);
    const { lamport, by } = known?.last ?? { lamport: -1, by: '' };
    const isLater = intent.lamport > lamport || (intent.lamport === lamport && intent.by > by);
    const wasRemoved = (known?.wasRemoved ?? false) || !intent.alive;
    if (known && !isLater) known.wasRemoved = wasRemoved;
    else this.#intents.set(intent.id, { last: intent, who, wasRemoved, isSure: true });
  }

  /** Whether it should be visible in the end, when every write arrives; undefined when the last writer crashed just after. */
  shouldBeAlive(id: ElementId): boolean | undefined {
    const wanted = this.#intents.get(id);
    if (!wanted) return true;
    return wanted.isSure ? wanted.last.alive : undefined;
  }

  /** Whether anybody ever rubbed it out or took it back: without a store such a write may be lost with its epoch. */
  wasEverRemoved(id: ElementId): boolean {
    return this.#intents.get(id)?.wasRemoved ?? false;
  }
}
