import { type Disposable, DisposableStore } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';
import { loadCode } from '../../core/base/late-code.ts';
import type { Board } from '../../core/board/board.ts';
import type { ElementId } from '../../core/board/ids.ts';
import { BOARD_ELEMENT, ElementKind } from '../../core/board/kinds.ts';
import type { BoardAccess, BoardChange, PresenceAccess, RemoteMember } from '../../core/room/board-access.ts';
import { boardFacts } from './board-facts.ts';
import { DIRTY_ALL, Dirty, FrameScheduler } from './frame-scheduler.ts';
import { InkCache } from './ink/ink-cache.ts';
import { LiveSet } from './ink/live-set.ts';
import { kindOf } from './kinds/kind-of.ts';
import { CanvasStack } from './layers/canvas-stack.ts';
import { CarriedLayer } from './layers/carried-layer.ts';
import { CursorPace } from './layers/cursors/cursor-pace.ts';
import { CursorSprites } from './layers/cursors/cursor-sprites.ts';
import { RemoteCursors } from './layers/cursors/remote-cursors.ts';
import { GhostLayer } from './layers/ghost-layer.ts';
import { LiveLayer } from './layers/live-layer.ts';
import { OverlayLayer } from './layers/overlay-layer.ts';
import { Paper, PaperLayer } from './layers/paper-layer.ts';
import { SettledLayer } from './layers/tiles/settled-layer.ts';
import { TileSheet } from './layers/tiles/tile-sheet.ts';
import { SURFACE, type Theme } from './palette.ts';
import { PictureCache, type ReadPicture } from './pictures/picture-cache.ts';
import { whoShows } from './pictures/who-shows.ts';
import { Scene } from './scene.ts';
import type { Selection } from './selection/selection.ts';
import { boardTexts } from './text/layout/board-texts.ts';
import { watchFonts } from './text/layout/font-watch.ts';
import { type Camera, type Size, type View, viewOf } from './view/camera.ts';
import { ZoomRest } from './view/zoom-rest.ts';

export interface StageOptions {
  readonly mount: HTMLElement;
  readonly access: BoardAccess;
  readonly presence: PresenceAccess;
  readonly clock: Clock;
  readonly selection: Selection;
  readonly theme: Theme;
  readonly reducedMotion: boolean;
  readonly readPicture: ReadPicture;
  /** Called once in a frame in which `Dirty.state` was invalidated. */
  readonly onState: () => void;
}

/** The painted parts: canvases, layers, and the one frame that paints them. */
export class Stage implements Disposable {
  readonly scene: Scene;
  readonly overlay: OverlayLayer;
  readonly live: LiveSet;
  readonly ink = new InkCache();
  readonly pictures: PictureCache;
  readonly #options: StageOptions;
  readonly #owned = new DisposableStore();
  readonly #canvases: CanvasStack;
  readonly #frames: FrameScheduler;
  readonly #settled: SettledLayer;
  readonly #carried: CarriedLayer;
  readonly #paper: PaperLayer;
  readonly #ghost: GhostLayer;
  readonly #under: LiveLayer;
  readonly #over: LiveLayer;
  readonly #cursors = new RemoteCursors();
  readonly #sprites: CursorSprites;
  readonly #cursorPace: CursorPace;
  #veilEnding = false;
  /** Bits of `Dirty` that were set while a frame is painted, before their layer's turn. */
  #alsoNow = 0;
  #painting = false;
  #theme: Theme;
  #typing: ElementId | undefined;
  #camera: Camera = { x: 0, y: 0, zoom: 1 };
  #view: View;
  readonly #zoomRest: ZoomRest;

