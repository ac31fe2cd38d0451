/** A freehand stroke as Excalidraw keeps and sends it: every property that its elements have. */
export interface ExcalidrawStroke {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Relative to x, y. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly version: number;
  readonly color?: string;
  readonly width?: number;
}

/** What elements of every kind have in common before any change. */
export const EXCALIDRAW_COMMON = {
  angle: 0,
  strokeColor: '#1e1e1e',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roughness: 1,
  opacity: 100,
  groupIds: [],
  frameId: null,
  index: null,
  roundness: null,
  seed: 1_368_295_021,
  version: 1,
  versionNonce: 1_189_086_535,
  isDeleted: false,
  updated: 1_780_000_000_000,
  link: null,
  locked: false,
} as const;

export function excalidrawElement(stroke: ExcalidrawStroke): Readonly<Record<string, unknown>> {
  const xs = stroke.points.map((point) => point.x);
  const ys = stroke.points.map((point) => point.y);
  return {
    id: stroke.id,
    type: 'freedraw',
    x: stroke.x,
    y: stroke.y,
    width: Math.max(...xs) - Math.min(...xs),
    height: Math.max(...ys) - Math.min(...ys),
    ...EXCALIDRAW_COMMON,
    strokeColor: stroke.color ?? EXCALIDRAW_COMMON.strokeColor,
    strokeWidth: stroke.width ?? EXCALIDRAW_COMMON.strokeWidth,
    version: stroke.version,
    boundElements: null,
    points: stroke.points.map((point) => [point.x, point.y]),
    pressures: [],
    simulatePressure: true,
    lastCommittedPoint: null,
  };
}
