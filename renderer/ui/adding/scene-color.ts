import { ElementKind } from '../../../core/board/kinds.ts';
import { INKS, inkColor } from '../../engine/palette.ts';
import type { ColorOf } from '../../files/excalidraw/write-scene.ts';

const WHITE = INKS.findIndex(({ name }) => name === 'White');

/** Our colours for another app: those of the light theme. White, which our light theme shows as silver, stays white there. */
export const sceneColor: ColorOf = (code, use) =>
  code === WHITE ? '#ffffff' : inkColor(code, use === 'marker' ? ElementKind.highlighter : ElementKind.pen, 'light');
