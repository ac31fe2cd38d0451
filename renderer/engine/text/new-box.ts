import { PROPS, type Values } from '../../../core/board/kinds.ts';
import { UNITS } from '../geometry.ts';
import { grown, type OwnBox } from './label-fit.ts';
import { boardTexts } from './layout/board-texts.ts';

/** A shape that is not on the board yet. */
export interface NewShape {
  readonly kind: number;
  readonly x: number;
  readonly y: number;
  readonly text?: string;
  readonly values: Pick<Values, 'w' | 'h' | 'angle' | 'font' | 'size'>;
}

/** Its box with room for its label, world units. */
export function newBox({ kind, x, y, text = '', values }: NewShape): OwnBox {
  const { w = 0, h = 0, angle = 0, font = PROPS.font.initial, size = PROPS.size.initial } = values;
  const style = { font, size: size / UNITS };
  return grown({ x, y, w, h }, kind, angle, {
    word: () => boardTexts.widestIn(text, style),
    height: (wrap) => boardTexts.lay(text, { ...style, wrap }).height,
  });
}
