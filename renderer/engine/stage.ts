import { type Disposable, DisposableStore } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';
import { ElementKind } from '../../core/board/element.ts';
import { authorOf, type ElementId } from '../../core/board/ids.ts';
import type { BoardAccess, BoardChange, Origin, PresenceAccess } from '../../core/room/board-access.ts';
import { type Camera, type Size, type View, viewOf } from './camera.ts';
import { DIRTY_ALL, Dirty, FrameScheduler } from './frame-scheduler.ts';
import { InkCache } from './ink/ink-cache.ts';
import type { LiveInk } from './ink/live-ink.ts';
import { CanvasStack } from './layers/canvas-stack.ts';
import type { Lifted } from './layers/lifted-group.ts';
import { LiveLayer } from './layers/live-layer.ts';
import { OverlayLayer } from './layers/overlay-layer.ts';
import { SettledLayer } from './layers/settled-layer.ts';
import { SURFACE, type Theme } from './palette.ts';
import { RemoteCursors } from './remote-cursors.ts';
import { RemoteStrokes } from './remote-strokes.ts';
import { Scene } from './scene.ts';
import type { Selection } from './selection.ts';

export interface StageOptions {
  readonly mount: HTMLElement;
  readonly access: BoardAccess;
  readonly presence: PresenceAccess;
  readonly clock: Clock;
  readonly selection: Selection;
  readonly theme: Theme;
  readonly reducedMotion: boolean;
  /** Told once in a frame in which something of `Dirty.state` was invalidated. */
  readonly onState: () => void;
}

/** The zoom rests when it has not changed for this long: then bitmaps are drawn anew for it. */
const ZOOM_REST_MS = 90;

/**
 * Everything that is painted: canvases, layers and which layer shows which element. An element is shown by exactly one: as a draft
 * under one's own pen, as a stroke that somebody else is drawing, as lifted by a drag, or as settled.
 */
export class Stage implements Disposable {
  readonly scene: Scene;
  readonly overlay: OverlayLayer;
  readonly ink = new InkCache();
  readonly #options: StageOptions;
  readonly #owned = new DisposableStore();
  readonly #canvases: CanvasStack;
  readonly #frames: FrameScheduler;
  readonly #settled: SettledLayer;
  readonly #under: LiveLayer;
  readonly #over: LiveLayer;
  readonly #remote: RemoteStrokes;
  readonly #cursors = new RemoteCursors();
  readonly #drafts = new Map<ElementId, LiveInk>();
  /** Live ink that the settled layer has been given and may not show yet; the same for what a drag has put down. */
  readonly #landing = new Map<ElementId, LiveInk>();
  #settingDown: Lifted | undefined;
  #lifted: Lifted | undefined;
  #veilEnding = false;
  #putDownNow = false;
  #theme: Theme;
  #camera: Camera = { x: 0, y: 0, zoom: 1 };
  #view: View;
  #zoomRest: Disposable | undefined;
  #cursorTimer: Disposable | undefined;

