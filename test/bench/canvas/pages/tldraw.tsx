import { createRoot } from 'react-dom/client';
import { b64Vecs, createShapeId, DefaultSizeStyle, type Editor, Tldraw } from 'tldraw';
import 'tldraw/tldraw.css';
import { scatter } from '../scatter.ts';
import { mountPoint, POINTS_EACH, STROKES } from './bench-page.ts';

const COLORS = ['black', 'red', 'green', 'blue', 'orange'] as const;
/** Shapes put on the board at once. */
const PORTION = 500;

function open(editor: Editor): void {
  window.bench = {
    prepare: async () => {
      const shapes = scatter(STROKES, POINTS_EACH).map((stroke, i) => ({
        id: createShapeId(`stroke${i}`),
        type: 'draw',
        x: stroke.x,
        y: stroke.y,
        props: {
          segments: [
            { type: 'free', path: b64Vecs.encodePoints(stroke.points.map((point) => ({ x: point.x, y: point.y, z: 0.5 }))) },
          ],
          color: COLORS[stroke.color] ?? 'black',
          size: 'm',
          isComplete: true,
        },
      }));
      for (let i = 0; i < shapes.length; i += PORTION) editor.createShapes(shapes.slice(i, i + PORTION));
      editor.zoomToFit();
      editor.setCurrentTool('draw');
      // Its boldest pen, so that ink shows at zoom-to-fit.
      editor.setStyleForNextShapes(DefaultSizeStyle, 'xl');
    },
    count: () => editor.getCurrentPageShapeIds().size,
    screenAt: (x, y) => editor.pageToScreen({ x, y }),
  };
}

// tldraw stops at 4,000 shapes a page unless told otherwise.
createRoot(mountPoint()).render(<Tldraw onMount={open} options={{ maxShapesPerPage: 2 * STROKES }} />);
