import { Excalidraw, type ExcalidrawElement, type ExcalidrawImperativeAPI } from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
import { createRoot } from 'react-dom/client';
import { COLORS, scatter, WIDTH_PX } from '../scatter.ts';
import { mountPoint, POINTS_EACH, STROKES } from './bench-page.ts';

/** Its boldest pen, so that ink shows at zoom-to-fit. */
const PEN_WIDTH = 4;

function elements(): readonly ExcalidrawElement[] {
  return scatter(STROKES, POINTS_EACH).map((stroke, i) => {
    const xs = stroke.points.map((point) => point.x);
    const ys = stroke.points.map((point) => point.y);
    return {
      id: `stroke${i}`,
      type: 'freedraw',
      x: stroke.x,
      y: stroke.y,
      width: Math.max(...xs) - Math.min(...xs),
      height: Math.max(...ys) - Math.min(...ys),
      angle: 0,
      strokeColor: COLORS[stroke.color] ?? COLORS[0],
      backgroundColor: 'transparent',
      fillStyle: 'solid',
      // Excalidraw draws a freehand line 4.25 times as wide as this number.
      strokeWidth: WIDTH_PX / 4.25,
      strokeStyle: 'solid',
      roughness: 1,
      opacity: 100,
      groupIds: [],
      frameId: null,
      index: null,
      roundness: null,
      seed: i + 1,
      version: 1,
      versionNonce: i + 1,
      isDeleted: false,
      boundElements: null,
      updated: 1,
      link: null,
      locked: false,
      points: stroke.points.map((point) => [point.x, point.y]),
      pressures: [],
      simulatePressure: true,
      lastCommittedPoint: null,
    };
  });
}

function open(api: ExcalidrawImperativeAPI): void {
  window.bench = {
    prepare: async () => {
      api.updateScene({ elements: elements(), appState: { currentItemStrokeWidth: PEN_WIDTH } });
      api.scrollToContent(api.getSceneElements(), { fitToViewport: true, viewportZoomFactor: 0.98 });
      api.setActiveTool({ type: 'freedraw' });
    },
    count: () => api.getSceneElements().length,
    screenAt: (x, y) => {
      const { scrollX, scrollY, zoom, offsetLeft, offsetTop } = api.getAppState();
      return { x: (x + scrollX) * zoom.value + offsetLeft, y: (y + scrollY) * zoom.value + offsetTop };
    },
  };
}

createRoot(mountPoint()).render(<Excalidraw excalidrawAPI={open} />);
