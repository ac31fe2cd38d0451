import type { Disposable } from '../../../../core/base/disposable.ts';
import { Board } from '../../../../core/board/board.ts';
import type { Box, Element } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { Body, isPropName, type Values } from '../../../../core/board/kinds.ts';
import { orderKeyAfter } from '../../../../core/board/order-key.ts';
import { compareValues } from '../../../../core/board/prop-value.ts';
import type { BoardChange, Gesture } from '../../../../core/room/board-access.ts';
import { union } from '../../geometry.ts';
import { InkCache } from '../../ink/ink-cache.ts';
import type { Canvas2D } from '../../kinds/kind.ts';
import { kindOf } from '../../kinds/kind-of.ts';
import type { Draft } from '../../layers/draft.ts';
import type { Theme } from '../../palette.ts';
import type { View } from '../../view/camera.ts';
import { TICK_MS, type ToolHost } from '../tool.ts';

type Written = Omit<Values, 'alive'>;
type WriterHost = Pick<ToolHost, 'access' | 'clock' | 'draft' | 'undraft' | 'wake'>;

/**
 * `held`: not on the board yet. `open`: on the board, and changed with every tick. `over`: finished, discarded, or removed by
 * another person.
 */
type Stage = 'held' | 'open' | 'over';

/**
 * An element without a body while a pointer creates it: shown at once, sent to the others once per tick, all of it one undo step.
 * The version under the pointer is on a board of its own, which is ahead of the room's.
 */
export class ElementWriter implements Draft {
  readonly traits: { readonly id: ElementId; readonly kind: number };
  readonly #host: WriterHost;
  readonly #gesture: Gesture;
  readonly #own = new Board();
  readonly #ink = new InkCache();
  #stage: Stage = 'held';
  /** The first values of the element, so that discarding it leaves nothing to undo. */
  #first: Written;
  #unsent: Written;
  #changed: Box | undefined;
  #timer: Disposable | undefined;

  /** `holdMs`: time before it is sent, because a touch may still become a pinch. */
  constructor(host: WriterHost, kind: number, values: Written, holdMs = 0) {
    const { access, clock } = host;
    this.#host = host;
    this.#gesture = access.newGesture();
    this.traits = { id: access.newElementId(), kind };
    this.#first = { order: orderKeyAfter(access.board().maxOrder), ...values };
    this.#unsent = this.#first;
    this.#own.apply(access.clientId, [this.#add(this.#first)]);
    this.#touch();
    host.draft(this);
    this.#timer = clock.after(Math.max(holdMs, TICK_MS), this.#send);
  }

  get id(): ElementId {
    return this.traits.id;
  }

  get #element(): Element {
    const element = this.#own.get(this.id);
    if (!element) throw new Error('an element that is being made is on its own board');
    return element;
  }

  write(values: Written): void {
    if (this.#stage === 'over' || this.#has(values)) return;
    const { access, clock, wake } = this.#host;
    this.#touch();
    this.#own.apply(access.clientId, [{ kind: 'set', id: this.id, lamport: this.#own.lamport + 1, values }]);
    this.#touch();
    this.#unsent = { ...this.#unsent, ...values };
    this.#timer ??= clock.after(TICK_MS, this.#send);
    wake('ink');
  }

  /** Finishes the element. False if another person has removed it during the press. */
  end(): boolean {
    if (this.#stage === 'over') return false;
    this.#send();
    this.#close();
    return true;
  }

  /** Discards it. */
  abandon(): void {
    if (this.#stage === 'over') return;
    const { access } = this.#host;
    if (this.#stage === 'open') {
      const lamport = access.nextLamport();
      const ids = [this.id];
      access.propose(
        [
          { kind: 'set', id: this.id, lamport, values: this.#first },
          { kind: 'alive', ids, lamport, alive: false },
        ],
        this.#gesture,
      );
    }
    this.#close();
  }

  boardChanged(change: BoardChange): void {
    if (this.#stage !== 'open' || change.origin === 'user') return;
    if (change.ids !== 'all' && !change.ids.includes(this.id)) return;
    if (!this.#host.access.board().get(this.id)?.alive) this.#close();
  }

  get box(): Box | undefined {
    const box = kindOf(this.traits.kind)?.box(this.#host.access.board(), this.#element);
    // One more pixel on each side for anti-aliasing.
    return box && { minX: box.minX - 1, minY: box.minY - 1, maxX: box.maxX + 1, maxY: box.maxY + 1 };
  }

  takeChanged(): Box | undefined {
    const changed = this.#changed;
    this.#changed = undefined;
    return changed;
  }

  paint(target: Canvas2D, view: View, theme: Theme): void {
    const look = { board: this.#host.access.board(), theme, ink: this.#ink };
    kindOf(this.traits.kind)?.draw(target, this.#element, view, look);
  }

  #has(values: Written): boolean {
    const element = this.#element;
    return Object.entries(values).every(
      ([name, value]) => isPropName(name) && value !== undefined && compareValues(element.get(name), value) === 0,
    );
  }

  #touch(): void {
    this.#changed = union(this.#changed, this.box);
  }

  #add(values: Written) {
    const birth = { kind: this.traits.kind, body: Body.none, facts: {} };
    return { kind: 'add', id: this.id, lamport: this.#host.access.nextLamport(), birth, values } as const;
  }

  readonly #send = (): void => {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#stage === 'over') return;
    const values = this.#unsent;
    this.#unsent = {};
    if (this.#stage === 'held') {
      this.#stage = 'open';
      this.#first = values;
      this.#host.access.propose([this.#add(values)], this.#gesture);
    } else if (Object.keys(values).length > 0) {
      const lamport = this.#host.access.nextLamport();
      this.#host.access.propose([{ kind: 'set', id: this.id, lamport, values }], this.#gesture);
    }
  };

  #close(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (this.#stage === 'over') return;
    this.#stage = 'over';
    this.#host.undraft(this.id);
  }
}
