import type { Clock } from '../../../../core/base/host.ts';
import type { Board } from '../../../../core/board/board.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { Theme } from '../../palette.ts';
import { Scene } from '../../scene.ts';
import { boardTexts } from '../../text/layout/board-texts.ts';
import { embeddedPictures } from './embedded-pictures.ts';
import { exportSvg } from './export-svg.ts';

export interface BoardSvgOptions {
  readonly clock: Clock;
  readonly theme: Theme;
  /** Left out: all elements. */
  readonly only?: ReadonlySet<ElementId>;
  /** `data:` addresses of pictures, by hash. Grey boxes replace others. */
  readonly pictures?: ReadonlyMap<string, string>;
}

/**
 * A board as the text of an SVG picture, without a page: also outside of a browser, where the sizes of texts are estimated.
 * Undefined for an empty board. The board may change while it is drawn: then the picture shows some of it.
 */
export async function svgOfBoard(
  board: Board,
  { clock, theme, only, pictures: addresses }: BoardSvgOptions,
): Promise<string | undefined> {
  const scene = new Scene(() => board);
  scene.reset(Number.POSITIVE_INFINITY);
  const entries = [...scene.entries()].filter(({ id }) => only === undefined || only.has(id));
  try {
    const { pictures, encode } = embeddedPictures(addresses ?? new Map());
    return await exportSvg(entries, { board: () => board, pictures, clock }, { theme, background: true, encode });
  } finally {
    boardTexts.forget(board);
  }
}
