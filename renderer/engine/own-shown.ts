import type { Disposable } from '../../core/base/disposable.ts';
import type { ElementId } from '../../core/board/ids.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { PresenceAccess } from '../../core/room/board-access.ts';
import { NOTHING_SHOWN } from '../../core/room/shown.ts';
import type { Selection } from './selection/selection.ts';

/** What this person shows the others in addition to the pointer [PRS-5]: that it is a laser, and the selection. */
export class OwnShown implements Disposable {
  readonly #presence: Pick<PresenceAccess, 'showOthers'>;
  readonly #selection: Selection;
  readonly #listening: Disposable;
  #isLaser = false;

  constructor(presence: Pick<PresenceAccess, 'showOthers'>, selection: Selection) {
    this.#presence = presence;
    this.#selection = selection;
    this.#listening = selection.onChange(() => this.#show());
  }

  /** The pointer becomes a laser, or is one no longer. */
  setLaser(isLaser: boolean): void {
    if (isLaser === this.#isLaser) return;
    this.#isLaser = isLaser;
    this.#show();
  }

  #show(): void {
    this.#presence.showOthers({ laser: this.#isLaser, selected: firstOf(this.#selection.ids) });
  }

  dispose(): void {
    this.#listening.dispose();
    this.#presence.showOthers(NOTHING_SHOWN);
  }
}

/** As many selected elements as others are told. */
function firstOf(ids: ReadonlySet<ElementId>): ElementId[] {
  const first: ElementId[] = [];
  for (const id of ids) {
    if (first.length >= LIMITS.shownElements) break;
    first.push(id);
  }
  return first;
}
