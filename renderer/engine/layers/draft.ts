import type { Box } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { View } from '../camera.ts';
import type { Canvas2D } from '../kinds/kind.ts';
import type { Theme } from '../palette.ts';

/** An element while it is being made, shown by a live layer: a stroke that grows, a shape under the pointer. */
export interface Draft {
  readonly traits: { readonly id: ElementId; readonly kind: number };
  /** World pixels of the whole; undefined while there is nothing to see. */
  readonly box: Box | undefined;
  /** World pixels that look different since it was last asked. */
  takeChanged(): Box | undefined;
  /** Draws what meets `within` (world pixels). */
  paint(target: Canvas2D, view: View, theme: Theme, within: Box): void;
}
