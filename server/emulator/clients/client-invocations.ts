import { ServiceMessageType } from '@inkroom/azure-signalr/protocol/service-codes';
import { payloadFor } from '@inkroom/azure-signalr/protocol/service-containers';
import type { ClientCompletion, ClientInvocation, ErrorCompletion } from '@inkroom/azure-signalr/protocol/service-messages';
import type { EmulatorLimits } from '../emulator-limits.ts';
import type { ServerConnection } from '../servers/server-connection.ts';
import type { ClientConnection } from './client-connection.ts';

interface Asked {
  readonly caller: ServerConnection;
  readonly message: ClientInvocation;
  /** Monotonic, milliseconds. */
  readonly since: number;
}

/**
 * Unanswered calls from application servers to clients (reference 7.8). The caller is stored here, because the SDK does not name
 * it in the answer.
 */
export class ClientInvocations {
  readonly #asked = new Map<string, Asked>();
  readonly #limits: EmulatorLimits;
  readonly #instanceId: string;

  constructor(limits: EmulatorLimits, instanceId: string) {
    this.#limits = limits;
    this.#instanceId = instanceId;
  }

  /** `client` is the callee. Undefined when there is no client of that name. */
  ask(caller: ServerConnection, message: ClientInvocation, client: ClientConnection | undefined, now: number): void {
    const host = client?.server;
    if (client === undefined || host === undefined || payloadFor(message.payloads, client.protocol) === undefined) {
      fail(caller, message, `The connection ${message.connectionId} is not there.`);
      return;
    }
    if (this.#asked.size >= this.#limits.invocations) {
      fail(caller, message, 'Too many calls of clients wait for an answer.');
      return;
    }
    this.#asked.set(message.invocationId, { caller, message, since: now });
    if (host.identity.serverId !== caller.identity.serverId) {
      // The hosting server must know of the call before the client can answer it.
      host.send({ ...message, extensions: {} });
      const { invocationId, connectionId } = message;
      caller.send({ type: ServiceMessageType.serviceMapping, invocationId, connectionId, instanceId: this.#instanceId });
    }
    client.multicast(message.payloads);
  }

  /** An answer. A caller in the same process has got it directly, so the entry is only removed. */
  answer(from: ServerConnection, message: ClientCompletion | ErrorCompletion): void {
    const asked = this.#asked.get(message.invocationId);
    if (asked === undefined) return;
    this.#asked.delete(message.invocationId);
    if (asked.caller.identity.serverId !== from.identity.serverId) asked.caller.send(message);
  }

  /** A client has gone: its calls stay unanswered. */
  clientGone({ identity: { id } }: ClientConnection): void {
    for (const [key, { caller, message }] of this.#asked) {
      if (message.connectionId !== id) continue;
      this.#asked.delete(key);
      fail(caller, message, 'The client has disconnected.');
    }
  }

  serverGone(server: ServerConnection): void {
    for (const [key, { caller }] of this.#asked) if (caller === server) this.#asked.delete(key);
  }

  sweep(now: number): void {
    for (const [key, { caller, message, since }] of this.#asked) {
      // Oldest first: the rest is younger.
      if (now - since <= this.#limits.invocationMs) return;
      this.#asked.delete(key);
      fail(caller, message, 'The client did not answer in time.');
    }
  }
}

function fail(caller: ServerConnection, { invocationId, connectionId, callerServerId }: ClientInvocation, error: string): void {
  caller.send({ type: ServiceMessageType.errorCompletion, invocationId, connectionId, callerServerId, error, extensions: {} });
}
