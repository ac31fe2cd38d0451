import type { Element } from '../../../../core/board/element.ts';
import { KINDS, type RegisterName, type Values } from '../../../../core/board/kinds.ts';
import { STYLE_NAMES } from '../../style/style.ts';

/** The look of an element, without its place. */
export interface CopiedStyle {
  readonly kind: number;
  readonly values: Omit<Values, 'alive'>;
}

/** Every kind of ink has these, or works without them. */
const FOR_ALL: readonly RegisterName[] = ['color', 'opacity'];

export function copiedStyle(element: Element): CopiedStyle {
  return { kind: element.kind, values: Object.fromEntries(STYLE_NAMES.map((name) => [name, element.get(name)])) };
}

/**
 * The part of a style that an element of this kind takes: a line's width goes to kinds with a line, the rest to kinds like its
 * source.
 */
export function styleFor(style: CopiedStyle, kind: number): Omit<Values, 'alive'> {
  const has = (name: RegisterName): boolean => KINDS.get(kind)?.required.includes(name) ?? false;
  const isLike = family(style.kind) === family(kind);
  const taken = Object.entries(style.values).filter(([name]) => {
    const register = name as RegisterName;
    if (FOR_ALL.includes(register)) return register !== 'color' || has('color');
    if (register === 'width') return has('width') && (isLike || !isMarker(style.kind, kind));
    return isLike;
  });
  return Object.fromEntries(taken);
}

/** Kinds with the same required registers look alike. */
function family(kind: number): string {
  return KINDS.get(kind)?.required.join() ?? '';
}

/** A kind without a width of its own passes none on. */
function isMarker(from: number, to: number): boolean {
  return !KINDS.get(from)?.required.includes('width') || !KINDS.get(to)?.required.includes('width');
}
