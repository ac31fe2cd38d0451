import { ElementKind } from '../../../core/board/kinds.ts';
import { diamond } from './diamond.ts';
import { ellipse } from './ellipse.ts';
import { highlighter } from './highlighter.ts';
import type { Kind } from './kind.ts';
import { pen } from './pen.ts';
import { rectangle } from './rectangle.ts';

/** The file of a kind; undefined for what this version does not draw: parts of other elements, and what only a later version knows. */
export function kindOf(kind: number): Kind | undefined {
  switch (kind) {
    case ElementKind.pen:
      return pen;
    case ElementKind.highlighter:
      return highlighter;
    case ElementKind.rectangle:
      return rectangle;
    case ElementKind.ellipse:
      return ellipse;
    case ElementKind.diamond:
      return diamond;
    default:
      return undefined;
  }
}
