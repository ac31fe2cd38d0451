/** A rectangle: its corner with the least coordinates, and its size. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The nearest whole number that is no farther from 0 than `most`. */
export function roundWithin(value: number, most: number): number {
  return Math.round(Math.max(-most, Math.min(most, value)));
}

/** The same for each number of an area. It is at least 1 wide and high. */
export function roundArea({ x, y, width, height }: Area, most: number): Area {
  const extent = (value: number): number => Math.max(1, roundWithin(value, most));
  return { x: roundWithin(x, most), y: roundWithin(y, most), width: extent(width), height: extent(height) };
}
