import { createRoot } from 'react-dom/client';
import { DefaultSizeStyle, type Editor, Tldraw } from 'tldraw';
import 'tldraw/tldraw.css';
import { PICTURES, partsOf } from '../boards/mix.ts';
import { dataUrlOf, mountPoint, pictureBlob } from './bench-page.ts';
import { tldrawJson } from './tldraw-board.ts';

/** It refuses more shapes on a page than this. */
const SHAPES_MOST = 250_000;

function open(editor: Editor): void {
  let staged = '[]';
  window.bench = {
    async stage(plan) {
      const pictures = await Promise.all(Array.from({ length: PICTURES }, async (_, i) => dataUrlOf(await pictureBlob(i))));
      staged = tldrawJson(partsOf(plan), pictures, editor.getCurrentPageId());
    },
    show() {
      editor.store.put(JSON.parse(staged));
      staged = '[]';
      editor.zoomToFit();
    },
    count: () => editor.getCurrentPageShapeIds().size,
    lookAt(x, y) {
      editor.setCamera({ x: innerWidth / 2 - x, y: innerHeight / 2 - y, z: 1 });
    },
    fit: () => void editor.zoomToFit(),
    takePen() {
      editor.setCurrentTool('draw');
      editor.setStyleForNextShapes(DefaultSizeStyle, 'xl');
    },
    selectAll() {
      editor.setCurrentTool('select');
      editor.selectAll();
    },
    screenAt: (x, y) => editor.pageToScreen({ x, y }),
  };
}

createRoot(mountPoint()).render(<Tldraw onMount={open} options={{ maxShapesPerPage: SHAPES_MOST }} />);
