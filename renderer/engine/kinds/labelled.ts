import { ElementKind } from '../../../core/board/kinds.ts';

const LABELLED: ReadonlySet<number> = new Set([
  ElementKind.rectangle,
  ElementKind.ellipse,
  ElementKind.diamond,
  ElementKind.line,
  ElementKind.arrow,
]);

/** True for kinds that may have a label: a text inside of a shape or on a line. */
export function isLabelled(kind: number): boolean {
  return LABELLED.has(kind);
}
