import { type Disposable, DisposableStore, disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { Clock } from '../../core/base/host.ts';
import type { Box } from '../../core/board/element.ts';
import type { ElementId } from '../../core/board/ids.ts';
import { ElementKind } from '../../core/board/kinds.ts';
import type { BoardAccess, PresenceAccess } from '../../core/room/board-access.ts';
import {
  type Camera,
  cameraToFit,
  clampCamera,
  nextZoomStep,
  type Point,
  panned,
  screenAt,
  worldAt,
  zoomedAround,
} from './camera.ts';
import { exportPicture } from './export/export-png.ts';
import { Dirty } from './frame-scheduler.ts';
import { UNITS } from './geometry.ts';
import { PointerDesk } from './input/pointer-desk.ts';
import type { WheelUse } from './input/wheel.ts';
import { type Theme, WIDTHS } from './palette.ts';
import type { SceneEntry } from './scene.ts';
import { Arrange, type Arranging } from './selection/arrange.ts';
import { scaled, uprightBox } from './selection/frames.ts';
import { isLocked } from './selection/hit-test.ts';
import { proposeRemoval } from './selection/propose-in-parts.ts';
import { Selection } from './selection/selection.ts';
import { proposeValues } from './selection/selection-actions.ts';
import { Stage } from './stage.ts';
import { EraserTool } from './tools/eraser.ts';
import { HandTool } from './tools/hand.ts';
import { PenTool } from './tools/pen.ts';
import { SelectTool } from './tools/select.ts';
import type { Tool, ToolHost, ToolId } from './tools/tool.ts';

/** What a drawing tool draws with: palette number or custom colour (core's `kinds.ts`), width in world units (`WIDTHS`). */
export interface InkStyle {
  readonly color: number;
  readonly width: number;
}

export interface EngineOptions {
  /** The board's place in the page. The engine fills it, sets its background, `touch-action` and cursor, and listens on it. */
  readonly mount: HTMLElement;
  readonly access: BoardAccess;
  readonly presence: PresenceAccess;
  readonly clock: Clock;
  readonly theme: Theme;
  /** The pen's style to begin with. */
  readonly style?: InkStyle;
  readonly highlighterStyle?: InkStyle;
  readonly tool?: ToolId;
  readonly reducedMotion?: boolean;
  /** Asked at each turn of the wheel. The wheel pans unless it says otherwise. */
  readonly wheelUse?: () => WheelUse;
}

/** What the chrome shows. A new object at each change, never one per pointer movement. */
export interface EngineSnapshot {
  readonly tool: ToolId;
  /** Of the drawing tool used last: pen and highlighter remember their own. */
  readonly style: InkStyle;
  readonly zoom: number;
  readonly camera: Camera;
  readonly selection: readonly ElementId[];
  /** Where what is selected lies in the view; undefined when nothing is. */
  readonly selectionView: SelectionView | undefined;
  /** A press of a tool is going on: panels may step aside. */
  readonly drawing: boolean;
  /** The person has drawn something since the engine was made: the hint may go. */
  readonly hasDrawn: boolean;
}

export interface SelectionView {
  /** The upright box around it, CSS pixels. */
  readonly box: Box;
  readonly locked: boolean;
}

export interface PngOptions {
  /** Picture pixels per world pixel. */
  readonly scale: number;
  readonly background: boolean;
  readonly selectionOnly?: boolean;
}

/** The canvas: shows the board and turns pointers into ops. Screen points are CSS pixels from the mount's top left. */
export interface Engine extends Disposable {
  snapshot(): EngineSnapshot;
  onChange(listener: () => void): Disposable;
  setTool(tool: ToolId): void;
  /** For the next strokes; with the select tool also for what is selected. */
  setStyle(style: Partial<InkStyle>): void;
  setTheme(theme: Theme): void;
  setCamera(camera: Camera): void;
  /** Around a screen point, or the middle of the view. */
  zoomTo(zoom: number, around?: Point): void;
  zoomIn(): void;
  zoomOut(): void;
  zoomToFit(): void;
  zoomToSelection(): void;
  /** Moves the view by screen pixels, as a wheel does: the ink moves the other way. */
  panBy(dxScreen: number, dyScreen: number): void;
  selectAll(): void;
  clearSelection(): void;
  /** All that is done to a selection at once. */
  readonly arrange: Arranging;
  /** Removes everything, as one step of undo. */
  clearBoard(): void;
  /** Escape: takes back the gesture under way, else clears the selection. */
  cancel(): void;
  worldAt(screen: Point): Point;
  screenAt(world: Point): Point;
  /** PNG bytes; undefined when there is nothing to export. */
  exportPng(options: PngOptions): Promise<Uint8Array | undefined>;
}

/** Screen pixels around the board when it is fitted into the view: the chrome floats there. */
const FIT_PADDING = 64;

export function createEngine(options: EngineOptions): Engine {
  const { mount, access, presence, clock } = options;
  const owned = new DisposableStore();
  const changed = new Emitter<void>();
  const selection = new Selection();
  let tool: ToolId = options.tool ?? 'pen';
  let drawnWith: 'pen' | 'highlighter' = tool === 'highlighter' ? 'highlighter' : 'pen';
  const styles: Record<'pen' | 'highlighter', InkStyle> = {
    pen: options.style ?? { color: 0, width: WIDTHS.pen[1] },
    highlighter: options.highlighterStyle ?? { color: 4, width: WIDTHS.highlighter[1] },
  };
  let hasDrawn = false;
  let current: EngineSnapshot | undefined;

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
      onState: tell,
    }),
  );
  const { scene } = stage;

  // The camera changes with every wheel event: its listeners hear of it once in a frame.
  const setCamera = (camera: Camera): void => {
    current = undefined;
    stage.setCamera(clampCamera(camera));
    desk.cameraMoved();
  };
  const panBy = (dx: number, dy: number): void => setCamera(panned(stage.camera, dx, dy));
  const middle = (): Point => ({ x: stage.size.width / 2, y: stage.size.height / 2 });
  const zoomTo = (zoom: number, around?: Point): void => setCamera(zoomedAround(stage.camera, zoom, around ?? middle()));

  const host: ToolHost = {
    access,
    clock,
    scene,
    selection,
    zoom: () => stage.camera.zoom,
    style: (kind) => styles[kind === ElementKind.highlighter ? 'highlighter' : 'pen'],
    draft: (ink) => {
      stage.live.draft(ink);
      if (hasDrawn) return;
      hasDrawn = true;
      tell();
    },
    undraft: (id) => stage.live.undraft(id),
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
    panBy,
    wake: (what) => stage.invalidate(what === 'ink' ? Dirty.live : Dirty.overlay),
  };
  const tools: Readonly<Record<ToolId, Tool>> = {
    select: new SelectTool(host),
    hand: new HandTool(host),
    pen: new PenTool(host, ElementKind.pen),
    highlighter: new PenTool(host, ElementKind.highlighter),
    eraser: new EraserTool(host),
  };
  const desk = owned.add(
    new PointerDesk({
      mount,
      tools,
      chosen: () => tool,
      camera: () => stage.camera,
      view: () => stage.size,
      wheelUse: options.wheelUse ?? (() => 'pan'),
      panBy,
      zoomTo,
      setCamera,
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
  mount.addEventListener('pointerdown', notePointer, { capture: true });
  owned.add(disposable(() => mount.removeEventListener('pointerdown', notePointer, { capture: true })));
  showHandles(mount.ownerDocument.defaultView?.matchMedia('(pointer: coarse)').matches ?? false);
  owned.add(selection.onChange(tell));
  owned.add(
    access.onChange((change) => {
      stage.boardChanged(change);
      for (const one of Object.values(tools)) one.boardChanged?.(change);
    }),
  );

  const setTool = (next: ToolId): void => {
    if (next === tool) return;
    // A stroke under way is kept: a key must not cost anybody their ink.
    desk.cancel('interrupted');
    tool = next;
    if (next === 'pen' || next === 'highlighter') drawnWith = next;
    if (next !== 'select') selection.clear();
    desk.toolChanged();
    showHandles(stage.overlay.coarse);
    tell();
  };
  const entriesOf = (ids: Iterable<ElementId>): SceneEntry[] => {
    const entries: SceneEntry[] = [];
    for (const id of ids) {
      const entry = scene.get(id);
      if (entry) entries.push(entry);
    }
    return entries;
  };

  const selectionView = (): SelectionView | undefined => {
    const frame = selection.frame(access.board(), scene);
    if (!frame) return undefined;
    const { minX, minY, maxX, maxY } = scaled(uprightBox(frame), 1 / UNITS);
    const from = screenAt(stage.camera, { x: minX, y: minY });
    const to = screenAt(stage.camera, { x: maxX, y: maxY });
    const box = { minX: from.x, minY: from.y, maxX: to.x, maxY: to.y };
    return { box, locked: selection.isLocked(access.board()) };
  };

  return {
    snapshot() {
      current ??= {
        tool,
        style: styles[drawnWith],
        zoom: stage.camera.zoom,
        camera: stage.camera,
        selection: [...selection.ids],
        selectionView: selectionView(),
        drawing: desk.pressing,
        hasDrawn,
      };
      return current;
    },
    onChange: (listener) => changed.on(listener),
    setTool,
    setStyle(style) {
      styles[drawnWith] = { ...styles[drawnWith], ...style };
      if (tool === 'select' && selection.ids.size > 0) proposeValues(access, selection.ids, style, access.newGesture());
      tell();
    },
    setTheme: (theme) => stage.setTheme(theme),
    setCamera,
    zoomTo,
    zoomIn: () => zoomTo(nextZoomStep(stage.camera.zoom, 'in')),
    zoomOut: () => zoomTo(nextZoomStep(stage.camera.zoom, 'out')),
    zoomToFit() {
      const box = scene.bounds();
      setCamera(box ? cameraToFit(box, stage.size, FIT_PADDING) : { x: 0, y: 0, zoom: 1 });
    },
    zoomToSelection() {
      const box = selection.box(scene);
      if (box) setCamera(cameraToFit(box, stage.size, FIT_PADDING, 4));
    },
    panBy,
    selectAll() {
      setTool('select');
      selection.set([...scene.ids()].filter((id) => !isLocked(access.board(), id)));
    },
    clearSelection: () => selection.clear(),
    arrange: new Arrange({ access, scene, selection }),
    clearBoard() {
      desk.cancel('interrupted');
      if (scene.size > 0) proposeRemoval(access, scene.ids(), access.newGesture());
    },
    cancel() {
      if (!desk.cancel('escape')) selection.clear();
    },
    worldAt: (screen) => worldAt(stage.camera, screen),
    screenAt: (world) => screenAt(stage.camera, world),
    exportPng({ scale, background, selectionOnly }) {
      const entries = entriesOf(selectionOnly ? selection.ids : scene.ids());
      const from = { board: () => access.board(), ink: stage.ink, clock };
      return exportPicture(entries, from, { scale, background, theme: stage.theme });
    },
    dispose() {
      desk.cancel('interrupted');
      presence.pointAt(undefined);
      owned.dispose();
    },
  };
}
