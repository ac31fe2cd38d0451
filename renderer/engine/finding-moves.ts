import type { Board } from '../../core/board/board.ts';
import type { Box } from '../../core/board/element.ts';
import type { ElementId } from '../../core/board/ids.ts';
import { type Camera, cameraToFit, type Point } from './camera.ts';
import { cameraToRead, type FrameEntry, findTexts, framesOf } from './finding.ts';
import { Dirty } from './frame-scheduler.ts';
import type { Placement } from './kinds/kind.ts';
import { cameraAtPoint, drawOverview, OVERVIEW, planOverview, seenOn } from './overview.ts';
import type { Stage } from './stage.ts';

/** Finding things on the board, and showing them. */
export interface Finding {
  /** Elements with a text in them, in the order in which one reads the board. */
  findText(query: string): readonly ElementId[];
  /** Marks what was found, and moves the view to one of it where that cannot be seen. An empty list marks nothing. */
  showFound(ids: readonly ElementId[], at: number): void;
  /** The frames in the order in which one reads the board. */
  frames(): readonly FrameEntry[];
  /** Moves the view to a box, world pixels: as large as it can be seen whole, or with room for the chrome around it. */
  showBox(box: Box, how: 'whole' | 'among'): void;
}

/** The small map of the whole board. */
export interface Overview {
  /** Draws the map anew, for a canvas of `OVERVIEW` CSS pixels. */
  drawOverview(canvas: HTMLCanvasElement): void;
  /** The part of the map as it was drawn that is in view, CSS pixels; undefined while there is nothing on it. */
  seenOnOverview(): Box | undefined;
  /** Moves the middle of the view to a point of the map. */
  goOnOverview(at: Point): void;
}

/** Screen pixels around a box among the chrome, and around one that is shown by itself. */
const AMONG = 80;
const WHOLE = 8;
const ZOOM_MOST = 8;

export interface FindingFrom {
  readonly stage: Stage;
  readonly board: () => Board;
  readonly setCamera: (camera: Camera) => void;
}

export function findingOf({ stage, board, setCamera }: FindingFrom): Finding & Overview {
  let place: Placement | undefined;
  return {
    drawOverview(canvas) {
      const dpr = canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1;
      const context = canvas.getContext('2d');
      // Setting the size clears it too.
      canvas.width = Math.round(OVERVIEW.width * dpr);
      canvas.height = Math.round(OVERVIEW.height * dpr);
      place = planOverview(stage.scene.bounds());
      if (context && place) drawOverview(context, stage.scene.entries(), place, { board: board(), theme: stage.theme, dpr });
    },
    seenOnOverview: () => place && seenOn(place, stage.camera, stage.size),
    goOnOverview(at) {
      if (place) setCamera(cameraAtPoint(place, at, stage.camera, stage.size));
    },
    findText: (query) => findTexts(board(), stage.scene, query),
    showFound(ids, at) {
      const current = ids[at];
      stage.overlay.found = current === undefined ? undefined : { ids, current };
      stage.invalidate(Dirty.overlay);
      const entry = current === undefined ? undefined : stage.scene.get(current);
      if (!entry) return;
      const camera = cameraToRead(entry, stage.camera, stage.size);
      if (camera !== stage.camera) setCamera(camera);
    },
    frames: () => framesOf(board(), stage.scene),
    showBox: (box, how) => setCamera(cameraToFit(box, stage.size, how === 'whole' ? WHOLE : AMONG, ZOOM_MOST)),
  };
}
