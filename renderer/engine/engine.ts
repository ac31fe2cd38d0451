import { type Disposable, DisposableStore } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { Clock } from '../../core/base/host.ts';
import type { Board } from '../../core/board/board.ts';
import type { ClientId, ElementId } from '../../core/board/ids.ts';
import type { StoredPicture } from '../../core/board/picture-facts.ts';
import type { BoardAccess, PresenceAccess } from '../../core/room/board-access.ts';
import { type BoardFacts, boardFacts, proposeFacts } from './board-facts.ts';
import { type Exports, exportsOf } from './export/exports.ts';
import { type Finding, findingOf, type Marking, type Overview } from './finding-moves.ts';
import { Dirty } from './frame-scheduler.ts';
import { USUAL_PROFILE } from './ink/pen-profile.ts';
import { type InputHabits, PointerDesk } from './input/pointer-desk.ts';
import { USUAL_HABITS } from './input/pointer-facts.ts';
import type { WheelUse } from './input/wheel.ts';
import { type KeyboardMaking, keyboardMaking } from './keyboard-making.ts';
import { listen } from './listen.ts';
import { OwnShown } from './own-shown.ts';
import type { Theme } from './palette.ts';
import type { ReadPicture } from './pictures/picture-cache.ts';
import { placePictures } from './pictures/place-pictures.ts';
import { Arrange, type Arranging } from './selection/arranging/arrange.ts';
import { menuTarget, type SelectionPlace, type SelectionView, selectionView } from './selection/handles/selection-view.ts';
import { isLocked } from './selection/hit-test.ts';
import { proposeRemoval, proposeRemovalOf } from './selection/propose-removal.ts';
import { Selection } from './selection/selection.ts';
import { Stage } from './stage.ts';
import { ChosenStyles } from './style/chosen-styles.ts';
import type { Style, StyleChoice } from './style/style.ts';
import { StyleDesk } from './style/style-desk.ts';
import { TextDesk } from './text/text-desk.ts';
import { allTools } from './tools/all-tools.ts';
import type { EraserMode } from './tools/eraser.ts';
import { LassoPress } from './tools/selecting/lasso-press.ts';
import type { ToolHabits, ToolHost, ToolId } from './tools/tool.ts';
import type { Camera, Point } from './view/camera.ts';
import { ContentWalk, isAstray } from './view/content-view.ts';
import { middleOfView, type ViewMoves, viewMoves, viewOfContent } from './view/view-moves.ts';

export interface EngineOptions {
  /** The board's element in the page. The engine fills it, sets its background, `touch-action` and cursor, and listens on it. */
  readonly mount: HTMLElement;
  readonly access: BoardAccess;
  readonly presence: PresenceAccess;
  readonly clock: Clock;
  readonly theme: Theme;
  readonly tool?: ToolId;
  /** The styles of the next elements. The default is the usual ones. */
  readonly styles?: ChosenStyles;
  readonly reducedMotion?: boolean;
  /** Read at each wheel event. The default is to pan. */
  readonly wheelUse?: () => WheelUse;
  /** Read when a tool has made its element. True keeps the tool; false or absent changes to the select tool. */
  readonly keepsTool?: () => boolean;
  /** Read at each drag of the select tool. */
  readonly habits?: () => ToolHabits;
  /** Read at each pointer event. */
  readonly inputHabits?: () => InputHabits;
  /** Reads the bytes of a picture. Without it pictures are grey boxes. */
  readonly readPicture?: ReadPicture;
  /** The title of a new frame: of the first, the second and so on. */
  readonly frameTitle?: (number: number) => string;
  /** Undo and redo of the board, for the shortcuts of a text field. */
  readonly history?: { undo(): void; redo(): void };
  /** The accessible names of the fields on the board. */
  readonly fieldNames?: { readonly text: string; readonly title: string };
  /** Opens a link in a text: http, https or mailto. */
  readonly openLink?: (address: string) => void;
}

