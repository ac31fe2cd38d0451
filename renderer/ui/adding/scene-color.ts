import { ElementKind } from '../../../core/board/kinds.ts';
import { notePaper } from '../../engine/kinds/note-paper.ts';
import { fillColor, INKS, inkColor } from '../../engine/palette.ts';
import type { ColorOf } from '../../files/excalidraw/write-scene.ts';

const WHITE = INKS.findIndex(({ name }) => name === 'White');

/** Our colours for another app: those of the light theme. White, which our light theme shows as silver, stays white there. */
export const sceneColor: ColorOf = (code, use) => {
  if (use === 'fill') return fillColor(code, 'light');
  if (use === 'paper') return notePaper(code, 'light');
  return code === WHITE ? '#ffffff' : inkColor(code, use === 'marker' ? ElementKind.highlighter : ElementKind.pen, 'light');
};
