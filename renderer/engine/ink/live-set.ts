import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Board } from '../../../core/board/board.ts';
import type { Element } from '../../../core/board/element.ts';
import { authorOf, type ClientId, type ElementId } from '../../../core/board/ids.ts';
import type { Origin } from '../../../core/room/board-access.ts';
import type { Draft } from '../layers/draft.ts';
import type { Lifted } from '../layers/lifted-group.ts';
import type { Scene, SceneEntry } from '../scene.ts';
import { inkFrame } from './ink-frame.ts';
import { RemoteStrokes } from './remote-strokes.ts';

export interface LiveSetOptions {
  readonly clock: Clock;
  readonly scene: Scene;
  readonly board: () => Board;
  readonly clientId: ClientId;
  readonly reducedMotion: boolean;
  /** An element entered the settled layer, left it or changed on it. */
  readonly settled: (before: SceneEntry | undefined, after: SceneEntry | undefined) => void;
  /** This ink has left `inks`: clear its place. */
  readonly gone: (ink: Draft) => void;
  /** Other elements are about to be lifted. True when the carried layer takes them with their tiles: then the settled layer has no tiles. */
  readonly willLift: (lifted: Lifted) => boolean;
  /** An element on the carried layer has changed, or left it. */
  readonly carried: (before: SceneEntry | undefined, after: SceneEntry | undefined) => void;
  /** The carried elements are put down: the settled layer must draw everything. */
  readonly allSettled: () => void;
  /** A lifted element of this kind looks different. */
  readonly liftedChanged: (kind: number) => void;
  /** Live content has changed: paint a frame. */
  readonly wake: () => void;
}

const NOBODY: ReadonlySet<ElementId> = new Set();

/**
 * Decides which elements are live, and so not on the settled layer: drafts under the own pen, strokes that others are drawing,
 * elements lifted by a drag. Exactly one of the two shows each element. An element that becomes settled is shown as live until
 * the settled layer has painted it (`landed`).
 */
export class LiveSet implements Disposable {
  readonly #options: LiveSetOptions;
  readonly #remote: RemoteStrokes;
  readonly #drafts = new Map<ElementId, Draft>();
  #lifted: Lifted | undefined;
  /** Elements drawn by the places of lifted ones, and not lifted themselves: arrows to them. */
  #following: ReadonlySet<ElementId> = NOBODY;
  /** Given to the settled layer, which may not have painted it yet. */
  readonly #landing = new Map<ElementId, Draft>();
  #settingDown: Lifted | undefined;
  #isCarried = false;
  #followed: ReadonlySet<ElementId> = NOBODY;

  constructor(options: LiveSetOptions) {
    const { clock, reducedMotion, gone, wake } = options;
    this.#options = options;
    const onSettled = (ink: Draft) => this.#putDown(ink);
    this.#remote = new RemoteStrokes({ clock, reducedMotion: () => reducedMotion, onSettled, onGone: gone, onWake: wake });
  }

  /** True when the settled layer must not show the element. */
  has(id: ElementId): boolean {
    return this.#drafts.has(id) || this.#remote.has(id) || this.#isLifted(id);
  }

  *inks(): Generator<Draft> {
    yield* this.#remote.inks();
    yield* this.#drafts.values();
    yield* this.#landing.values();
  }

  get lifted(): Lifted | undefined {
    return this.#lifted ?? this.#settingDown;
  }
  /** Shown together with the lifted elements, because it is drawn by their places. */
  get following(): ReadonlySet<ElementId> {
    return this.#lifted ? this.#following : this.#followed;
  }
  /** True when the carried layer shows the lifted elements. */
  get isCarried(): boolean {
    return this.#isCarried;
  }
  /** True while `lifted` waits for the settled layer to paint it. */
  get isSettingDown(): boolean {
    return this.#settingDown !== undefined;
  }
  /** True while an element waits for the settled layer to paint it. */
  get isLanding(): boolean {
    return this.#landing.size > 0 || this.#settingDown !== undefined;
  }

  draft(ink: Draft): void {
    this.#drafts.set(ink.traits.id, ink);
    this.#options.wake();
  }

  undraft(id: ElementId): void {
    const ink = this.#drafts.get(id);
    if (!ink) return;
    this.#drafts.delete(id);
    this.#putDown(ink);
  }

