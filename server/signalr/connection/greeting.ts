import { errorName } from '../error-name.ts';
import type { Log } from '../host.ts';
import type { Hub, HubConnection } from '../hub.ts';
import type { DisconnectReason } from './disconnect-reason.ts';

/** Tells the hub of one connection's coming and going: who was greeted gets one farewell, and nobody else. */
export class Greeting {
  readonly #hub: Hub;
  readonly #log: Log;
  #phase: 'none' | 'running' | 'done' | 'over' = 'none';
  /** Set when it left while `onConnected` was still running. */
  #leftBecause: DisconnectReason | undefined;

  constructor(hub: Hub, log: Log) {
    this.#hub = hub;
    this.#log = log;
  }

  /** Undefined: done. Otherwise messages must wait for the promise, which tells what `onConnected` threw, if anything. */
  greet(connection: HubConnection): Promise<{ readonly error: unknown } | undefined> | { readonly error: unknown } | undefined {
    this.#phase = 'running';
    try {
      const greeted = this.#hub.onConnected?.(connection);
      if (greeted === undefined) return this.#greeted(connection);
      return greeted.then(
        () => this.#greeted(connection),
        (error: unknown) => this.#failed(error),
      );
    } catch (error) {
      return this.#failed(error);
    }
  }

  farewell(connection: HubConnection, reason: DisconnectReason): void {
    if (this.#phase === 'running') this.#leftBecause = reason;
    if (this.#phase !== 'done') return;
    this.#phase = 'over';
    if (this.#hub.onDisconnected === undefined) return;
    // Not inside of a send or a close of the application, which could not expect it.
    setImmediate(async () => {
      try {
        await this.#hub.onDisconnected?.(connection, reason);
      } catch (error) {
        this.#log.error('hub.on_disconnected_failed', { connection: connection.id, error: errorName(error) });
      }
    });
  }

  #greeted(connection: HubConnection): undefined {
    this.#phase = 'done';
    if (this.#leftBecause !== undefined) this.farewell(connection, this.#leftBecause);
  }

  #failed(error: unknown): { readonly error: unknown } {
    this.#phase = 'over';
    this.#log.error('hub.on_connected_failed', { error: errorName(error) });
    return { error };
  }
}