/** The state that the chrome shows. A new object at each change, never one per pointer movement. */
export interface EngineSnapshot {
  readonly tool: ToolId;
  /**
   * The style of the current tool; with the select tool, of the selection. Pen, highlighter, shapes, texts and notes each keep their
   * own.
   */
  readonly style: StyleChoice;
  /** The element in which the person is typing. */
  readonly typing: ElementId | undefined;
  readonly zoom: number;
  readonly camera: Camera;
  readonly selection: readonly ElementId[];
  /** The place of the selection in the view. Undefined without a selection. */
  readonly selectionView: SelectionView | undefined;
  readonly eraser: EraserMode;
  /** Name and paper of the board. */
  readonly board: BoardFacts;
  /** A press of a tool is under way: panels may move out of the way. */
  readonly drawing: boolean;
  /** The person has drawn since the engine was made: the hint can be removed. */
  readonly hasDrawn: boolean;
  /** The board has elements, and none of them is in view; or parts of it are shown one after the other. */
  readonly isAstray: boolean;
  /** A pen has touched the board since the engine was made. */
  readonly penSeen: boolean;
}

/** The canvas: shows the board and turns pointers into ops. Screen points are CSS pixels from the mount's top left. */
export interface Engine extends Disposable, ViewMoves, Exports, Finding, Overview, Marking, KeyboardMaking {
  snapshot(): EngineSnapshot;
  onChange(listener: () => void): Disposable;
  setTool(tool: ToolId): void;
  /**
   * Sets the style of the next elements. With the select tool it changes the selection, as one undo step, and the next elements of
   * the same kinds.
   */
  setStyle(style: Partial<Style>): void;
  /** Ends the line that goes on between clicks, or starts typing in the only selected element, if it is able to hold text. */
  writeInSelection(): void;
  setEraser(mode: EraserMode): void;
  setTheme(theme: Theme): void;
  /** Shows a board that is not the room's, faded below the room's board. */
  showGhost(board: Board | undefined): void;
  selectAll(): void;
  /** Selects elements and changes to the select tool. */
  select(ids: Iterable<ElementId>): void;
  clearSelection(): void;
  /** Selects the element under a screen point, locked ones too, for a context menu. An element that is already selected stays selected. */
  chooseAt(screen: Point): void;
  /** Cancels the press under way, as if it had never begun. */
  letGo(): void;
  /** The operations on the selection. */
  readonly arrange: Arranging;
  /** Puts pictures on the board and selects them. The place is the middle of the view, or `at` in screen pixels. */
  addPictures(pictures: readonly StoredPicture[], at?: Point): void;
  /** Sets the board's name or paper, for all members of the room. */
  setBoard(facts: Partial<BoardFacts>): void;
  /** Removes all elements, as one undo step. */
  clearBoard(): void;
  /** Removes everything that one client added, as one undo step. Returns the number of elements. */
  removeDrawnBy(author: ClientId): number;
  /** Escape: cancels the gesture under way, else clears the selection. */
  cancel(): void;
}

/** The colour of this person's own laser. */
const LASER = '#e5484d';
/** A new picture takes at most this share of the view's shorter side. */
const PICTURE_SHARE = 0.6;

