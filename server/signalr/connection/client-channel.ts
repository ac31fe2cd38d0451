import type { Clock } from '../host.ts';
import type { HubLimits } from '../hub-limits.ts';
import { type HubProtocol, type IncomingMessage, MessageType } from '../hub-protocol/hub-protocol.ts';
import { ReattachRate, Resumption } from '../resume/resumption.ts';
import { Outbound, type OutboundRules } from '../sending/outbound.ts';
import { NO_TRANSPORT } from '../transports/no-transport.ts';
import type { Transport } from '../transports/transport.ts';

/** Not an id of this server or of a stock client, so an answer with it is ignored. */
const NOBODYS_ID = 's0';

export interface LineRules {
  readonly clock: Clock;
  readonly limits: HubLimits;
  readonly outbound: OutboundRules;
}

/**
 * One connection's transport, if any, and its outgoing messages. With stateful reconnect a connection outlives its transports
 * (reference 6); otherwise the first one is the only one.
 */
export class ClientChannel {
  readonly out: Outbound;
  readonly #rules: LineRules;
  #transport: Transport;
  #resumption: Resumption | undefined;
  #reattachRate: ReattachRate | undefined;
  /** Start of the current transport, monotonic milliseconds like all times here. */
  #attachedAt: number;
  /** Time when the transport was lost; -1 while there is one. */
  #detachedAt = -1;

  constructor(transport: Transport, rules: LineRules) {
    this.#rules = rules;
    this.#transport = transport;
    this.#attachedAt = rules.clock.mono();
    this.out = new Outbound(transport, rules.outbound);
  }

  get transport(): Transport {
    return this.#transport;
  }

  get isDetached(): boolean {
    return this.#detachedAt >= 0;
  }

  /** True when no transport returned in time. */
  isLost(now: number): boolean {
    return this.isDetached && now - this.#detachedAt >= this.#rules.limits.disconnectTimeoutMs;
  }

  /** From here on outgoing messages are kept until they are acknowledged. */
  keep(protocol: HubProtocol): void {
    this.#resumption = new Resumption(protocol.completion(NOBODYS_ID, { kind: 'void' }));
    this.out.keepFor(this.#resumption.sent);
  }

  /** True when outgoing messages are kept, so that another transport may take over. */
  get isKept(): boolean {
    return this.#resumption !== undefined;
  }

  /** Bytes have come. */
  heard(): void {
    if (this.#resumption?.awaitsGreeting !== true) return;
    this.#resumption.greeted();
    this.out.release();
  }

  /** True when a message is new and for the application. Throws for an error that ends the connection. */
  isForUs(message: IncomingMessage, protocol: HubProtocol): boolean {
    const resumption = this.#resumption;
    if (resumption === undefined) return true;
    const reception = resumption.receive(message);
    if (message.type === MessageType.ack) this.out.acknowledged();
    // A client with a full buffer waits for this, even without new messages.
    if (reception === 'resumed' && resumption.hasReceived) this.out.enqueueUntracked(protocol.ack(resumption.repeatAck()));
    return reception === 'handle';
  }

  /** Sends a periodic acknowledgement of received messages. */
  acknowledge(now: number, protocol: HubProtocol): void {
    const ack = this.#resumption?.takeAck(now);
    if (ack !== undefined) this.out.enqueueUntracked(protocol.ack(ack));
  }

  /**
   * True for a transport on which nothing came: a stock client that has given up opens one more socket and stays silent
   * (reference 6.9).
   */
  isGhost(now: number): boolean {
    return this.#resumption?.awaitsSequence === true && now - this.#attachedAt >= this.#rules.limits.handshakeTimeoutMs;
  }

  /** Counts one more transport. False: too many changes. */
  mayReattach(): boolean {
    this.#reattachRate ??= new ReattachRate();
    return this.#reattachRate.allows(this.#rules.clock.mono(), this.#rules.limits);
  }

  /** The last transport wins, even over one that seems alive: a half-open one looks like that (reference 6.4). */
  attach(transport: Transport, protocol: HubProtocol, now: number): void {
    if (!this.isDetached) {
      this.#transport.abandon();
      this.detach(now);
    }
    this.#transport = transport;
    this.#attachedAt = now;
    this.#detachedAt = -1;
    this.#resumption?.reattached();
    const { sent } = this.#resumption ?? {};
    this.out.attach(transport, sent === undefined ? undefined : protocol.sequence(sent.first));
  }

  /** The transport is gone. */
  detach(now: number): void {
    this.#transport = NO_TRANSPORT;
    this.#detachedAt = now;
    this.out.detach();
  }
}
