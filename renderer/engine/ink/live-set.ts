import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import type { Board } from '../../../core/board/board.ts';
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
  /** An element came to the settled layer, left it or changed on it. */
  readonly settled: (before: SceneEntry | undefined, after: SceneEntry | undefined) => void;
  /** This ink is not among `inks` any more: clear its place. */
  readonly gone: (ink: Draft) => void;
  /** A lifted element of this kind looks different. */
  readonly liftedChanged: (kind: number) => void;
  /** Something live is different: paint a frame. */
  readonly wake: () => void;
}

const NOBODY: ReadonlySet<ElementId> = new Set();

/**
 * Which elements are live, and so not the settled layer's: drafts under one's own pen, strokes that others are drawing, elements
 * lifted by a drag. Every element is shown by exactly one of the two; what goes from live to settled is shown as live until the
 * settled layer has it (`landed`).
 */
export class LiveSet implements Disposable {
  readonly #options: LiveSetOptions;
  readonly #remote: RemoteStrokes;
  readonly #drafts = new Map<ElementId, Draft>();
  #lifted: Lifted | undefined;
  /** Elements that are drawn by the places of lifted ones, and are not lifted themselves: arrows to them. */
  #following: ReadonlySet<ElementId> = NOBODY;
  /** Given to the settled layer, which may not show it yet. */
  readonly #landing = new Map<ElementId, Draft>();
  #settingDown: Lifted | undefined;
  #followed: ReadonlySet<ElementId> = NOBODY;

  constructor(options: LiveSetOptions) {
    const { clock, reducedMotion, gone, wake } = options;
    this.#options = options;
    const onSettled = (ink: Draft) => this.#putDown(ink);
    this.#remote = new RemoteStrokes({ clock, reducedMotion: () => reducedMotion, onSettled, onGone: gone, onWake: wake });
  }

  /** Whether the settled layer must not show the element. */
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
  /** What is shown with the lifted, because it is drawn by their places. */
  get following(): ReadonlySet<ElementId> {
    return this.#lifted ? this.#following : this.#followed;
  }
  /** True while something waits for the settled layer to show it. */
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

  /** Another map of places means other elements; the same map, that they were dragged on. `undefined` puts all down. */
  lift(lifted: Lifted | undefined): void {
    const { scene, settled, wake } = this.#options;
    const before = this.#lifted;
    this.#lifted = lifted;
    this.#settingDown = lifted ? undefined : before;
    wake();
    if (before?.places === lifted?.places) return;
    const [wereUp, followed] = [new Set(before?.places.keys()), this.#following];
    this.#following = this.#holdersOf(lifted);
    this.#followed = lifted ? NOBODY : followed;
    for (const id of followed) wereUp.add(id);
    for (const id of wereUp) if (!this.#isLifted(id)) settled(undefined, scene.get(id));
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

  /** The element is different on the board and in the scene. */
  changed(id: ElementId, origin: Origin, before: SceneEntry | undefined, after: SceneEntry | undefined): void {
    const element = this.#options.board().get(id);
    if (before !== after) this.#dropLanding(id);
    // The pen's own ink is ahead of the board.
    if (this.#drafts.has(id)) return;
    if (this.#isLifted(id)) {
      if (element) this.#options.liftedChanged(element.kind);
      this.#options.wake();
    } else if (this.#remote.has(id)) {
      if (element?.alive) this.#remote.update(element);
      else this.#remote.remove(id);
      this.#options.wake();
    } else if (before !== after) {
      const isOthers = origin === 'server' && authorOf(id) !== this.#options.clientId;
      // What is stretched while it grows is drawn as it lies, and not point by point.
      const isLive = element?.alive && !element.ended && isOthers && !inkFrame(element);
      if (isLive) this.#remote.update(element);
      this.#options.settled(before, isLive ? undefined : after);
    }
  }

  /** Another board: nothing of the old one is drawn by others or waits any more. Own drafts end by their tool. */
  boardReplaced(): void {
    this.#remote.clear();
    for (const id of [...this.#landing.keys()]) this.#dropLanding(id);
  }

  /** Shows what is due at this frame; true when there is more to show. */
  advance(): boolean {
    return this.#remote.advance();
  }

  /** The settled layer shows all it has been given. */
  landed(): void {
    for (const id of [...this.#landing.keys()]) this.#dropLanding(id);
    this.#settingDown = undefined;
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
