import type { Box } from '../../../core/board/element.ts';

/** Screen points are CSS pixels from the top left of the board's view; world points are world pixels (16 world units). */
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Position and zoom: `x`, `y` is the world pixel at the top left of the view, `zoom` is screen pixels per world pixel. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** 1 % to 6,400 %. */
export const ZOOM_MIN = 0.01;
export const ZOOM_MAX = 64;
const ZOOM_STEPS: readonly number[] = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];

/** World pixels from the origin that the view may reach. The board ends at a million, ink at half of that (stroke-writer.ts). */
const REACH = 500_000;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

function clampZoom(zoom: number): number {
  return Number.isFinite(zoom) ? clamp(zoom, ZOOM_MIN, ZOOM_MAX) : 1;
}

/** A camera within its bounds. An invalid number becomes the origin. */
export function clampCamera(camera: Camera): Camera {
  const x = Number.isFinite(camera.x) ? clamp(camera.x, -REACH, REACH) : 0;
  const y = Number.isFinite(camera.y) ? clamp(camera.y, -REACH, REACH) : 0;
  return { x, y, zoom: clampZoom(camera.zoom) };
}

export function worldAt(camera: Camera, screen: Point): Point {
  return { x: camera.x + screen.x / camera.zoom, y: camera.y + screen.y / camera.zoom };
}

export function screenAt(camera: Camera, world: Point): Point {
  return { x: (world.x - camera.x) * camera.zoom, y: (world.y - camera.y) * camera.zoom };
}

/** Moves the view. The content moves the other way, as with a wheel. */
export function panned(camera: Camera, dxScreen: number, dyScreen: number): Camera {
  return clampCamera({ x: camera.x + dxScreen / camera.zoom, y: camera.y + dyScreen / camera.zoom, zoom: camera.zoom });
}

/** The world point under `around` stays under it. */
export function zoomedAround(camera: Camera, zoom: number, around: Point): Camera {
  const next = clampZoom(zoom);
  return clampCamera({
    x: camera.x + around.x / camera.zoom - around.x / next,
    y: camera.y + around.y / camera.zoom - around.y / next,
    zoom: next,
  });
}

export function nextZoomStep(zoom: number, direction: 'in' | 'out'): number {
  // With a small tolerance, so that a zoom of 0.9999 counts as 100 %.
  if (direction === 'in') return ZOOM_STEPS.find((step) => step > zoom * 1.001) ?? ZOOM_MAX;
  return ZOOM_STEPS.findLast((step) => step < zoom / 1.001) ?? ZOOM_MIN;
}

/** Shows the whole box in the middle of the view, zoomed to `zoomMost` at most. */
export function cameraToFit(box: Box, view: Size, paddingScreen: number, zoomMost = 1): Camera {
  const width = Math.max(box.maxX - box.minX, 1);
  const height = Math.max(box.maxY - box.minY, 1);
  const roomX = Math.max(view.width - 2 * paddingScreen, view.width / 2, 1);
  const roomY = Math.max(view.height - 2 * paddingScreen, view.height / 2, 1);
  const zoom = clampZoom(Math.min(roomX / width, roomY / height, zoomMost));
  return clampCamera({
    x: (box.minX + box.maxX) / 2 - view.width / zoom / 2,
    y: (box.minY + box.maxY) / 2 - view.height / zoom / 2,
    zoom,
  });
}

/** The visible part of the world, world pixels. */
export function viewport(camera: Camera, view: Size): Box {
  return {
    minX: camera.x,
    minY: camera.y,
    maxX: camera.x + view.width / camera.zoom,
    maxY: camera.y + view.height / camera.zoom,
  };
}

/**
 * The transform for layers: device = world * scale - origin. The origin is whole device pixels and shared by all layers. Tiles
 * are then copied without resampling, and ink does not shift by half a pixel when it moves from the live to the settled layer.
 */
export interface View {
  /** Device pixels per world pixel. */
  readonly scale: number;
  readonly originX: number;
  readonly originY: number;
  /** Device pixels per CSS pixel. */
  readonly dpr: number;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
}

export function viewOf(camera: Camera, device: Size, dpr: number): View {
  const scale = camera.zoom * dpr;
  return {
    scale,
    originX: Math.round(camera.x * scale),
    originY: Math.round(camera.y * scale),
    dpr,
    width: device.width,
    height: device.height,
  };
}

/** The visible part of the world, world pixels. */
export function viewBox({ originX, originY, width, height, scale }: View): Box {
  return {
    minX: originX / scale,
    minY: originY / scale,
    maxX: (originX + width) / scale,
    maxY: (originY + height) / scale,
  };
}
