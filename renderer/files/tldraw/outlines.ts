import type { Point } from '../gathering.ts';

/** Corners of tldraw's shapes without an equivalent kind, as shares of their box. */
const CORNERS: ReadonlyMap<string, readonly (readonly [number, number])[]> = new Map<
  string,
  readonly (readonly [number, number])[]
>([
  [
    'triangle',
    [
      [0.5, 0],
      [1, 1],
      [0, 1],
    ],
  ],
  [
    'rhombus',
    [
      [0.25, 0],
      [1, 0],
      [0.75, 1],
      [0, 1],
    ],
  ],
  [
    'rhombus-2',
    [
      [0, 0],
      [0.75, 0],
      [1, 1],
      [0.25, 1],
    ],
  ],
  [
    'trapezoid',
    [
      [0.2, 0],
      [0.8, 0],
      [1, 1],
      [0, 1],
    ],
  ],
  ['pentagon', regular(5)],
  ['hexagon', regular(6, Math.PI / 6)],
  ['octagon', regular(8, Math.PI / 8)],
  ['star', star()],
  ['arrow-right', arrow((along, off) => [along, 0.5 + off])],
  ['arrow-left', arrow((along, off) => [1 - along, 0.5 + off])],
  ['arrow-down', arrow((along, off) => [0.5 + off, along])],
  ['arrow-up', arrow((along, off) => [0.5 + off, 1 - along])],
  ['cloud', round(24, (angle) => 0.42 + 0.08 * Math.abs(Math.sin(4 * angle)))],
  ['heart', heart()],
]);

/** The closed outline of a shape in a box of that size. Undefined for an unknown shape. */
export function outlineOf(geo: string, w: number, h: number): readonly Point[] | undefined {
  const corners = CORNERS.get(geo);
  const first = corners?.[0];
  if (!corners || !first) return undefined;
  return [...corners, first].map(([across, down]) => ({ x: across * w, y: down * h }));
}

function regular(count: number, turn = 0): [number, number][] {
  return Array.from({ length: count }, (_, i) => {
    const angle = turn - Math.PI / 2 + (i * 2 * Math.PI) / count;
    return [0.5 + Math.cos(angle) / 2, 0.5 + Math.sin(angle) / 2];
  });
}

function round(count: number, radius: (angle: number) => number): [number, number][] {
  return Array.from({ length: count }, (_, i) => {
    const angle = (i * 2 * Math.PI) / count;
    return [0.5 + Math.cos(angle) * radius(angle), 0.5 + Math.sin(angle) * radius(angle)];
  });
}

function star(): [number, number][] {
  return Array.from({ length: 10 }, (_, i) => {
    const angle = -Math.PI / 2 + (i * Math.PI) / 5;
    const radius = i % 2 === 0 ? 0.5 : 0.2;
    return [0.5 + Math.cos(angle) * radius, 0.5 + Math.sin(angle) * radius];
  });
}

function arrow(place: (along: number, off: number) => [number, number]): [number, number][] {
  return (
    [
      [0, -0.25],
      [0.6, -0.25],
      [0.6, -0.5],
      [1, 0],
      [0.6, 0.5],
      [0.6, 0.25],
      [0, 0.25],
    ] as const
  ).map(([along, off]) => place(along, off));
}

function heart(): [number, number][] {
  return Array.from({ length: 32 }, (_, i) => {
    const t = (i * 2 * Math.PI) / 32;
    const x = 16 * Math.sin(t) ** 3;
    const y = 13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t);
    return [0.5 + x / 32, (12 - y) / 29];
  });
}
