import { ElementKind } from '../../../core/board/kinds.ts';
import { isLabelled } from '../kinds/labelled.ts';
import { WIDTHS } from '../palette.ts';
import { TEXT_SIZES } from '../text/layout/fonts.ts';
import { type Style, type StyleName, styleNames } from './style.ts';

/** Kinds that share a chosen style: after a red rectangle an arrow is red too. */
export const STYLE_FAMILIES = ['pen', 'highlighter', 'text', 'note', 'shape'] as const;
export type StyleFamily = (typeof STYLE_FAMILIES)[number];
type FamilyStyles = Readonly<Record<StyleFamily, Style>>;

const FAMILIES: ReadonlyMap<number, StyleFamily> = new Map([
  [ElementKind.pen, 'pen'],
  [ElementKind.highlighter, 'highlighter'],
  [ElementKind.text, 'text'],
  [ElementKind.note, 'note'],
]);
const familyOf = (kind: number): StyleFamily => FAMILIES.get(kind) ?? 'shape';

const FIRST: Style = {
  color: 0,
  width: WIDTHS.pen[0],
  fill: -1,
  hatch: 0,
  dash: 0,
  sketch: 0,
  opacity: 100,
  route: 0,
  headFrom: 0,
  headTo: 1,
  font: 0,
  size: TEXT_SIZES[1],
  align: 0,
};

const FIRST_OF: FamilyStyles = {
  pen: { ...FIRST, width: WIDTHS.pen[1] },
  highlighter: { ...FIRST, color: 4, width: WIDTHS.highlighter[1] },
  text: FIRST,
  note: { ...FIRST, color: 4, align: 1 },
  shape: FIRST,
};

/** The next labels are written like the last one. Its alignment is its own. */
const KEPT_OF_LABELS = ['font', 'size'] as const satisfies readonly StyleName[];

export interface ChosenStylesOptions {
  /** What was chosen earlier. Whatever is missing has its usual value. */
  readonly earlier?: Partial<Record<StyleFamily, Partial<Style>>>;
  /** Called at each choice with all styles. */
  readonly onChoice?: (styles: FamilyStyles) => void;
}

/** The style of the next element of each kind. */
export class ChosenStyles {
  #styles: FamilyStyles;
  readonly #onChoice: ChosenStylesOptions['onChoice'];

  constructor({ earlier = {}, onChoice }: ChosenStylesOptions = {}) {
    const styles: Record<StyleFamily, Style> = { ...FIRST_OF };
    for (const family of STYLE_FAMILIES) styles[family] = { ...FIRST_OF[family], ...earlier[family] };
    this.#styles = styles;
    this.#onChoice = onChoice;
  }

  /** Only the style names of this kind, and what was chosen for labels. A line begins without heads, whatever arrows have. */
  of(kind: number): Partial<Style> {
    const chosen: Partial<Record<StyleName, number>> = {};
    const style = this.#styles[familyOf(kind)];
    for (const name of styleNames(kind)) chosen[name] = style[name];
    if (isLabelled(kind)) for (const name of KEPT_OF_LABELS) if (style[name] !== FIRST[name]) chosen[name] = style[name];
    return kind === ElementKind.line ? { ...chosen, headFrom: 0, headTo: 0 } : chosen;
  }

  choose(kind: number, part: Partial<Style>): void {
    const family = familyOf(kind);
    this.#styles = { ...this.#styles, [family]: { ...this.#styles[family], ...part } };
    this.#onChoice?.(this.#styles);
  }
}
