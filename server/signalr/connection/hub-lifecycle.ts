import { errorName } from '../error-name.ts';
import type { Log } from '../host.ts';
import type { Hub, HubConnection } from '../hub.ts';
import type { DisconnectReason } from './disconnect-reason.ts';

/**
 * Calls the hub's `onConnected` and `onDisconnected` for one connection. Every successful `onConnected` is followed by exactly
 * one `onDisconnected`.
 */
export class HubLifecycle {
  readonly #hub: Hub;
  readonly #log: Log;
  #phase: 'none' | 'running' | 'done' | 'over' = 'none';
  /** Set when the connection ended while `onConnected` was still running. */
  #leftBecause: DisconnectReason | undefined;

  constructor(hub: Hub, log: Log) {
    this.#hub = hub;
    this.#log = log;
  }

  /** Undefined: done. Otherwise messages must wait for the promise, which gives the error of `onConnected`, if any. */
  opened(connection: HubConnection): Promise<{ readonly error: unknown } | undefined> | { readonly error: unknown } | undefined {
    this.#phase = 'running';
    try {
      const opening = this.#hub.onConnected?.(connection);
      if (opening === undefined) return this.#succeeded(connection);
      return opening.then(
        () => this.#succeeded(connection),
        (error: unknown) => this.#failed(error),
      );
    } catch (error) {
      return this.#failed(error);
    }
  }

  closed(connection: HubConnection, reason: DisconnectReason): void {
    if (this.#phase === 'running') this.#leftBecause = reason;
    if (this.#phase !== 'done') return;
    this.#phase = 'over';
    if (this.#hub.onDisconnected === undefined) return;
    // In a later turn: the application does not expect it inside its own send or close.
    setImmediate(async () => {
      try {
        await this.#hub.onDisconnected?.(connection, reason);
      } catch (error) {
        this.#log.error('hub.on_disconnected_failed', { connection: connection.id, error: errorName(error) });
      }
    });
  }

  #succeeded(connection: HubConnection): undefined {
    this.#phase = 'done';
    if (this.#leftBecause !== undefined) this.closed(connection, this.#leftBecause);
  }

  #failed(error: unknown): { readonly error: unknown } {
    this.#phase = 'over';
    this.#log.error('hub.on_connected_failed', { error: errorName(error) });
    return { error };
  }
}
