import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServiceLine } from './service-line.ts';

/**
 * Which server connection a call of a client runs on. Everything that is sent from within the call goes over that one, so that a join and
 * a send in one method keep their order (reference 7.9).
 */
export class Flow {
  readonly #line = new AsyncLocalStorage<ServiceLine>();

  run<T>(line: ServiceLine, work: () => T): T {
    return this.#line.run(line, work);
  }

  /** As if no call ran: for what is ordered by a key instead. */
  outside<T>(work: () => T): T {
    return this.#line.exit(work);
  }

  /** Undefined outside of calls, and when the line is gone. */
  get line(): ServiceLine | undefined {
    const line = this.#line.getStore();
    return line?.isOpen === true ? line : undefined;
  }
}
