import type { Element } from '../../../core/board/element.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import { frame } from './frame.ts';
import { image } from './image.ts';
import { highlighter } from './ink/highlighter.ts';
import { pen } from './ink/pen.ts';
import type { EdgeOf, Kind } from './kind.ts';
import { lineKind } from './lines/line.ts';
import { note } from './note.ts';
import { diamond } from './shapes/diamond.ts';
import { ellipse } from './shapes/ellipse.ts';
import { rectangle } from './shapes/rectangle.ts';
import { text } from './text.ts';

/** Cache of outlines of arrow targets, which many arrows need. */
const EDGES = new WeakMap<Element, { readonly revision: number; readonly edge: readonly number[] | undefined }>();

export const edgeOf: EdgeOf = (board, element) => {
  const known = EDGES.get(element);
  if (known?.revision === element.revision) return known.edge;
  const edge = kindOf(element.kind)?.edge?.(board, element);
  EDGES.set(element, { revision: element.revision, edge });
  return edge;
};

/** Lines and arrows differ only in the heads that their tools set. */
const line = lineKind(edgeOf);

/** The code of a kind. Undefined for kinds that are not drawn: parts of other elements, and kinds of a later version. */
export function kindOf(kind: number): Kind | undefined {
  switch (kind) {
    case ElementKind.pen:
      return pen;
    case ElementKind.highlighter:
      return highlighter;
    case ElementKind.line:
    case ElementKind.arrow:
      return line;
    case ElementKind.rectangle:
      return rectangle;
    case ElementKind.ellipse:
      return ellipse;
    case ElementKind.diamond:
      return diamond;
    case ElementKind.frame:
      return frame;
    case ElementKind.text:
      return text;
    case ElementKind.note:
      return note;
    case ElementKind.image:
      return image;
    default:
      return undefined;
  }
}
