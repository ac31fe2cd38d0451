import { ElementKind } from '../../../../core/board/kinds.ts';
import { traceHighlighter } from '../../ink/ink-path.ts';
import { HIGHLIGHTER_ALPHA, inkColor } from '../../palette.ts';
import { type InkLook, inkKind } from './ink.ts';

/**
 * A transparent marker of constant width, under other elements. Its middle line is stroked in one go, so that it does not darken
 * where it crosses itself.
 */
export const highlighterLook: InkLook = {
  band: 'under',
  alpha: HIGHLIGHTER_ALPHA,
  isFilled: false,
  trace: traceHighlighter,
  color: (code, theme) => inkColor(code, ElementKind.highlighter, theme),
};

export const highlighter = inkKind(highlighterLook);
