import type { Box } from '../../../core/board/element.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { Canvas2D } from '../kinds/kind.ts';
import type { Theme } from '../palette.ts';
import type { View } from '../view/camera.ts';

/** An element that is being made, on a live layer: a growing stroke, or a shape under the pointer. */
export interface Draft {
  readonly traits: { readonly id: ElementId; readonly kind: number };
  /** World pixels of the whole. Undefined while nothing is visible. */
  readonly box: Box | undefined;
  /** World pixels that have changed since the last call. */
  takeChanged(): Box | undefined;
  /** Draws the part that touches `within` (world pixels). */
  paint(target: Canvas2D, view: View, theme: Theme, within: Box): void;
}
