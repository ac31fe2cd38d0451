import { LIMITS } from '../../../../core/contract/limits.ts';

/** The nearest valid coordinate, world units. */
export function coordinate(units: number): number {
  return Math.min(LIMITS.coordinate, Math.max(-LIMITS.coordinate, Math.round(units)));
}

/** The nearest valid size, world units: never zero. */
export function extent(units: number): number {
  return Math.min(2 * LIMITS.coordinate, Math.max(1, Math.round(Math.abs(units))));
}

/** Any angle as a register value: hundredths of a degree from 0 to 35,999. */
export function angleRegister(radians: number): number {
  const hundredths = Math.round((radians / Math.PI) * 18_000) % 36_000;
  return hundredths < 0 ? hundredths + 36_000 : Math.abs(hundredths);
}
