import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServiceConnection } from './service-connection.ts';

/**
 * The server connection of a client's running call. Everything sent during the call uses that connection, so that a join and a
 * send in one method keep their order (reference 7.9).
 */
export class Flow {
  readonly #line = new AsyncLocalStorage<ServiceConnection>();

  run<T>(line: ServiceConnection, work: () => T): T {
    return this.#line.run(line, work);
  }

  /** Runs the work as if no call ran, for sends that a key orders instead. */
  outside<T>(work: () => T): T {
    return this.#line.exit(work);
  }

  /** Undefined outside of calls, and when the connection is gone. */
  get line(): ServiceConnection | undefined {
    const line = this.#line.getStore();
    return line?.isOpen === true ? line : undefined;
  }
}
