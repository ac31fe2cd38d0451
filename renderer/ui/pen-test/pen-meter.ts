/** One sample of a pressed pointer. Time: monotonic milliseconds; pressure: 0 to 1; tilt: degrees. */
export interface PenSample {
  readonly at: number;
  readonly pressure: number;
  readonly tiltX: number;
  readonly tiltY: number;
}

export interface PenFigures {
  /** `mouse`, `pen` or `touch`, as the system names it. */
  readonly device: string;
  readonly samplesPerSecond: number;
  /** Samples per event. More than one means that the system gathers them. */
  readonly samplesPerEvent: number;
  readonly pressureLeast: number;
  readonly pressureMost: number;
  readonly tiltX: number;
  readonly tiltY: number;
  /** The time from an event to the frame that shows it: the median of the last ones, and the maximum. Undefined before the first frame. */
  readonly paintMs: number | undefined;
  readonly paintMostMs: number | undefined;
}

/** The rate is measured over this time. Milliseconds. */
const LATELY_MS = 1_000;
const PAINTS = 120;

/** Measures a pen while it draws. */
export class PenMeter {
  #device = '';
  readonly #samples: PenSample[] = [];
  readonly #events: number[] = [];
  readonly #paints: number[] = [];
  #least = Number.POSITIVE_INFINITY;
  #most = Number.NEGATIVE_INFINITY;

  /** Another press: the pen's facts stay, and its rate starts again. */
  press(device: string): void {
    this.#samples.length = 0;
    this.#events.length = 0;
    if (device === this.#device) return;
    this.#device = device;
    this.#paints.length = 0;
    this.#least = Number.POSITIVE_INFINITY;
    this.#most = Number.NEGATIVE_INFINITY;
  }

  /** The samples of one event, oldest first. */
  add(samples: readonly PenSample[]): void {
    const last = samples.at(-1);
    if (!last) return;
    this.#events.push(last.at);
    for (const sample of samples) {
      this.#samples.push(sample);
      this.#least = Math.min(this.#least, sample.pressure);
      this.#most = Math.max(this.#most, sample.pressure);
    }
    const since = last.at - LATELY_MS;
    while ((this.#samples[0]?.at ?? since) < since) this.#samples.shift();
    while ((this.#events[0] ?? since) < since) this.#events.shift();
  }

  painted(ms: number): void {
    this.#paints.push(ms);
    if (this.#paints.length > PAINTS) this.#paints.shift();
  }

  /** Undefined before the first press. */
  figures(): PenFigures | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last) return undefined;
    const sorted = [...this.#paints].sort((a, b) => a - b);
    const lasted = last.at - first.at;
    return {
      device: this.#device,
      samplesPerSecond: lasted > 0 ? ((this.#samples.length - 1) * 1_000) / lasted : 0,
      samplesPerEvent: this.#samples.length / Math.max(1, this.#events.length),
      pressureLeast: this.#least,
      pressureMost: this.#most,
      tiltX: last.tiltX,
      tiltY: last.tiltY,
      paintMs: sorted[Math.floor(sorted.length / 2)],
      paintMostMs: sorted.at(-1),
    };
  }
}
