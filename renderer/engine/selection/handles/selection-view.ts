import type { Board } from '../../../../core/board/board.ts';
import type { Box } from '../../../../core/board/element.ts';
import type { ElementId } from '../../../../core/board/ids.ts';
import { UNITS } from '../../geometry.ts';
import type { Scene } from '../../scene.ts';
import { HIT_MARGIN } from '../../tools/tool.ts';
import { type Camera, type Point, screenAt, worldAt } from '../../view/camera.ts';
import { isOneGroup } from '../arranging/groups.ts';
import { scaled, uprightBox } from '../frames.ts';
import { lockedAt, topmostAt } from '../hit-test.ts';
import type { Selection } from '../selection.ts';
import { isWithin } from './handles.ts';

/** The selection as the chrome shows it. */
export interface SelectionView {
  /** The upright box around it, CSS pixels. */
  readonly box: Box;
  readonly locked: boolean;
  /** True when all of it is in one group. */
  readonly grouped: boolean;
}

export interface SelectionPlace {
  readonly board: Board;
  readonly scene: Scene;
  readonly selection: Selection;
  readonly camera: Camera;
}

export function selectionView({ board, scene, selection, camera }: SelectionPlace): SelectionView | undefined {
  const frame = selection.frame(board, scene);
  if (!frame) return undefined;
  const { minX, minY, maxX, maxY } = scaled(uprightBox(frame), 1 / UNITS);
  const from = screenAt(camera, { x: minX, y: minY });
  const to = screenAt(camera, { x: maxX, y: maxY });
  return {
    box: { minX: from.x, minY: from.y, maxX: to.x, maxY: to.y },
    locked: selection.isLocked(board),
    grouped: isOneGroup(board, selection.ids, selection.entered),
  };
}

/** The target of a menu at a screen point: an element, even a locked one; the current selection; or the board. */
export function menuTarget(
  { board, scene, selection, camera }: SelectionPlace,
  screen: Point,
): ElementId | 'selection' | 'board' {
  const world = worldAt(camera, screen);
  const margin = HIT_MARGIN / camera.zoom;
  const hit = topmostAt(scene, board, world.x, world.y, margin) ?? lockedAt(scene, board, world, margin);
  if (hit !== undefined) return hit;
  const frame = selection.frame(board, scene);
  return frame && isWithin(frame, world) ? 'selection' : 'board';
}
