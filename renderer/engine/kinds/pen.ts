import { ElementKind } from '../../../core/board/kinds.ts';
import { tracePen } from '../ink/ink-path.ts';
import { inkColor } from '../palette.ts';
import { inkKind } from './ink.ts';

/** Ink whose width follows the hand: an area that is filled. */
export const pen = inkKind({
  band: 'ink',
  alpha: 1,
  isFilled: true,
  trace: tracePen,
  color: (code, theme) => inkColor(code, ElementKind.pen, theme),
});