  /** Another map of places means other elements; the same map means that the drag continued. `undefined` ends the drag. */
  lift(lifted: Lifted | undefined): void {
    const { scene, settled, carried, wake } = this.#options;
    const before = this.#lifted;
    this.#lifted = lifted;
    this.#settingDown = lifted ? undefined : before;
    wake();
    if (before?.places === lifted?.places) return;
    if (lifted && !before) this.#isCarried = this.#options.willLift(lifted);
    const [wereUp, followed] = [new Set(before?.places.keys()), this.#following];
    this.#following = this.#holdersOf(lifted);
    this.#followed = lifted ? NOBODY : followed;
    if (this.#isCarried && !lifted) this.#options.allSettled();
    if (this.#isCarried && !(lifted && before)) return;
    for (const id of followed) wereUp.add(id);
    for (const id of wereUp) {
      if (this.#isLifted(id)) continue;
      if (this.#isCarried) carried(scene.get(id), undefined);
      settled(undefined, scene.get(id));
    }
    for (const ids of [lifted?.places.keys() ?? [], this.#following]) {
      for (const id of ids) if (!wereUp.has(id)) settled(scene.get(id), undefined);
    }
  }

  #holdersOf(lifted: Lifted | undefined): ReadonlySet<ElementId> {
    if (!lifted) return NOBODY;
    const holders = new Set<ElementId>();
    for (const id of this.#options.scene.withHolders([...lifted.places.keys()])) if (!lifted.places.has(id)) holders.add(id);
    return holders;
  }

  #isLifted(id: ElementId): boolean {
    return this.#lifted !== undefined && (this.#lifted.places.has(id) || this.#following.has(id));
  }

  /** The element has changed on the board and in the scene. */
  changed(id: ElementId, origin: Origin, before: SceneEntry | undefined, after: SceneEntry | undefined): void {
    const element = this.#options.board().get(id);
    if (before !== after) this.#dropLanding(id);
    // The pen's own ink is ahead of the board.
    if (this.#drafts.has(id)) return;
    if (this.#isLifted(id)) {
      if (element && !this.#isWhereShown(element, before, after)) {
        this.#options.liftedChanged(element.kind);
        if (this.#isCarried && before !== after) this.#options.carried(before, after);
      }
      this.#options.wake();
    } else if (this.#remote.has(id)) {
      if (element?.alive) this.#remote.update(element);
      else this.#remote.remove(id);
      this.#options.wake();
    } else if (before !== after) {
      const isOthers = origin === 'server' && authorOf(id) !== this.#options.clientId;
      // A stroke that is stretched while it grows is drawn in its stretched form, not point by point.
      const isLive = element?.alive && !element.ended && isOthers && !inkFrame(element);
      if (isLive) this.#remote.update(element);
      this.#options.settled(before, isLive ? undefined : after);
    }
  }

  /** The board has got to where the drag shows the element, so its picture is still good. */
  #isWhereShown(element: Element, before: SceneEntry | undefined, after: SceneEntry | undefined): boolean {
    const from = this.#lifted?.places.get(element.id);
    if (!from || !this.#lifted || this.#lifted.reshaped || !before || before.look !== after?.look) return false;
    const { dx, dy } = this.#lifted;
    return element.x === from.x + dx && element.y === from.y + dy && before.order === after.order;
  }

  /** The board was replaced: strokes of others and waiting elements of the old one are gone. Own drafts end by their tool. */
  boardReplaced(): void {
    this.#remote.clear();
    for (const id of [...this.#landing.keys()]) this.#dropLanding(id);
  }

  /** Shows the points that are due in this frame. True if more will follow. */
  advance(): boolean {
    return this.#remote.advance();
  }

  /** The settled layer has painted everything that it was given. */
  landed(): void {
    for (const id of [...this.#landing.keys()]) this.#dropLanding(id);
    this.#settingDown = undefined;
    this.#isCarried = this.#isCarried && this.#lifted !== undefined;
    this.#followed = NOBODY;
    this.#options.wake();
  }

  #putDown(ink: Draft): void {
    const entry = this.#options.scene.get(ink.traits.id);
    if (entry) {
      this.#landing.set(ink.traits.id, ink);
      this.#options.settled(undefined, entry);
    } else {
      this.#options.gone(ink);
    }
    this.#options.wake();
  }

  #dropLanding(id: ElementId): void {
    const ink = this.#landing.get(id);
    if (!ink) return;
    this.#landing.delete(id);
    this.#options.gone(ink);
    this.#options.wake();
  }

  dispose(): void {
    this.#remote.dispose();
    this.#drafts.clear();
    this.#landing.clear();
  }
}
