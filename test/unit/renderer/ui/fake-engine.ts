import { Emitter } from '../../../../core/base/emitter.ts';
import type { Engine, EngineSnapshot } from '../../../../renderer/engine/engine.ts';

export interface FakeEngine extends Engine {
  /** What the UI asked for, in order. */
  readonly calls: string[];
  show(part: Partial<EngineSnapshot>): void;
  /** What `exportPng` answers. */
  picture: Uint8Array | undefined;
  /** The largest scale that a picture of the whole board can have. */
  mostScale: number;
}

/** An engine without a canvas: it remembers tool and style, and what the UI asked of it. */
export function fakeEngine(first: Partial<EngineSnapshot> = {}): FakeEngine {
  let snapshot: EngineSnapshot = {
    tool: 'pen',
    style: { names: ['color', 'width'], values: { color: 0, width: 56 }, scale: 'pen' },
    typing: undefined,
    zoom: 1,
    camera: { x: 0, y: 0, zoom: 1 },
    selection: [],
    selectionView: undefined,
    eraser: 'whole',
    board: { title: '', paper: 0 },
    drawing: false,
    hasDrawn: false,
    isAstray: false,
    penSeen: false,
    ...first,
  };
  const changes = new Emitter<void>();
  const calls: string[] = [];
  const show = (part: Partial<EngineSnapshot>): void => {
    snapshot = { ...snapshot, ...part };
    changes.emit();
  };
  const note =
    (name: string) =>
    (...args: readonly unknown[]): void =>
      void calls.push([name, ...args.map((arg) => JSON.stringify(arg))].join(' '));
  return {
    calls,
    show,
    picture: new Uint8Array([137, 80]),
    mostScale: 8,
    snapshot: () => snapshot,
    onChange: (listener) => changes.on(listener),
    setCamera(camera) {
      note('setCamera')(camera);
      show({ camera, zoom: camera.zoom });
    },
    // A view of 1,000 x 800.
    seen() {
      const { x, y, zoom } = snapshot.camera;
      return { minX: x, minY: y, maxX: x + 1_000 / zoom, maxY: y + 800 / zoom };
    },
    cameraFor: ({ minX, minY, maxX }) => ({ x: minX, y: minY, zoom: 1_000 / (maxX - minX) }),
    backToContent: note('backToContent'),
    removeDrawnBy(author) {
      note('removeDrawnBy')(author);
      return 2;
    },
    listed: () => [],
    addInMiddle: note('addInMiddle'),
    connectSelected() {
      note('connectSelected')();
      return true;
    },
    fitOnce: note('fitOnce'),
    showGhost() {},
    thumbnail: async () => undefined,
    setTool(tool) {
      note('setTool')(tool);
      show({ tool });
    },
    setStyle(part) {
      note('setStyle')(part);
      show({ style: { ...snapshot.style, values: { ...snapshot.style.values, ...part } } });
    },
    writeInSelection: note('writeInSelection'),
    setEraser(mode) {
      note('setEraser')(mode);
      show({ eraser: mode });
    },
    setTheme: note('setTheme'),
    zoomTo(zoom) {
      note('zoomTo')(zoom);
      show({ zoom });
    },
    zoomIn: note('zoomIn'),
    zoomOut: note('zoomOut'),
    zoomToFit: note('zoomToFit'),
    zoomToSelection: note('zoomToSelection'),
    panBy: note('panBy'),
    selectAll: note('selectAll'),
    arrange: {
      hasStyle: false,
      group: note('group'),
      ungroup: note('ungroup'),
      toggleLock: note('toggleLock'),
      order: note('order'),
      align: note('align'),
      distribute: note('distribute'),
      nudge: note('nudge'),
      flip: note('flip'),
      duplicate: note('duplicate'),
      remove: note('remove'),
      copyStyle: note('copyStyle'),
      pasteStyle: note('pasteStyle'),
      choose: note('choose'),
      switchKind: note('switchKind'),
    },
    chooseAt: note('chooseAt'),
    letGo: note('letGo'),
    select: (ids) => note('select')([...ids]),
    clearSelection: note('clearSelection'),
    clearBoard: note('clearBoard'),
    addPictures: note('addPictures'),
    setBoard(part) {
      note('setBoard')(part);
      show({ board: { ...snapshot.board, ...part } });
    },
    cancel: note('cancel'),
    findText: () => [],
    elementAt: () => undefined,
    boxOf: () => undefined,
    showFound: note('showFound'),
    frames: () => [],
    showBox: note('showBox'),
    drawOverview: () => undefined,
    seenOnOverview: () => undefined,
    goOnOverview: note('goOnOverview'),
    worldAt: (point) => point,
    screenAt: (point) => point,
    async pngScale({ scale }) {
      return this.picture && Math.min(scale, this.mostScale);
    },
    async exportPng(options) {
      note('exportPng')(options);
      return this.picture;
    },
    async exportSvg(options) {
      note('exportSvg')(options);
      return this.picture && '<svg></svg>';
    },
    async printPages() {
      return this.picture && { pages: ['<svg></svg>', '<svg></svg>'], leftOut: 1 };
    },
    async exportPdf(options) {
      note('exportPdf')(options);
      return this.picture && { bytes: this.picture, pages: 2, leftOut: 1 };
    },
    dispose: note('dispose'),
  };
}
