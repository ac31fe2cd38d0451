import type { Board } from '../../../core/board/board.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import type { Scene, SceneEntry } from '../scene.ts';

/** The entries of a scene that show a picture, and must be repainted when its bytes have come. */
export function* whoShows(hash: string, board: Board, scene: Scene): Generator<SceneEntry> {
  for (const entry of scene.entries()) {
    const element = board.get(entry.id);
    if (element?.kind === ElementKind.image && element.get('hash') === hash) yield entry;
  }
}
