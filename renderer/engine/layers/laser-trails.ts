import { type Camera, type Point, screenAt } from '../view/camera.ts';

/** The life of a trail's place in milliseconds, and the most places of one trail. */
const STAYS_MS = 1_000;
const PLACES_MOST = 400;
/** A new trail begins after this time without a new place. Milliseconds. */
const PAUSE_MS = 250;
/** The width of a trail at its head, screen pixels. */
const WIDTH = 5;
/** The least distance between two places, world pixels. */
const APART = 1.5;

interface Trail {
  color: string;
  readonly places: { readonly x: number; readonly y: number; readonly at: number }[];
}

/** The laser trails of the last second, world pixels: one trail per person, which gets thinner and disappears. */
export class LaserTrails {
  readonly #trails = new Map<string, Trail>();

  /** Adds the laser's current place. `whose` is the key of its person. */
  add(whose: string, color: string, { x, y }: Point, at: number): void {
    const trail = this.#trails.get(whose) ?? { color, places: [] };
    this.#trails.set(whose, trail);
    trail.color = color;
    const last = trail.places.at(-1);
    if (last && Math.hypot(last.x - x, last.y - y) < APART) return;
    trail.places.push({ x, y, at });
    if (trail.places.length > PLACES_MOST) trail.places.shift();
  }

  /** Removes places that have faded. True while any place is left. */
  advance(now: number): boolean {
    for (const [whose, { places }] of this.#trails) {
      while (places.length > 0 && now - (places[0]?.at ?? 0) > STAYS_MS) places.shift();
      if (places.length === 0) this.#trails.delete(whose);
    }
    return this.#trails.size > 0;
  }

  /** The number of stored places. */
  get size(): number {
    let size = 0;
    for (const { places } of this.#trails.values()) size += places.length;
    return size;
  }

  paint(target: CanvasRenderingContext2D, camera: Camera, now: number): void {
    target.lineCap = 'round';
    for (const { color, places } of this.#trails.values()) {
      target.strokeStyle = color;
      for (let i = 1; i < places.length; i++) {
        const [before, place] = [places[i - 1], places[i]];
        // A pause makes a gap: the laser was lifted and set down elsewhere.
        if (!before || !place || place.at - before.at > PAUSE_MS) continue;
        const left = Math.max(0, 1 - (now - place.at) / STAYS_MS);
        const [a, b] = [screenAt(camera, before), screenAt(camera, place)];
        target.globalAlpha = Math.min(1, 2 * left);
        target.lineWidth = Math.max(0.5, WIDTH * left);
        target.beginPath();
        target.moveTo(a.x, a.y);
        target.lineTo(b.x, b.y);
        target.stroke();
      }
    }
    target.globalAlpha = 1;
  }
}
