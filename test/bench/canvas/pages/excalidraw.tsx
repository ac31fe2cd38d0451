import { Excalidraw, type ExcalidrawElement, type ExcalidrawImperativeAPI } from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
import { createRoot } from 'react-dom/client';
import { excalidrawElement } from '../../excalidraw-element.ts';
import { COLORS, scatter, WIDTH_PX } from '../scatter.ts';
import { mountPoint, POINTS_EACH, STROKES } from './bench-page.ts';

/** Its boldest pen, so that ink shows at zoom-to-fit. */
const PEN_WIDTH = 4;

function elements(): readonly ExcalidrawElement[] {
  return scatter(STROKES, POINTS_EACH).map(({ x, y, points, color }, i) =>
    // Excalidraw draws a freehand line 4.25 times as wide as its number says.
    excalidrawElement({ id: `stroke${i}`, x, y, points, version: 1, color: COLORS[color] ?? COLORS[0], width: WIDTH_PX / 4.25 }),
  );
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