  constructor(options: StageOptions) {
    const { mount, access, presence, clock, selection } = options;
    this.#options = options;
    this.#theme = options.theme;
    this.#zoomRest = this.#owned.add(new ZoomRest(clock, () => this.invalidate(Dirty.settled)));
    const board = () => access.board();
    const theme = () => this.#theme;
    const lifted = () => this.live.lifted;
    const { ink } = this;
    this.pictures = this.#owned.add(
      new PictureCache({
        read: options.readPicture,
        decode: async (...picture) => (await loadCode(() => import('./pictures/decode-picture.ts'))).decodePicture(...picture),
        ready: (hash) => this.#pictureCame(hash),
      }),
    );
    const { pictures } = this;
    this.scene = new Scene(board);
    this.scene.reset();
    const { scene } = this;
    this.#canvases = this.#owned.add(
      new CanvasStack({ mount, onResize: () => this.#resized(), onRestored: () => this.#restored() }),
    );
    const canvases = this.#canvases;
    this.live = this.#owned.add(
      new LiveSet({
        clock,
        scene,
        board,
        clientId: access.clientId,
        reducedMotion: options.reducedMotion,
        settled: (before, after) => {
          this.#settled.changed(before, after);
          this.invalidate(Dirty.settled);
        },
        gone: (gone) => this.#liveLayer(gone.traits.kind).leave(gone.box),
        willLift: (lifted) => {
          this.invalidate(Dirty.settled);
          return this.#carried.take(lifted);
        },
        carried: (before, after) => this.#carried.changed(before, after),
        allSettled: () => {
          this.#settled.reset(true);
          this.invalidate(Dirty.settled);
        },
        liftedChanged: (kind) => this.#liveLayer(kind).liftedChanged(),
        wake: () => this.invalidate(Dirty.live),
      }),
    );
    const inks = () => this.live.inks();
    const following = () => this.live.following;
    const isCarried = () => this.live.isCarried;
    const live = { inks, lifted, following, isCarried, board, ink, pictures, theme };
    this.#paper = new PaperLayer(canvases.context('paper'));
    this.#under = new LiveLayer({ ...live, band: 'under', context: canvases.context('under') });
    this.#over = new LiveLayer({ ...live, band: 'ink', context: canvases.context('over') });
    const isElsewhere = (id: ElementId) => this.live.has(id);
    const paper = () => (boardFacts(board()).paper === Paper.plain ? SURFACE[this.#theme].paper : undefined);
    const tiled = { scene, board, ink, pictures, theme, paper, typing: () => this.#typing };
    const sheet = new TileSheet(canvases.sheet('settled'));
    this.#settled = this.#owned.add(new SettledLayer({ ...tiled, sheet, isElsewhere }));
    const carrying = {
      element: canvases.sheet('carried'),
      settled: this.#settled,
      lifted,
      isDown: () => this.live.isSettingDown,
    };
    this.#carried = this.#owned.add(new CarriedLayer({ ...tiled, ...carrying }));
    this.#ghost = this.#owned.add(new GhostLayer(canvases.sheet('ghost'), theme, pictures));
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
    this.#sprites = this.#owned.add(new CursorSprites(mount));
    this.#cursorPace = this.#owned.add(new CursorPace(clock, () => this.invalidate(Dirty.cursors)));
    this.#view = viewOf(this.#camera, canvases.device, canvases.dpr);
    const window = mount.ownerDocument.defaultView as Window;
    const source = {
      request: (run: (now: number) => void) => window.requestAnimationFrame(run),
      cancel: (handle: number) => window.cancelAnimationFrame(handle),
    };
    this.#frames = this.#owned.add(new FrameScheduler(source, (dirty, now) => this.#paint(dirty, now)));
    this.#owned.add(watchFonts(mount.ownerDocument.fonts, boardTexts, () => this.#fontsArrived()));
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

  /** During a frame, an invalidated layer is painted in the same frame if its turn is still to come, else in the next. */
  invalidate(dirty: number): void {
    if (this.#painting) this.#alsoNow |= dirty;
    else this.#frames.invalidate(dirty);
  }

  setCamera(camera: Camera): void {
    const zoomed = camera.zoom !== this.#camera.zoom;
    this.#camera = camera;
    this.#look();
    if (zoomed) this.#zoomRest.zoomed();
    else this.#zoomRest.panned();
    this.invalidate(DIRTY_ALL);
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#options.mount.style.backgroundColor = SURFACE[theme].paper;
    this.#settled.reset(false);
    this.#carried.reset(false);
    this.#ghost.reset();
    this.#look();
    this.invalidate(DIRTY_ALL);
  }

  /** Shows a board that is not the room's, faded below it. True if it differs from the one before. */
  showGhost(board: Board | undefined): boolean {
    const isOther = this.#ghost.show(board);
    if (isOther) this.invalidate(Dirty.settled);
    return isOther;
  }
  /** The visible content: the room's board, or the faded board while the room's is empty. */
  get content(): Pick<Scene, 'size' | 'bounds' | 'has'> {
    const { scene } = this;
    const ghost = this.#ghost;
    return scene.size > 0 ? scene : { size: ghost.size, bounds: () => ghost.bounds, has: (box) => ghost.has(box) };
  }

  veil(ids: ReadonlySet<ElementId> | undefined): void {
    this.#veilEnding = ids === undefined;
    if (ids) this.overlay.veiled = ids;
    this.invalidate(Dirty.overlay | Dirty.settled);
  }

  /** The element whose text is in a field above the canvas. `undefined` for none. */
  setTyping(id: ElementId | undefined): void {
    const before = this.#typing;
    this.#typing = id;
    this.overlay.isTyping = id !== undefined;
    for (const one of [before, id]) {
      const entry = one === undefined ? undefined : this.scene.get(one);
      if (entry) this.#settled.redraw(entry);
    }
    this.invalidate(Dirty.settled | Dirty.overlay);
  }

  boardChanged(change: BoardChange): void {
    if (change.ids === 'all') {
      this.ink.clear();
      this.live.boardReplaced();
      this.scene.reset();
      this.#settled.reset(true);
      this.#carried.reset(true);
      this.#look();
      this.invalidate(DIRTY_ALL);
      return;
    }
    const { selection } = this.#options;
    for (const [id, { before, after }] of this.scene.updateEach(this.scene.withHolders(change.ids))) {
      if (!after) this.ink.forget(id);
      if (selection.ids.has(id)) this.invalidate(Dirty.overlay | Dirty.state);
      if (this.overlay.members.length > 0) this.invalidate(Dirty.overlay);
      if (id === BOARD_ELEMENT) this.invalidate(Dirty.settled | Dirty.state);
      this.live.changed(id, change.origin, before, after);
    }
  }

  /** New fonts have loaded: measures every text again. */
  #fontsArrived(): void {
    this.#sprites.forget();
    this.invalidate(Dirty.cursors);
    this.boardChanged({ ids: this.scene.remeasure(), origin: 'user' });
    this.invalidate(Dirty.settled);
  }

  /** Repaints all elements that show the picture. */
  #pictureCame(hash: string): void {
    for (const entry of whoShows(hash, this.#options.access.board(), this.scene)) {
      if (this.live.has(entry.id)) {
        this.#liveLayer(ElementKind.image).liftedChanged();
        this.#carried.redraw(entry);
      } else this.#settled.redraw(entry);
    }
    this.#ghost.pictureCame(hash);
    this.invalidate(Dirty.settled | Dirty.live);
  }

  #liveLayer(kind: number): LiveLayer {
    return kindOf(kind)?.band === 'under' ? this.#under : this.#over;
  }

  /** Makes a new view object, so that layers which compare it with the last one see the change. */
  #look(): void {
    this.#view = viewOf(this.#camera, this.#canvases.device, this.#canvases.dpr);
  }

  #resized(): void {
    this.#look();
    this.invalidate(DIRTY_ALL);
    this.#frames.flush(this.#options.clock.mono());
  }

