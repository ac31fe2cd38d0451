import type { EntraTokens } from '@inkroom/azure-signalr/auth/entra-tokens';
import type { SigningKeys } from '@inkroom/azure-signalr/auth/signing-keys';
import type { EndpointNews, EndpointState } from '@inkroom/azure-signalr/endpoints/choose-endpoint';
import type { NamedEndpoint } from '@inkroom/azure-signalr/endpoints/named-endpoint';
import { readPingFromService, serverPings } from '@inkroom/azure-signalr/protocol/pings';
import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { Secret } from '@inkroom/azure-signalr/secret';
import type { Clock, Log, Random } from '@inkroom/signalr/host';
import { AzureLogEvent } from '../azure-log-events.ts';
import { ConnectionPool, type ServiceQuota } from '../service-connections/connection-pool.ts';
import { serviceDialer } from '../service-connections/dial.ts';
import type { ConnectionTraffic, ServiceConnection } from '../service-connections/service-connection.ts';

/** An endpoint, and what opens it. */
export interface EndpointAccess extends NamedEndpoint {
  readonly keys: SigningKeys;
  /** With Entra ID. */
  readonly tokens?: EntraTokens;
}

export interface EndpointOwner {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly hubKey: string;
  readonly serverId: string;
  readonly userAgent: string;
  /** A message about clients. */
  received(line: ServiceConnection, message: ServiceMessage): void;
  /** An instance of this service is gone, with its clients. */
  instanceGone(link: EndpointLink, instanceId: string): void;
  keepAlive(line: ServiceConnection): ServiceMessage;
  /** A server connection is open again after there was none. */
  online(link: EndpointLink): void;
  lost(line: ServiceConnection): void;
}

/** Interval of the status request to the service (reference 5.3). */
const STATUS_MS = 10_000;
/** Interval of sending a fresh token of Entra ID. */
const TOKEN_MS = 600_000;
/** The service pings every 5 s. After two missing pings it may hang: it is given up after 30 s. Milliseconds. */
const DOUBTFUL_MS = 12_000;

/** One service that carries clients of the hub: its server connections, and what it says about itself. */
export class EndpointLink implements EndpointState {
  readonly access: EndpointAccess;
  readonly pool: ConnectionPool;
  readonly traffic: ConnectionTraffic = { messagesIn: 0, bytesIn: 0, messagesOut: 0, bytesOut: 0 };
  readonly #owner: EndpointOwner;
  readonly #log: Log;
  /** With Entra ID: when each server connection last got a token. */
  readonly #shownAt = new WeakMap<ServiceConnection, number>();
  readonly #own = new WeakSet<ServiceConnection>();
  #news: EndpointNews = {};
  #askedStatusAt: number;

  /** `log`: names the endpoint, where there are several. */
  constructor(access: EndpointAccess, owner: EndpointOwner, log: Log) {
    const { clock, random } = owner;
    this.access = access;
    this.#owner = owner;
    this.#log = log;
    this.#askedStatusAt = clock.mono();
    this.pool = new ConnectionPool({
      clock,
      random,
      log,
      traffic: this.traffic,
      dial: serviceDialer({ ...owner, ...access, tokens: access.tokens }),
      opened: (line) => {
        this.#own.add(line);
        void this.#showToken(line);
      },
      online: () => owner.online(this),
      received: (line, message) => this.#received(line, message),
      keepAlive: (line) => owner.keepAlive(line),
      lost: (line) => owner.lost(line),
      swept: (now) => this.#swept(now),
    });
  }

  get name(): string {
    return this.access.name;
  }

  get role(): EndpointAccess['role'] {
    return this.access.role;
  }

  get isOnline(): boolean {
    return this.pool.isOnline;
  }

  /** True when nothing has been heard for some time: clients are better sent elsewhere. */
  get isDoubtful(): boolean {
    const { open } = this.pool;
    return open.length > 0 && this.#owner.clock.mono() - Math.max(...open.map(({ heardAt }) => heardAt)) > DOUBTFUL_MS;
  }

  get isClockOff(): boolean {
    return this.pool.isClockOff;
  }

  get quota(): ServiceQuota | undefined {
    return this.pool.quota;
  }

  get news(): EndpointNews {
    return this.#news;
  }

  /** Open server connections. */
  get lines(): number {
    return this.pool.open.length;
  }

  owns(line: ServiceConnection): boolean {
    return this.#own.has(line);
  }

  #received(line: ServiceConnection, message: ServiceMessage): void {
    switch (message.type) {
      case T.ping:
        this.#onPing(message);
        return;
      case T.accessKeyResponse:
        if (message.kid !== null && message.accessKey !== null)
          this.access.keys.received({ kid: message.kid, key: new Secret(message.accessKey) });
        return;
      case T.serviceEvent:
        this.#log.info(AzureLogEvent.serviceEvent, { object: message.objectType, kind: message.kind });
        return;
      default:
        this.#owner.received(line, message);
    }
  }

  #onPing(ping: Extract<ServiceMessage, { type: typeof T.ping }>): void {
    const said = readPingFromService(ping);
    if (said.kind === 'offline') this.#owner.instanceGone(this, said.instanceId);
    if (said.kind !== 'news') return;
    const { clients, serverConnections, capacity, target } = said;
    this.#news = {
      ...this.#news,
      ...(clients === undefined ? {} : { clients }),
      ...(serverConnections === undefined ? {} : { serverConnections }),
      ...(capacity === undefined ? {} : { capacity }),
    };
    if (target !== undefined) void this.pool.openOnDemand(target);
  }

  #swept(now: number): void {
    for (const line of this.pool.open) if (now - (this.#shownAt.get(line) ?? now) >= TOKEN_MS) void this.#showToken(line);
    if (now - this.#askedStatusAt < STATUS_MS) return;
    this.#askedStatusAt = now;
    this.pool.keyed(String(now))?.send(serverPings.askStatus);
  }

  /** With Entra ID the service needs a fresh token regularly, and may return a signing key for it (reference 3.6). */
  async #showToken(line: ServiceConnection): Promise<void> {
    const { tokens } = this.access;
    if (tokens === undefined) return;
    this.#shownAt.set(line, this.#owner.clock.mono());
    try {
      const token = await tokens.token();
      line.send({ type: T.accessKeyRequest, token, kid: null });
    } catch {
      // The key lease has logged the reason.
    }
  }
}