  constructor(options: StageOptions) {
    const { mount, access, presence, clock, selection } = options;
    this.#options = options;
    this.#theme = options.theme;
    const board = () => access.board();
    const theme = () => this.#theme;
    const lifted = () => this.#lifted ?? this.#settingDown;
    const { ink } = this;
    this.scene = new Scene(board);
    this.scene.reset();
    const { scene } = this;
    this.#canvases = this.#owned.add(new CanvasStack({ mount, onResize: () => this.#resized() }));
    const canvases = this.#canvases;
    this.#remote = this.#owned.add(
      new RemoteStrokes({
        clock,
        reducedMotion: () => options.reducedMotion,
        onSettled: (ink) => this.#putDown(ink),
        onGone: (gone) => this.#liveLayer(gone.traits.kind).leave(gone.box),
        onWake: () => this.invalidate(Dirty.live),
      }),
    );
    const inks = () => this.#inks();
    const live = { inks, lifted, board, ink, theme };
    const { pen, highlighter } = ElementKind;
    this.#under = new LiveLayer({ ...live, kind: highlighter, context: canvases.context('under') });
    this.#over = new LiveLayer({ ...live, kind: pen, context: canvases.context('over') });
    const isElsewhere = (id: ElementId) => this.#isElsewhere(id);
    this.#settled = this.#owned.add(
      new SettledLayer({ context: canvases.context('settled'), scene, board, ink, theme, isElsewhere }),
    );
    this.overlay = new OverlayLayer({
      context: canvases.context('overlay'),
      board,
      scene,
      selection,
      cursors: this.#cursors,
      ink,
      theme,
      lifted,
    });
    this.#view = viewOf(this.#camera, canvases.device, canvases.dpr);
    const window = mount.ownerDocument.defaultView as Window;
    const source = {
      request: (run: (now: number) => void) => window.requestAnimationFrame(run),
      cancel: (handle: number) => window.cancelAnimationFrame(handle),
    };
    this.#frames = this.#owned.add(new FrameScheduler(source, (dirty, now) => this.#paint(dirty, now)));
    this.#owned.add(selection.onChange(() => this.invalidate(Dirty.overlay)));
    this.#owned.add(presence.onPresence(() => this.#presenceChanged()));
    this.#presenceChanged();
    this.setTheme(options.theme);
  }

  get camera(): Camera {
    return this.#camera;
  }
  get theme(): Theme {
    return this.#theme;
  }
  /** CSS pixels. */
  get size(): Size {
    return this.#canvases.css;
  }

  invalidate(dirty: number): void {
    this.#frames.invalidate(dirty);
  }

  setCamera(camera: Camera): void {
    const zoomed = camera.zoom !== this.#camera.zoom;
    this.#camera = camera;
    this.#look();
    if (zoomed) {
      this.#zoomRest?.dispose();
      this.#zoomRest = this.#options.clock.after(ZOOM_REST_MS, () => {
        this.#zoomRest = undefined;
        this.invalidate(Dirty.settled);
      });
    }
    this.invalidate(DIRTY_ALL);
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#options.mount.style.backgroundColor = SURFACE[theme].paper;
    this.#settled.reset(false);
    this.#look();
    this.invalidate(DIRTY_ALL);
  }

  draft(ink: LiveInk): void {
    this.#drafts.set(ink.traits.id, ink);
    this.invalidate(Dirty.live);
  }

  undraft(id: ElementId): void {
    const ink = this.#drafts.get(id);
    if (!ink) return;
    this.#drafts.delete(id);
    this.#putDown(ink);
  }

  /** Shows elements as dragged; `undefined` puts them where the board has them. */
  lift(lifted: Lifted | undefined): void {
    const before = this.#lifted;
    this.#lifted = lifted;
    this.#settingDown = lifted ? undefined : before;
    // The sets rarely differ from one movement to the next: the same map is handed in again.
    if (before?.places !== lifted?.places || before?.places.size !== lifted?.places.size) {
      for (const id of before?.places.keys() ?? [])
        if (!lifted?.places.has(id)) this.#settled.changed(undefined, this.scene.get(id));
      for (const id of lifted?.places.keys() ?? []) this.#settled.changed(this.scene.get(id), undefined);
      this.invalidate(Dirty.settled);
    }
    this.invalidate(Dirty.live | Dirty.overlay);
  }

  veil(ids: ReadonlySet<ElementId> | undefined): void {
    this.#veilEnding = ids === undefined;
    if (ids) this.overlay.veiled = ids;
    this.invalidate(Dirty.overlay | Dirty.settled);
  }

  boardChanged(change: BoardChange): void {
    if (change.ids === 'all') {
      this.ink.clear();
      this.#remote.clear();
      for (const ink of this.#landing.values()) this.#liveLayer(ink.traits.kind).leave(ink.box);
      this.#landing.clear();
      this.scene.reset();
      this.#settled.reset(true);
      this.#look();
      this.invalidate(DIRTY_ALL);
      return;
    }
    for (const id of change.ids) this.#elementChanged(id, change.origin);
  }

  #elementChanged(id: ElementId, origin: Origin): void {
    const { access, selection } = this.#options;
    const element = access.board().get(id);
    const { before, after } = this.scene.update(id);
    if (!after) this.ink.forget(id);
    if (selection.ids.has(id)) this.invalidate(Dirty.overlay);
    const landing = this.#landing.get(id);
    if (landing && before !== after) {
      this.#landing.delete(id);
      this.#liveLayer(landing.traits.kind).leave(landing.box);
      this.invalidate(Dirty.live);
    }
    // The pen's own ink is ahead of the board; a lifted element is shown where its person drags it.
    if (this.#drafts.has(id)) return;
    if (this.#lifted?.places.has(id)) {
      if (element) this.#liveLayer(element.kind).liftedChanged();
      this.invalidate(Dirty.live);
      return;
    }
    if (this.#remote.has(id)) {
      if (element?.alive) this.#remote.update(element);
      else this.#remote.remove(id);
      this.invalidate(Dirty.live);
      return;
    }
    if (before === after) return;
    this.invalidate(Dirty.settled);
    if (element?.alive && !element.ended && origin === 'server' && authorOf(id) !== access.clientId) {
      this.#remote.update(element);
      if (before) this.#settled.changed(before, undefined);
      return;
    }
    this.#settled.changed(before, after);
  }

  /** Live ink goes to the settled layer, and stays where it is until that layer has it: no gap between the two. */
  #putDown(ink: LiveInk): void {
    const { id } = ink.traits;
    const entry = this.scene.get(id);
    if (entry) {
      this.#landing.set(id, ink);
      this.#settled.changed(undefined, entry);
    } else {
      this.#liveLayer(ink.traits.kind).leave(ink.box);
    }
    this.#putDownNow = true;
    this.invalidate(Dirty.settled | Dirty.live);
  }

  /** The settled layer shows all there is in view: what was kept for it meanwhile can go. */
  #landed(): void {
    for (const ink of this.#landing.values()) this.#liveLayer(ink.traits.kind).leave(ink.box);
    this.#landing.clear();
    this.#settingDown = undefined;
    if (this.#veilEnding) this.overlay.veiled = new Set();
    this.#veilEnding = false;
  }

  #isElsewhere(id: ElementId): boolean {
    return this.#drafts.has(id) || this.#remote.has(id) || (this.#lifted?.places.has(id) ?? false);
  }

  *#inks(): Generator<LiveInk> {
    yield* this.#remote.inks();
    yield* this.#drafts.values();
    yield* this.#landing.values();
  }

  #liveLayer(kind: ElementKind): LiveLayer {
    return kind === ElementKind.highlighter ? this.#under : this.#over;
  }

  /** A new view, so that layers which remember the last one know. */
  #look(): void {
    this.#view = viewOf(this.#camera, this.#canvases.device, this.#canvases.dpr);
  }

  #resized(): void {
    this.#look();
    this.invalidate(DIRTY_ALL);
    this.#frames.flush(this.#options.clock.mono());
  }

  #presenceChanged(): void {
    this.#cursors.update(this.#options.presence.members());
    this.invalidate(Dirty.overlay);
  }

  #paint(dirty: number, now: number): number {
    let todo = dirty;
    let again = 0;
    if (todo & Dirty.live) {
      this.#putDownNow = false;
      if (this.#remote.advance()) again |= Dirty.live;
      // What is shown whole goes to the settled layer in this very frame: no gap between the two.
      if (this.#putDownNow) todo |= Dirty.settled;
    }
    if (todo & Dirty.settled) {
      this.#settled.paint(this.#view, this.#zoomRest === undefined, now);
      if (this.#settled.pending) again |= Dirty.settled;
      if (this.#settled.upToDate && (this.#veilEnding || this.#settingDown || this.#landing.size > 0)) {
        this.#landed();
        todo |= Dirty.live | Dirty.overlay;
      }
    }
    if (todo & Dirty.live) {
      this.#under.paint(this.#view);
      this.#over.paint(this.#view);
    }
    if (todo & Dirty.overlay && this.#paintOverlay()) again |= Dirty.overlay;
    if (todo & Dirty.state) this.#options.onState();
    return again;
  }

  #paintOverlay(): boolean {
    const { clock, reducedMotion } = this.#options;
    const now = clock.mono();
    const moving = this.#cursors.advance(now, reducedMotion);
    const trailing = this.overlay.paint(this.#view, this.#camera, this.size, now);
    this.#cursorTimer?.dispose();
    const wait = this.#cursors.nextChange(now);
    this.#cursorTimer = wait === undefined ? undefined : clock.after(wait, () => this.invalidate(Dirty.overlay));
    return moving || trailing;
  }

  dispose(): void {
    this.#zoomRest?.dispose();
    this.#cursorTimer?.dispose();
    this.#owned.dispose();
  }
}
