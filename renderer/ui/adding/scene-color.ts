import { ElementKind } from '../../../core/board/kinds.ts';
import { inkColor } from '../../engine/palette.ts';
import type { ColorOf } from '../../files/excalidraw/write-scene.ts';

/** Our colours for another app: those of the light theme. */
export const sceneColor: ColorOf = (code, use) =>
  inkColor(code, use === 'marker' ? ElementKind.highlighter : ElementKind.pen, 'light');