  /** The canvases were restored: repaints everything. */
  #restored(): void {
    this.#settled.forget();
    this.#carried.forget();
    this.#ghost.forget();
    this.#paper.forget();
    this.#sprites.forget();
    this.#under.liftedChanged();
    this.#over.liftedChanged();
    this.#resized();
  }

  #presenceChanged(): void {
    const members = this.#options.presence.members();
    this.#cursors.update(members);
    this.#cursorPace.changed();
    const before = this.overlay.members;
    const selecting = members.filter(({ shown }) => shown !== undefined && shown.selected.length > 0);
    this.overlay.members = selecting;
    const isSame = (member: RemoteMember, i: number): boolean =>
      before[i]?.shown === member.shown && before[i]?.color === member.color && before[i]?.name === member.name;
    if (before.length !== selecting.length || !selecting.every(isSame)) this.invalidate(Dirty.overlay);
  }

  #paint(dirty: number, now: number): number {
    this.#painting = true;
    this.#alsoNow = dirty & ~Dirty.state;
    let again = 0;
    try {
      again = this.#paintLayers(now);
    } finally {
      this.#painting = false;
    }
    // After the layers, because its listeners may change anything.
    if (dirty & Dirty.state) this.#options.onState();
    return again;
  }

  /** Paints from the bottom up, and each layer after the steps that may invalidate it. Returns the bits for the next frame. */
  #paintLayers(now: number): number {
    let again = 0;
    const rough = this.scene.takeRough();
    if (rough.length > 0) {
      this.boardChanged({ ids: rough, origin: 'user' });
      again |= Dirty.settled;
    }
    if (this.#alsoNow !== 0 && this.#cursorPace.isMoving) this.#alsoNow |= Dirty.cursors;
    if (this.#take(Dirty.live)) {
      // A completely shown stroke moves to the settled layer in this same frame.
      if (this.live.advance()) again |= Dirty.live;
      this.#alsoNow |= Dirty.live;
    }
    if (this.#take(Dirty.settled)) {
      this.#paper.paint(this.#view, boardFacts(this.#options.access.board()).paper, this.#theme);
      this.#settled.isCovered = this.#carried.isLanding;
      this.#settled.paint(this.#view, this.#zoomRest.state, now);
      this.#zoomRest.shown();
      this.#ghost.paint(this.#view, this.#zoomRest.state, now);
      if (this.#settled.pending || this.#ghost.pending) again |= Dirty.settled;
      if (this.#settled.upToDate) this.#landed();
      if (this.live.isCarried) this.#alsoNow |= Dirty.live;
    }
    if (this.#take(Dirty.live)) {
      this.#under.paint(this.#view);
      this.#over.paint(this.#view);
      this.#carried.paint(this.#view, this.#zoomRest.state, now);
      if (this.#carried.pending) again |= Dirty.live;
    }
    if (this.#take(Dirty.cursors)) this.#showCursors();
    if (this.#take(Dirty.overlay) && this.#paintOverlay()) again |= Dirty.overlay;
    return again | this.#alsoNow;
  }

  #take(dirty: number): boolean {
    const isDirty = (this.#alsoNow & dirty) !== 0;
    this.#alsoNow &= ~dirty;
    return isDirty;
  }

  /** The settled layer shows everything in view: its temporary copies above can be removed. */
  #landed(): void {
    if (this.live.isLanding) this.live.landed();
    if (!this.#veilEnding) return;
    this.#veilEnding = false;
    this.overlay.veiled = new Set();
    this.invalidate(Dirty.overlay);
  }

  /** A laser also leaves its trail on the overlay. */
  #showCursors(): void {
    const { clock, reducedMotion } = this.#options;
    const now = clock.mono();
    const moving = this.#cursors.advance(now, reducedMotion);
    this.#sprites.show(this.#cursors.shown(), this.#camera, this.size, this.#canvases.dpr);
    if ([...this.#cursors.shown()].some(({ laser }) => laser)) this.invalidate(Dirty.overlay);
    this.#cursorPace.shown(moving, this.#cursors.nextChange(now));
  }

  #paintOverlay(): boolean {
    return this.overlay.paint(this.#view, this.#camera, this.size, this.#options.clock.mono());
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
