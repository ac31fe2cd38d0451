import type { Box } from '../../../core/board/element.ts';
import type { Selection } from '../selection/selection.ts';
import type { Stage } from '../stage.ts';
import {
  type Camera,
  cameraToFit,
  clampCamera,
  nextZoomStep,
  type Point,
  panned,
  screenAt,
  viewport,
  worldAt,
  ZOOM_MAX,
  zoomedAround,
} from './camera.ts';
import type { ContentWalk, ViewOf } from './content-view.ts';

/** Movements of the view over the board. Screen points are CSS pixels from the mount's top left. */
export interface ViewMoves {
  setCamera(camera: Camera): void;
  /** Moves the view by screen pixels, like a wheel: the ink moves the other way. */
  panBy(dxScreen: number, dyScreen: number): void;
  /** Around a screen point, or the middle of the view. */
  zoomTo(zoom: number, around?: Point): void;
  zoomIn(): void;
  zoomOut(): void;
  zoomToFit(): void;
  zoomToSelection(): void;
  /** Moves the view so that content is visible: all of it, or its nearest part, and the next one each time again. */
  backToContent(): void;
  /** Moves the view to the whole board, unless all of it is in view. */
  fitOnce(): void;
  /** The visible part of the board, world pixels. */
  seen(): Box;
  /** The camera that shows just this much of the board, as far as the view's shape allows. */
  cameraFor(box: Box): Camera;
  worldAt(screen: Point): Point;
  screenAt(world: Point): Point;
}

/** Free screen pixels around a fitted board, where the chrome floats. */
const FIT_PADDING = 64;

export function viewOfContent({ content, camera, size }: Stage): ViewOf {
  return { content, camera, size, padding: FIT_PADDING };
}

export function middleOfView({ size }: Stage): Point {
  return { x: size.width / 2, y: size.height / 2 };
}

/** `moved`: called after each move. */
export function viewMoves(stage: Stage, selection: Selection, walk: ContentWalk, moved: () => void): ViewMoves {
  const setCamera = (camera: Camera): void => {
    stage.setCamera(clampCamera(camera));
    moved();
  };
  const zoomTo = (zoom: number, around = middleOfView(stage)): void => setCamera(zoomedAround(stage.camera, zoom, around));
  return {
    setCamera,
    panBy: (dx, dy) => setCamera(panned(stage.camera, dx, dy)),
    zoomTo,
    zoomIn: () => zoomTo(nextZoomStep(stage.camera.zoom, 'in')),
    zoomOut: () => zoomTo(nextZoomStep(stage.camera.zoom, 'out')),
    zoomToFit() {
      setCamera(stage.content.size > 0 ? walk.next(viewOfContent(stage)) : { x: 0, y: 0, zoom: 1 });
    },
    zoomToSelection() {
      const box = selection.box(stage.scene);
      if (box) setCamera(cameraToFit(box, stage.size, FIT_PADDING, 4));
    },
    backToContent: () => setCamera(walk.next(viewOfContent(stage))),
    fitOnce: () => setCamera(walk.nextUnlessSeen(viewOfContent(stage))),
    seen: () => viewport(stage.camera, stage.size),
    cameraFor: (box) => cameraToFit(box, stage.size, 0, ZOOM_MAX),
    worldAt: (screen) => worldAt(stage.camera, screen),
    screenAt: (world) => screenAt(stage.camera, world),
  };
}
