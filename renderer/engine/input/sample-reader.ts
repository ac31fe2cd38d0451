import { curved, type PressureCurve } from '../ink/pen-profile.ts';
import type { PointerSample } from '../tools/tool.ts';
import { type Camera, type Point, worldAt } from '../view/camera.ts';
import type { PointerFacts } from './pointer-facts.ts';
import { type InkWidth, PressureJudge } from './pressure-judge.ts';

/** The pressure of a device that does not measure it, and of ink of constant width. */
const MIDDLE = 0.5;

/** What makes the ink wide. */
export interface InkHabits {
  readonly inkWidth: InkWidth;
  readonly pressureCurve: PressureCurve;
}

/** Reads the samples of pointer events into one reused object (hot path: no allocation). */
export class SampleReader {
  readonly #sample = {
    xScreen: 0,
    yScreen: 0,
    xWorld: 0,
    yWorld: 0,
    pressure: MIDDLE,
    pressured: false as PointerSample['pressured'],
    pointer: 'mouse' as PointerSample['pointer'],
    shift: false,
    alt: false,
    mod: false,
    space: false,
  };
  readonly #judge = new PressureJudge();
  readonly #habits: () => InkHabits;
  #width: InkWidth = 'pressure';
  #curve: PressureCurve = 'even';
  /** The space bar is down. Pointer events do not report it. */
  spaceHeld = false;

  constructor(habits: () => InkHabits) {
    this.#habits = habits;
  }

  /** The first sample of a press. The source of the ink's width stays the same until the press ends. */
  press(event: PointerEvent | undefined, facts: PointerFacts, camera: Camera): PointerSample {
    const { inkWidth, pressureCurve } = this.#habits();
    this.#width = inkWidth;
    this.#curve = pressureCurve;
    this.#judge.press(facts.type, this.#width);
    return this.#read(event, facts, facts, camera);
  }

  /** One sample of a pressed or hovering pointer. */
  at(event: PointerEvent | undefined, facts: PointerFacts, camera: Camera): PointerSample {
    return this.#read(event, facts, facts, camera);
  }

  /** The last sample again, with the modifier keys of now. The pointer rests, but the keys may change what it draws. */
  again(keys: Pick<KeyboardEvent, 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>): PointerSample {
    const sample = this.#sample;
    sample.shift = keys.shiftKey;
    sample.alt = keys.altKey;
    sample.mod = keys.ctrlKey || keys.metaKey;
    sample.space = this.spaceHeld;
    return sample;
  }

  /** All samples that the system gathered since the last event, oldest first. */
  each(event: PointerEvent | undefined, facts: PointerFacts, camera: () => Camera, take: (sample: PointerSample) => void): void {
    const gathered = event?.getCoalescedEvents?.() ?? [];
    if (!event || gathered.length === 0) {
      take(this.#read(event, facts, facts, camera()));
      return;
    }
    for (const one of gathered) {
      const at = { x: facts.x + one.clientX - event.clientX, y: facts.y + one.clientY - event.clientY };
      take(this.#read(one, facts, at, camera()));
    }
  }

  #read(event: PointerEvent | undefined, facts: PointerFacts, at: Point, camera: Camera): PointerSample {
    const sample = this.#sample;
    const world = worldAt(camera, at);
    sample.xScreen = at.x;
    sample.yScreen = at.y;
    sample.xWorld = world.x;
    sample.yWorld = world.y;
    const pressure = event?.pressure ?? MIDDLE;
    if (facts.type === 'pen') this.#judge.add(pressure);
    sample.pressured = this.#judge.verdict;
    sample.pressure = sample.pressured === false || this.#width === 'constant' ? MIDDLE : curved(pressure, this.#curve);
    sample.pointer = facts.type;
    sample.shift = event?.shiftKey ?? false;
    sample.alt = event?.altKey ?? false;
    sample.mod = (event?.ctrlKey ?? false) || (event?.metaKey ?? false);
    sample.space = this.spaceHeld;
    return sample;
  }
}
