/**
 * A stroke as a hand draws it, the same on every run: loops of handwriting with the speed of a wrist (a few hundred to some 1,800 px/s,
 * slow in the bends), 120 samples a second that come a little unevenly, a tremor of a fraction of a pixel, and rounding to what the device reports: whole
 * pixels for a mouse, 1/16 px for a pen.
 */
export interface HandPoint {
  /** World pixels. */
  readonly x: number;
  readonly y: number;
  /** 0 to 1. */
  readonly pressure: number;
}

export interface HandStrokeOptions {
  readonly points: number;
  readonly device: 'mouse' | 'pen';
  readonly seed: number;
}

const SAMPLE_S = 1 / 120;

/** A small seeded generator (mulberry32): numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function handStroke(options: HandStrokeOptions): readonly HandPoint[] {
  const random = seededRandom(options.seed);
  const tremor = (): number => (random() + random() + random() - 1.5) * 0.4;
  // Handwriting: about three loops a second drift to the right; sizes and rhythm wander from loop to loop.
  const grid = options.device === 'mouse' ? 1 : 16;
  const points: HandPoint[] = [];
  let phase = random() * Math.PI;
  let drift = 0;
  let size = 42;
  let rhythm = 3;
  let late = 0;
  for (let i = 0; i < options.points; i++) {
    size += (42 + 18 * Math.sin(i / 47) - size) * 0.06 + tremor() * 0.4;
    rhythm += (3 + 0.8 * Math.sin(i / 31 + 1) - rhythm) * 0.05;
    // Slower where the curve is tight: the two-thirds power law of hand movement, in its simplest form.
    const tightness = 0.62 + 0.38 * Math.abs(Math.cos(phase));
    // Devices report unevenly: each sample is up to a millisecond early or late.
    const now = (random() - 0.5) * 0.002;
    const step = SAMPLE_S + now - late;
    late = now;
    phase += 2 * Math.PI * rhythm * tightness * step;
    drift += 120 * step;
    const x = 200 + drift + size * Math.cos(phase) + tremor();
    const y = 300 + 1.25 * size * Math.sin(phase) + 12 * Math.sin(i / 60) + tremor();
    // The pen presses more on the way down and lifts at both ends.
    const ends = Math.min(1, (i + 1) / 8, (options.points - i) / 8);
    const pressure = Math.min(1, Math.max(0.02, ends * (0.52 + 0.18 * Math.cos(phase + 0.6) + tremor() * 0.02)));
    points.push({ x: Math.round(x * grid) / grid, y: Math.round(y * grid) / grid, pressure });
  }
  return points;
}
