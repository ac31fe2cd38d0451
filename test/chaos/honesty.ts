import type { Epoch } from '../../core/board/ids.ts';
import type { PersistenceMode } from '../../core/contract/hub-contract.ts';
import type { Sample, Who } from './crew-messages.ts';
import type { Fault } from './verdict.ts';

/**
 * How long a status may say `live` although nothing from the hub can arrive, milliseconds. Design: two seconds; the rest is for machines
 * that are busy with other things.
 */
const SILENT_LIMIT_MS = 8_000;
/** The same when the hub is heard, but does not hear, and something is unsent: then only the missing echo tells. */
const UNHEARD_LIMIT_MS = 30_000;

/** What the outside knows of one person's way to the hub. */
export interface Way {
  /** Something from the hub can arrive. */
  readonly down: boolean;
  /** Something for the hub can arrive there. */
  readonly up: boolean;
}

interface Watched {
  /** Milliseconds since 1970 from which nothing could pass that way; undefined while it can. */
  downSince: number | undefined;
  upSince: number | undefined;
}

export interface HonestyOptions {
  readonly now: () => number;
  readonly mode: PersistenceMode;
}

/** Holds what people's status says, sample by sample, against what is known from outside. */
export class Honesty {
  readonly #options: HonestyOptions;
  readonly #people = new Map<Who, Watched>();
  readonly #faults = new Map<string, Fault>();
  readonly epochs = new Set<Epoch>();
  /** The longest time that a status said `live` on a line from which nothing could come. Milliseconds. */
  slowestNoticeMs = 0;
  samples = 0;

  constructor(options: HonestyOptions) {
    this.#options = options;
  }

  get faults(): readonly Fault[] {
    return [...this.#faults.values()];
  }

  /** The way changed; `isFresh`: the person has been away, and could notice nothing until now. */
  wayIs(who: Who, { down, up }: Way, isFresh = false): void {
    const watched = this.#watched(who);
    const now = this.#options.now();
    watched.downSince = down ? undefined : isFresh ? now : (watched.downSince ?? now);
    watched.upSince = up ? undefined : isFresh ? now : (watched.upSince ?? now);
  }

  hear(who: Who, sample: Sample): void {
    this.samples++;
    const watched = this.#watched(who);
    if (sample.phase === 'live') this.#mayBeLive(who, sample, watched);
    if (sample.refused !== undefined) this.#fault('lie', who, `a batch of theirs was refused: ${sample.refused}`);
    if (sample.phase === 'refused') this.#fault('broken', who, 'the hub sent them away for good');
    if (sample.persistence !== undefined && sample.persistence !== this.#options.mode) {
      this.#fault('lie', who, `the board is said to be kept by ${sample.persistence}, and the hub keeps ${this.#options.mode}`);
    }
    if (sample.epoch !== undefined) this.epochs.add(sample.epoch);
  }

  #mayBeLive(who: Who, { at, lagMs, unsent }: Sample, { downSince, upSince }: Watched): void {
    const silentMs = downSince === undefined ? 0 : at - downSince - lagMs;
    this.slowestNoticeMs = Math.max(this.slowestNoticeMs, silentMs);
    if (silentMs > SILENT_LIMIT_MS) {
      this.#fault('lie', who, `"live" although nothing could come from the hub for more than ${SILENT_LIMIT_MS / 1_000} s`);
    }
    const unheardMs = upSince === undefined || unsent === 0 ? 0 : at - upSince - lagMs;
    if (unheardMs > UNHEARD_LIMIT_MS) {
      this.#fault(
        'lie',
        who,
        `"live" with unsent changes that could not reach the hub for more than ${UNHEARD_LIMIT_MS / 1_000} s`,
      );
    }
  }

  /** Each once. */
  #fault(kind: Fault['kind'], who: Who, text: string): void {
    const fault = { kind, text: `person ${who}: ${text}` };
    this.#faults.set(fault.text, fault);
  }

  #watched(who: Who): Watched {
    const known = this.#people.get(who) ?? { downSince: undefined, upSince: undefined };
    this.#people.set(who, known);
    return known;
  }
}
