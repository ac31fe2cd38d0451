import type { ElementId, Epoch } from '../../core/board/ids.ts';
import type { Intent, Who, Word } from './crew-messages.ts';
import type { StrokeMark } from './stroke-mark.ts';

/** A stroke that somebody finished, and all that is known of what should have become of it. */
export interface FinishedStroke {
  readonly mark: StrokeMark;
  readonly who: Who;
  /** The last epoch in which its author was told that nothing is unsent; undefined when that never came. */
  acceptedIn: Epoch | undefined;
  /** Why it may be gone from everywhere. */
  excuse: string | undefined;
}

/** Keeps what people did and were told, from their words. */
export class Ledger {
  readonly strokes = new Map<ElementId, FinishedStroke>();
  /** Every stroke that anybody began, finished or not. */
  readonly begun = new Set<ElementId>();
  /** The winning write of `alive` per element, and whether any write removed it. */
  readonly #intents = new Map<ElementId, { last: Intent; wasRemoved: boolean }>();

  hear(word: Word): void {
    switch (word.kind) {
      case 'begun':
        this.begun.add(word.id);
        break;
      case 'finished':
        this.strokes.set(word.stroke.id, { mark: word.stroke, who: word.who, acceptedIn: undefined, excuse: undefined });
        break;
      case 'intent':
        this.#wants(word.intent);
        break;
      case 'accepted':
        for (const id of word.ids) {
          const stroke = this.strokes.get(id);
          if (stroke) stroke.acceptedIn = word.epoch;
        }
        break;
      case 'discarded':
        // Its author holds a stroke whatever others do, so only their word counts.
        for (const id of word.ids) if (this.strokes.get(id)?.who === word.who) this.#excuse(id, 'its author threw the copy away');
        break;
      default:
        break;
    }
  }

  /** Whoever crashed without keeping anything has lost what only they held. */
  crashed(who: Who): void {
    for (const stroke of this.strokes.values()) if (stroke.who === who) this.#excuse(stroke.mark.id, 'its author crashed');
  }

  #excuse(id: ElementId, why: string): void {
    const stroke = this.strokes.get(id);
    if (stroke) stroke.excuse ??= why;
  }

  /** Last writer wins, as on the board. */
  #wants(intent: Intent): void {
    const known = this.#intents.get(intent.id);
    const isLater =
      !known || intent.lamport > known.last.lamport || (intent.lamport === known.last.lamport && intent.by > known.last.by);
    const wasRemoved = (known?.wasRemoved ?? false) || !intent.alive;
    this.#intents.set(intent.id, { last: isLater ? intent : known.last, wasRemoved });
  }

  /** Whether it should be visible in the end, when every write arrives. */
  shouldBeAlive(id: ElementId): boolean {
    return this.#intents.get(id)?.last.alive ?? true;
  }

  /** Whether anybody ever rubbed it out or took it back: without a store such a write may be lost with its epoch. */
  wasEverRemoved(id: ElementId): boolean {
    return this.#intents.get(id)?.wasRemoved ?? false;
  }
}
