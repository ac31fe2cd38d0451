import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import { headerValues, NO_HEADERS } from '@inkroom/azure-signalr/protocol/service-containers';
import type { OpenConnection } from '@inkroom/azure-signalr/protocol/service-messages';
import type { Log } from '@inkroom/signalr/host';
import type { HubCore } from '@inkroom/signalr/hub-core';
import { AzureLogEvent } from '../azure-log-events.ts';
import { MIRROR_CLAIM } from '../mirror/mirror-connection.ts';
import type { Flow } from '../service-connections/flow.ts';
import type { ServiceConnection } from '../service-connections/service-connection.ts';
import { CarriedTransport } from './carried-transport.ts';
import { connectRequestOf } from './connect-request.ts';

interface Carried {
  readonly transport: CarriedTransport;
  /** The service's instance that has the client. */
  readonly instanceId: string;
  readonly isMirror: boolean;
}

export interface CarriedOptions {
  readonly core: HubCore;
  readonly log: Log;
  readonly flow: Flow;
  readonly keepHeaders: boolean;
}

/**
 * The clients that the service has assigned to this process. Each is a logical connection on one server connection (reference 7).
 */
export class CarriedConnections {
  readonly #options: CarriedOptions;
  readonly #carried = new Map<string, Carried>();

  constructor(options: CarriedOptions) {
    this.#options = options;
  }

  lineOf(connectionId: string): ServiceConnection | undefined {
    return this.#carried.get(connectionId)?.transport.line;
  }

  open(line: ServiceConnection, message: OpenConnection): void {
    const { core, log, keepHeaders } = this.#options;
    const { connectionId } = message;
    // Ids are unique, so the service has lost the older connection with this id.
    this.#carried.get(connectionId)?.transport.lost();
    const request = connectRequestOf(message, keepHeaders);
    if (core.isClosing || !core.registry.hasRoomFor(request.remoteAddress)) {
      log.warn(AzureLogEvent.refusedCrowded, { connections: core.registry.size });
      line.send({ type: T.closeConnection, connectionId, errorMessage: '', headers: NO_HEADERS, extensions: {} });
      return;
    }
    const transport = new CarriedTransport(connectionId, line, {
      waitingBytes: core.limits.frameBytes,
      onEnd: () => {
        if (this.#carried.get(connectionId)?.transport !== transport) return;
        this.#carried.delete(connectionId);
        line.clients--;
      },
    });
    line.clients++;
    this.#carried.set(connectionId, {
      transport,
      instanceId: headerValues(message.headers, 'Asrs-Instance-Id')[0] ?? '',
      isMirror: message.claims.some(([type]) => type === MIRROR_CLAIM),
    });
    transport.sink = core.open(core.registry.adopt(connectionId, request.remoteAddress), transport, request);
  }

  /** For an unknown connection: it has ended here, and the service does not know yet (reference 7.7). */
  receive(connectionId: string, payload: Uint8Array): void {
    const transport = this.#carried.get(connectionId)?.transport;
    if (transport === undefined) return;
    const isTaken = this.#options.flow.run(transport.line, () =>
      transport.receive(Buffer.from(payload.buffer, payload.byteOffset, payload.length)),
    );
    if (isTaken) return;
    this.#options.log.warn(AzureLogEvent.clientTooFast, { connection: connectionId });
    transport.destroy();
  }

  /** The service reports that the client has gone. */
  close(connectionId: string): void {
    const transport = this.#carried.get(connectionId)?.transport;
    if (transport !== undefined) this.#options.flow.run(transport.line, () => transport.lost());
  }

  /** A server connection is gone, and the service has dropped its clients (reference 5.5). */
  lineLost(line: ServiceConnection): void {
    for (const { transport } of [...this.#carried.values()]) if (transport.line === line) transport.lost();
  }

  /** An instance of a service is gone, with its clients. `isOf`: the server connections of that service. */
  instanceGone(instanceId: string, isOf: (line: ServiceConnection) => boolean): void {
    this.#options.log.warn(AzureLogEvent.instanceGone, { instance: instanceId });
    for (const { transport, instanceId: own } of [...this.#carried.values()])
      if (own === instanceId && isOf(transport.line)) this.#options.flow.run(transport.line, () => transport.lost());
  }
  /** Mirrors do not count. `isOf`: the server connections of a service. */
  clientsAt(isOf: (line: ServiceConnection) => boolean): number {
    let count = 0;
    for (const { transport, isMirror } of this.#carried.values()) if (!isMirror && isOf(transport.line)) count++;
    return count;
  }

  /**
   * [CLS-6] Tells one client to connect again; negotiation sends it to another service. False: none is left. `isOf`: the server
   * connections of the service that it leaves. Mirrors move by themselves.
   */
  moveOne(isOf: (line: ServiceConnection) => boolean): boolean {
    for (const [connectionId, { transport, isMirror }] of this.#carried) {
      if (isMirror || !isOf(transport.line)) continue;
      const connection = this.#options.core.registry.connection(connectionId);
      if (connection?.isOpen !== true) continue;
      this.#options.flow.run(transport.line, () => connection.closeFor('moved', { allowReconnect: true }));
      return true;
    }
    return false;
  }
}
