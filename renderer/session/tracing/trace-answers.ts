import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { type InstanceId, isInstanceId, type Seq } from '../../../core/board/ids.ts';
import type { HostAct } from '../../../core/contract/access/host-acts.ts';
import {
  packTraceTimes,
  parseTraceQuestion,
  TRACE_ANSWER_MS,
  type TraceQuestion,
} from '../../../core/contract/tracing/trace-answer.ts';
import { readCount } from '../../../core/wire/wire-value.ts';
import type { RoomSync } from '../sync/room-sync.ts';
import type { Outbox } from '../writing/outbox.ts';

export interface TraceAnswersOptions {
  readonly clock: Clock;
  readonly outbox: Pick<Outbox, 'timesOf'>;
  readonly sync: Pick<RoomSync, 'origin' | 'replica'>;
  /** Undefined without a connection. */
  readonly act: (act: HostAct) => Promise<unknown> | undefined;
  /** Calls back when what is on the board now was painted. Undefined: this client paints nothing. */
  readonly afterPaint: ((painted: () => void) => void) | undefined;
}

/** Questions that are open at a time: a hub asks about one batch a second. */
const MOST_OPEN = 8;
/** Frames whose arrival is remembered, because a question may come after the frame that it is about. */
const ARRIVALS = 16;
/** Frames are noted for so long after a question, milliseconds. */
const NOTING_MS = 5_000;

interface Arrival {
  readonly origin: InstanceId;
  readonly first: Seq;
  readonly last: Seq;
  readonly at: number;
}

interface Open {
  readonly question: TraceQuestion;
  readonly heard: number;
  readonly own: { readonly made: number; readonly sent: number } | undefined;
  readonly late: Disposable;
  came: number | undefined;
}

/** [TRC-3] Answers the hub's questions about traced batches. It tells times and nothing else. */
export class TraceAnswers implements Disposable {
  readonly #options: TraceAnswersOptions;
  readonly #open = new Set<Open>();
  readonly #arrivals: Arrival[] = [];
  #noting: Disposable | undefined;

  constructor(options: TraceAnswersOptions) {
    this.#options = options;
  }

  /** Frames are wanted. */
  get isOn(): boolean {
    return this.#noting !== undefined;
  }

  asked(raw: Readonly<Record<string, unknown>>): void {
    const { clock, outbox } = this.#options;
    const question = parseTraceQuestion(raw);
    if (!question || this.#open.size >= MOST_OPEN) return;
    this.#noting?.dispose();
    this.#noting = clock.after(NOTING_MS, () => {
      this.#noting = undefined;
      this.#arrivals.length = 0;
    });
    const open: Open = {
      question,
      heard: clock.mono(),
      own: question.n === undefined ? undefined : outbox.timesOf(question.n),
      late: clock.after(TRACE_ANSWER_MS, () => this.#say(open, undefined)),
      came: undefined,
    };
    this.#open.add(open);
    for (const arrival of this.#arrivals) this.#look(open, arrival);
  }

  /** A frame came at `at` and was handled. */
  frameCame(raw: unknown, at: number): void {
    const arrival = arrivalOf(raw, this.#options.sync.origin, at);
    if (!arrival) return;
    this.#arrivals.push(arrival);
    if (this.#arrivals.length > ARRIVALS) this.#arrivals.shift();
    for (const open of [...this.#open]) this.#look(open, arrival);
  }

  #look(open: Open, { origin, first, last, at }: Arrival): void {
    const { question } = open;
    if (open.came !== undefined || origin !== question.origin || question.seq < first || question.seq > last) return;
    open.came = at;
    const { afterPaint, clock, sync } = this.#options;
    // The author has painted it long ago. A frame that waits for earlier ones is not painted now.
    const isPainted = question.n === undefined && sync.replica.vector.get(origin) >= question.seq;
    if (isPainted && afterPaint) afterPaint(() => this.#say(open, clock.mono()));
    else this.#say(open, undefined);
  }

  #say(open: Open, painted: number | undefined): void {
    // It may have been said because it was late.
    if (!this.#open.delete(open)) return;
    open.late.dispose();
    const { heard, own, came, question } = open;
    const said = this.#options.clock.mono();
    const times = packTraceTimes({ heard, made: own?.made, sent: own?.sent, came, painted, said });
    this.#options.act({ act: 'traced', trace: question.trace, times })?.catch(() => undefined);
  }

  dispose(): void {
    this.#noting?.dispose();
    for (const { late } of this.#open) late.dispose();
    this.#open.clear();
  }
}

/** Undefined for a frame without batches. */
function arrivalOf(raw: unknown, here: InstanceId | undefined, at: number): Arrival | undefined {
  if (!Array.isArray(raw)) return undefined;
  const [rawFirst, , batches, , , named]: readonly unknown[] = raw;
  const first = readCount(rawFirst);
  const origin = isInstanceId(named) ? named : here;
  if (first === undefined || !Array.isArray(batches) || batches.length < 3 || origin === undefined) return undefined;
  return { origin, first, last: first + Math.floor(batches.length / 3) - 1, at };
}
