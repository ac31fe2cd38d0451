import { ElementKind } from '../../../../core/board/kinds.ts';
import { tracePen } from '../../ink/ink-path.ts';
import { inkColor } from '../../palette.ts';
import { type InkLook, inkKind } from './ink.ts';

/** Ink whose width follows the hand: a filled area. */
export const penLook: InkLook = {
  band: 'ink',
  alpha: 1,
  isFilled: true,
  trace: tracePen,
  color: (code, theme) => inkColor(code, ElementKind.pen, theme),
};

export const pen = inkKind(penLook);
