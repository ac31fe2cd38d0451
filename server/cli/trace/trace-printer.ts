import type { ClientId } from '../../../core/board/ids.ts';
import type { TraceRecord } from '../../../core/contract/tracing/trace-records.ts';
import { linesOf } from './trace-lines.ts';

/** Lines that wait while the output pauses. The oldest go first. */
const KEPT_LINES = 2_000;

export interface TracePrinterOptions {
  readonly json: boolean;
  readonly person: ClientId | undefined;
  readonly print: (text: string) => void;
}

/** Prints records as they come, and keeps some while it pauses. */
export class TracePrinter {
  readonly #options: TracePrinterOptions;
  #kept: string[] = [];
  #dropped = 0;
  #isPaused = false;

  constructor(options: TracePrinterOptions) {
    this.#options = options;
  }

  add(record: TraceRecord): void {
    const { json, person } = this.#options;
    if (person !== undefined && (record.kind === 'unlisted' || record.who !== person)) return;
    const lines = json ? [JSON.stringify(record)] : linesOf(record);
    if (!this.#isPaused) this.#print(lines);
    else {
      this.#kept.push(...lines);
      const over = Math.max(0, this.#kept.length - KEPT_LINES);
      this.#dropped += over;
      this.#kept.splice(0, over);
    }
  }

  /** The other of the two. Returns true when it pauses now. */
  pauseOrGoOn(): boolean {
    this.#isPaused = !this.#isPaused;
    if (this.#isPaused) return true;
    if (this.#dropped > 0 && !this.#options.json) this.#print([`… ${this.#dropped} lines were dropped during the pause`]);
    this.#print(this.#kept);
    this.#kept = [];
    this.#dropped = 0;
    return false;
  }

  #print(lines: readonly string[]): void {
    if (lines.length > 0) this.#options.print(`${lines.join('\n')}\n`);
  }
}
