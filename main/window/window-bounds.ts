/** Bounds of a window, in the screen's device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The stored state of a window. */
export interface WindowState {
  /** The bounds that it returns to from maximised. */
  readonly bounds: Bounds;
  readonly maximised: boolean;
}

export const MIN_SIZE = { width: 400, height: 320 };
const FIRST_SIZE = { width: 1_280, height: 800 };
/** Part of a window's title bar that must be on a screen, so that a person can drag it. */
const GRIP = { width: 96, height: 24 };

/** Parses a stored state. Undefined for a damaged one. */
export function parseWindowState(raw: unknown): WindowState | undefined {
  if (typeof raw !== 'object' || raw === null || !('bounds' in raw) || !('maximised' in raw)) return undefined;
  const { bounds, maximised } = raw;
  if (typeof maximised !== 'boolean' || typeof bounds !== 'object' || bounds === null) return undefined;
  if (!('x' in bounds) || !('y' in bounds) || !('width' in bounds) || !('height' in bounds)) return undefined;
  const { x, y, width, height } = bounds;
  if (!isPixels(x) || !isPixels(y) || !isPixels(width) || !isPixels(height) || width <= 0 || height <= 0) return undefined;
  return { bounds: { x, y, width, height }, maximised };
}

/** A second window stands this far to the right and below, so that both can be seen. */
const STEP = 28;

/** The place of one more window: where the last one was, moved until it covers none of `others` exactly. */
export function planNextBounds(place: WindowState, others: readonly Bounds[], screens: readonly Bounds[]): WindowState {
  if (others.length === 0) return place;
  const isTaken = ({ x, y }: Bounds): boolean => others.some((other) => other.x === x && other.y === y);
  const { width, height } = place.bounds;
  let bounds = place.bounds;
  for (let step = 0; step < others.length && isTaken(bounds); step++)
    bounds = { ...bounds, x: bounds.x + STEP, y: bounds.y + STEP };
  const fits = screens.some(
    (screen) => bounds.x + width <= screen.x + screen.width && bounds.y + height <= screen.y + screen.height,
  );
  if (fits || !screens[0]) return { bounds, maximised: false };
  return { bounds: { ...bounds, x: screens[0].x, y: screens[0].y }, maximised: false };
}

/**
 * Where to open a window. `screens` are the work areas of the current screens, the main one first: since the last time a screen
 * may have been unplugged or become smaller.
 */
export function planWindowBounds(remembered: WindowState | undefined, screens: readonly Bounds[]): WindowState {
  const main = screens[0];
  if (!main) return remembered ?? { bounds: { x: 0, y: 0, ...FIRST_SIZE }, maximised: false };
  const home = remembered && screens.find((screen) => canBeGripped(remembered.bounds, screen));
  if (remembered && home) return { bounds: fitted(remembered.bounds, home), maximised: remembered.maximised };
  return { bounds: centred(remembered?.bounds ?? FIRST_SIZE, main), maximised: remembered?.maximised ?? false };
}

function canBeGripped(window: Bounds, screen: Bounds): boolean {
  const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const titleInside = window.y >= screen.y - GRIP.height && window.y + GRIP.height <= screen.y + screen.height;
  return across >= GRIP.width && titleInside;
}

/** At most the screen's size, at least the size that the interface needs. */
function sizeOn(screen: Bounds, size: { readonly width: number; readonly height: number }): { width: number; height: number } {
  return {
    width: Math.min(Math.max(size.width, MIN_SIZE.width), screen.width),
    height: Math.min(Math.max(size.height, MIN_SIZE.height), screen.height),
  };
}

function fitted(window: Bounds, screen: Bounds): Bounds {
  return { x: window.x, y: Math.max(window.y, screen.y), ...sizeOn(screen, window) };
}

function centred(size: { readonly width: number; readonly height: number }, screen: Bounds): Bounds {
  const { width, height } = sizeOn(screen, size);
  return {
    x: Math.round(screen.x + (screen.width - width) / 2),
    y: Math.round(screen.y + (screen.height - height) / 2),
    width,
    height,
  };
}

function isPixels(raw: unknown): raw is number {
  return Number.isInteger(raw) && Math.abs(raw as number) < 1_000_000;
}
