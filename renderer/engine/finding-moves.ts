import type { Board } from '../../core/board/board.ts';
import type { Box } from '../../core/board/element.ts';
import type { ElementId } from '../../core/board/ids.ts';
import { cameraToRead, type FrameEntry, findTexts, framesOf } from './finding.ts';
import { Dirty } from './frame-scheduler.ts';
import type { Placement } from './kinds/kind.ts';
import { topmostAt } from './selection/hit-test.ts';
import type { Stage } from './stage.ts';
import { labelledAround } from './text/text-place.ts';
import { type Camera, cameraToFit, type Point, worldAt } from './view/camera.ts';
import { cameraAtPoint, drawOverview, OVERVIEW, planOverview, seenOn } from './view/overview.ts';

/** Finds elements on the board and shows them. */
export interface Finding {
  /** Elements whose text contains `query`, in reading order. */
  findText(query: string): readonly ElementId[];
  /** Marks the found elements. Moves the view to element number `at` if it is out of view. An empty list removes all marks. */
  showFound(ids: readonly ElementId[], at: number): void;
  /** The frames in reading order. */
  frames(): readonly FrameEntry[];
  /** Moves the view to a box, world pixels. `whole`: as large as the view allows. `among`: with space for the chrome around it. */
  showBox(box: Box, how: 'whole' | 'among'): void;
}

/** Where things are on the screen, for marks above the board. */
export interface Marking {
  /** The topmost element under a screen point, or the shape around it. */
  elementAt(screen: Point): ElementId | undefined;
  /** The box of a visible element, world pixels. */
  boxOf(id: ElementId): Box | undefined;
}

/** The minimap of the whole board. */
export interface Overview {
  /** Redraws the minimap on a canvas of `OVERVIEW` CSS pixels. */
  drawOverview(canvas: HTMLCanvasElement): void;
  /** The visible part of the board on the last drawn minimap, CSS pixels. Undefined while the minimap is empty. */
  seenOnOverview(): Box | undefined;
  /** Moves the middle of the view to a point of the minimap. */
  goOnOverview(at: Point): void;
}

/** Screen pixels of free space around a box: between the chrome, and when it is shown alone. */
const AMONG = 80;
const WHOLE = 8;
const ZOOM_MOST = 8;

export interface FindingFrom {
  readonly stage: Stage;
  readonly board: () => Board;
  readonly setCamera: (camera: Camera) => void;
}

export function findingOf({ stage, board, setCamera }: FindingFrom): Finding & Overview & Marking {
  let place: Placement | undefined;
  return {
    drawOverview(canvas) {
      const dpr = canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1;
      const context = canvas.getContext('2d');
      // Setting the size also clears the canvas.
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
    elementAt(screen) {
      const { x, y } = worldAt(stage.camera, screen);
      return topmostAt(stage.scene, board(), x, y, 0) ?? labelledAround(board(), stage.scene, x, y);
    },
    boxOf: (id) => stage.scene.get(id),
    frames: () => framesOf(board(), stage.scene),
    showBox: (box, how) => setCamera(cameraToFit(box, stage.size, how === 'whole' ? WHOLE : AMONG, ZOOM_MOST)),
  };
}
