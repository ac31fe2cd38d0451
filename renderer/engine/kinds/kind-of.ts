import { ElementKind } from '../../../core/board/kinds.ts';
import { highlighter } from './highlighter.ts';
import type { Kind } from './kind.ts';
import { pen } from './pen.ts';

/** The file of a kind; undefined for what this version does not draw: parts of other elements, and what only a later version knows. */
export function kindOf(kind: number): Kind | undefined {
  switch (kind) {
    case ElementKind.pen:
      return pen;
    case ElementKind.highlighter:
      return highlighter;
    default:
      return undefined;
  }
}