export function createEngine(options: EngineOptions): Engine {
  const { mount, access, presence, clock } = options;
  const owned = new DisposableStore();
  const changed = new Emitter<void>();
  const selection = new Selection();
  let tool: ToolId = options.tool ?? 'pen';
  const styles = new StyleDesk({
    access,
    selection,
    tool: () => tool,
    typing: () => texts.holder,
    chosen: options.styles ?? new ChosenStyles(),
  });
  let hasDrawn = false;
  const shown = owned.add(new OwnShown(presence, selection));
  let current: EngineSnapshot | undefined;
  let wasAstray = false;
  const tell = (): void => {
    current = undefined;
    changed.emit();
  };
  const stage = owned.add(
    new Stage({
      mount,
      access,
      presence,
      clock,
      selection,
      theme: options.theme,
      reducedMotion: options.reducedMotion ?? false,
      readPicture: options.readPicture ?? (async () => undefined),
      onState: tell,
    }),
  );
  const { scene } = stage;

  // The camera changes with every wheel event. Its listeners are called once in a frame.
  const walk = new ContentWalk(scene);
  const view = viewMoves(stage, selection, walk, () => {
    current = undefined;
    desk.cameraMoved();
    texts.place();
  });
  const lookAstray = (): void => {
    if (isAstray(viewOfContent(stage)) === wasAstray) return;
    wasAstray = !wasAstray;
    tell();
  };

  /** Selects elements with the select tool. */
  const take = (ids: Iterable<ElementId>): void => {
    setTool('select');
    selection.set(ids);
  };
  const host: ToolHost = {
    access,
    clock,
    scene,
    selection,
    zoom: () => stage.camera.zoom,
    habits: options.habits ?? (() => ({ snaps: false, encloses: false, ...USUAL_PROFILE })),
    style: (kind) => styles.of(kind),
    write: (holder, madeIn) => texts.write(holder, madeIn),
    draft: (draft) => {
      stage.live.draft(draft);
      if (hasDrawn) return;
      hasDrawn = true;
      tell();
    },
    undraft: (id) => stage.live.undraft(id),
    drawn: (id) => void (options.keepsTool?.() || take([id])),
    veil: (ids) => stage.veil(ids),
    lift: (lifted) => {
      stage.live.lift(lifted);
      stage.invalidate(Dirty.overlay);
    },
    sketch: (sketch) => {
      stage.overlay.sketch = sketch;
      stage.invalidate(Dirty.overlay);
    },
    trail: (x, y) => stage.overlay.trailPoint(x, y, clock.mono()),
    laser(at) {
      if (at) stage.overlay.lasers.add('', LASER, at, clock.mono());
      shown.setLaser(at !== undefined);
      stage.invalidate(Dirty.overlay);
    },
    panBy: view.panBy,
    wake: (what) => stage.invalidate(what === 'ink' ? Dirty.live : Dirty.overlay),
  };
  const tools = allTools(host, options.frameTitle ?? (() => ''));
  const lasso = new LassoPress(host);
  const desk = owned.add(
    new PointerDesk({
      mount,
      clock,
      tools,
      lasso,
      habits: options.inputHabits ?? (() => ({ ...USUAL_HABITS, inkWidth: 'pressure', pressureCurve: 'even' })),
      takeSelect: () => setTool('select'),
      onTap: (fingers) => (fingers === 2 ? options.history?.undo() : options.history?.redo()),
      onPen: tell,
      chosen: () => tool,
      camera: () => stage.camera,
      view: () => stage.size,
      wheelUse: options.wheelUse ?? (() => 'pan'),
      panBy: view.panBy,
      zoomTo: view.zoomTo,
      setCamera: view.setCamera,
      pointAt: (cursor) => presence.pointAt(cursor),
      showEraser: (at) => {
        if (at === undefined && stage.overlay.eraserAt === undefined) return;
        stage.overlay.eraserAt = at;
        stage.invalidate(Dirty.overlay);
      },
      onBusy: tell,
    }),
  );
  const showHandles = (coarse: boolean): void => {
    const { overlay } = stage;
    const isShown = tool === 'select';
    if (overlay.handlesShown === isShown && overlay.coarse === coarse) return;
    overlay.handlesShown = isShown;
    overlay.coarse = coarse;
    stage.invalidate(Dirty.overlay);
  };
  const notePointer = (event: PointerEvent): void => showHandles(event.pointerType === 'touch');
  owned.add(listen(mount, 'pointerdown', notePointer, { capture: true }));
  showHandles(mount.ownerDocument.defaultView?.matchMedia('(pointer: coarse)').matches ?? false);
  owned.add(
    selection.onChange(() => {
      styles.selectionChanged();
      tell();
    }),
  );
  const texts: TextDesk = owned.add(
    new TextDesk({
      ...options,
      scene,
      camera: () => stage.camera,
      theme: () => stage.theme,
      panBy: view.panBy,
      tool: () => tool,
      style: (kind) => styles.of(kind),
      choose: (id) => take([id]),
      onHolder: (holder) => {
        stage.setTyping(holder);
        styles.selectionChanged();
        tell();
      },
    }),
  );
  owned.add(
    access.onChange((change) => {
      stage.boardChanged(change);
      texts.boardChanged(change);
      for (const one of [...Object.values(tools), lasso]) one.boardChanged?.(change);
      lookAstray();
      if (styles.boardChanged(change)) tell();
    }),
  );

  const setTool = (next: ToolId): void => {
    if (next === tool) return;
    // Keeps the stroke under way: a shortcut must not cost a person their ink.
    desk.cancel('interrupted');
    // Also removes what the tool shows under a resting pointer.
    tools[tool].hover?.(undefined);
    tool = next;
    texts.toolChanged();
    if (next !== 'select') selection.clear();
    desk.toolChanged();
    showHandles(stage.overlay.coarse);
    tell();
  };
  const arrange = new Arrange({ access, scene, selection });
  const place = (): SelectionPlace => ({ board: access.board(), scene, selection, camera: stage.camera });

  return {
    ...view,
    ...keyboardMaking({
      access,
      scene,
      selected: () => selection.ids,
      select: take,
      middle: () => view.worldAt(middleOfView(stage)),
      style: (kind) => styles.of(kind),
    }),
    ...findingOf({ stage, board: () => access.board(), setCamera: view.setCamera }),
    ...exportsOf({ stage, selection, board: () => access.board(), clock, isDrawing: () => desk.pressing, seen: view.seen }),
    snapshot() {
      current ??= {
        tool,
        style: styles.now(),
        typing: texts.holder,
        zoom: stage.camera.zoom,
        camera: stage.camera,
        selection: [...selection.ids],
        selectionView: selectionView(place()),
        eraser: tools.eraser.mode,
        board: boardFacts(access.board()),
        drawing: desk.pressing,
        hasDrawn,
        isAstray: isAstray(viewOfContent(stage)) || walk.isUnderWay(viewOfContent(stage)),
        penSeen: desk.penSeen,
      };
      return current;
    },
    onChange: (listener) => changed.on(listener),
    setTool,
    setStyle(style) {
      styles.choose(style);
      tell();
    },
    writeInSelection() {
      const [only, ...others] = selection.ids;
      if (!tools[tool].end?.() && only !== undefined && others.length === 0) texts.write(only);
    },
    setEraser(mode) {
      tools.eraser.mode = mode;
      tell();
    },
    setTheme(theme) {
      stage.setTheme(theme);
      texts.place();
    },
    showGhost: (board) => void (stage.showGhost(board) && lookAstray()),
    selectAll: () => take([...scene.ids()].filter((id) => !isLocked(access.board(), id))),
    select: take,
    clearSelection: () => selection.clear(),
    chooseAt(screen) {
      const target = menuTarget(place(), screen);
      if (target === 'selection') return;
      setTool('select');
      if (target === 'board') selection.clear();
      else arrange.choose(target);
    },
    letGo: () => void desk.cancel('gesture'),
    arrange,
    addPictures(pictures, at) {
      if (pictures.length === 0) return;
      const most = (PICTURE_SHARE * Math.min(stage.size.width, stage.size.height)) / stage.camera.zoom;
      take(placePictures(access, pictures, view.worldAt(at ?? middleOfView(stage)), most));
    },
    setBoard: (facts) => proposeFacts(access, facts),
    clearBoard() {
      desk.cancel('interrupted');
      if (scene.size > 0) proposeRemoval(access, scene.ids(), access.newGesture());
    },
    removeDrawnBy: (author) => proposeRemovalOf(access, scene.ids(), author),
    cancel() {
      if (!desk.cancel('escape')) selection.clear();
    },
    dispose() {
      desk.cancel('interrupted');
      presence.pointAt(undefined);
      owned.dispose();
    },
  };
}
