/** With Shift, rotations snap to steps of 15 degrees. */
const TURN_STEP = Math.PI / 12;

/** The nearest step, radians. */
export function nearestTurn(radians: number): number {
  return Math.round(radians / TURN_STEP) * TURN_STEP;
}

/** A vector with the length of (dx, dy) in the direction of the nearest step. */
export function turnedInSteps(dx: number, dy: number): readonly [number, number] {
  const turn = nearestTurn(Math.atan2(dy, dx));
  const length = Math.hypot(dx, dy);
  return [length * Math.cos(turn), length * Math.sin(turn)];
}
