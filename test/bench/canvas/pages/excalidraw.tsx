import { Excalidraw, type ExcalidrawImperativeAPI } from '@excalidraw/excalidraw';
import '@excalidraw/excalidraw/index.css';
import { createRoot } from 'react-dom/client';
import { PICTURES, partsOf } from '../boards/mix.ts';
import { dataUrlOf, mountPoint, pictureBlob } from './bench-page.ts';
import { excalidrawJson } from './excalidraw-board.ts';

/** Its boldest pen, so that ink shows at zoom-to-fit. */
const PEN_WIDTH = 4;

function open(api: ExcalidrawImperativeAPI): void {
  let staged = '[]';
  const fit = (): void => api.scrollToContent(api.getSceneElements(), { fitToViewport: true, viewportZoomFactor: 0.98 });
  window.bench = {
    async stage(plan) {
      staged = excalidrawJson(partsOf(plan));
      const created = Date.now();
      for (let i = 0; i < PICTURES; i++) {
        const dataURL = await dataUrlOf(await pictureBlob(i));
        api.addFiles([{ id: `picture${i}`, dataURL, mimeType: 'image/png', created }]);
      }
    },
    show() {
      api.updateScene({ elements: JSON.parse(staged) });
      staged = '[]';
      fit();
    },
    count: () => api.getSceneElements().length,
    lookAt(x, y) {
      api.updateScene({ appState: { zoom: { value: 1 }, scrollX: innerWidth / 2 - x, scrollY: innerHeight / 2 - y } });
    },
    fit,
    takePen() {
      api.updateScene({ appState: { currentItemStrokeWidth: PEN_WIDTH } });
      api.setActiveTool({ type: 'freedraw' });
    },
    selectAll() {
      api.setActiveTool({ type: 'selection' });
      const selectedElementIds = Object.fromEntries(api.getSceneElements().map(({ id }) => [String(id), true]));
      api.updateScene({ appState: { selectedElementIds } });
    },
    moveCursors(places) {
      const shown = places.map(
        (pointer, i) => [`peer${i}`, { pointer: { ...pointer, tool: 'pointer' }, username: `Person ${i}` }] as const,
      );
      api.updateScene({ collaborators: new Map(shown) });
    },
    screenAt: (x, y) => {
      const { scrollX, scrollY, zoom, offsetLeft, offsetTop } = api.getAppState();
      return { x: (x + scrollX) * zoom.value + offsetLeft, y: (y + scrollY) * zoom.value + offsetTop };
    },
  };
}

createRoot(mountPoint()).render(<Excalidraw excalidrawAPI={open} />);
