import type { Clock } from '../host.ts';
import type { HubLimits } from '../hub-limits.ts';
import { type HubProtocol, type IncomingMessage, MessageType } from '../hub-protocol/hub-protocol.ts';
import { ReattachRate, Resumption } from '../resume/resumption.ts';
import { Outbound, type OutboundRules } from '../sending/outbound.ts';
import { NO_TRANSPORT } from '../transports/no-transport.ts';
import type { Transport } from '../transports/transport.ts';

/** Neither an id of ours nor one that a stock client gives: an answer with it is ignored. */
const NOBODYS_ID = 's0';

export interface LineRules {
  readonly clock: Clock;
  readonly limits: HubLimits;
  readonly outbound: OutboundRules;
}

/**
 * One connection's transport, or the want of one, with what goes out on it. With stateful reconnect a connection outlives its
 * transports (reference 6); without, the first one is the only one.
 */
export class Line {
  readonly out: Outbound;
  readonly #rules: LineRules;
  #transport: Transport;
  #resumption: Resumption | undefined;
  #reattachRate: ReattachRate | undefined;
  /** Since when there is this transport, by the monotonic clock, as all times here. */
  #attachedAt: number;
  /** Since when there is none; -1 while there is one. */
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

  /** Nobody has come back in time. */
  isLost(now: number): boolean {
    return this.isDetached && now - this.#detachedAt >= this.#rules.limits.disconnectTimeoutMs;
  }

  /** What goes out from here on is kept until it is acknowledged. */
  keep(protocol: HubProtocol): void {
    this.#resumption = new Resumption(protocol.completion(NOBODYS_ID, { kind: 'void' }));
    this.out.keepFor(this.#resumption.sent);
  }

  /** What goes out is kept: another transport may take over. */
  get isKept(): boolean {
    return this.#resumption !== undefined;
  }

  /** Bytes have come. */
  heard(): void {
    if (this.#resumption?.awaitsGreeting !== true) return;
    this.#resumption.greeted();
    this.out.release();
  }

  /** Whether a message is new, and for the application. Throws for what ends the connection. */
  isForUs(message: IncomingMessage, protocol: HubProtocol): boolean {
    const resumption = this.#resumption;
    if (resumption === undefined) return true;
    const reception = resumption.receive(message);
    if (message.type === MessageType.ack) this.out.acknowledged();
    // A client whose buffer is full waits for this, even if it says nothing new.
    if (reception === 'resumed' && resumption.hasReceived) this.out.enqueueUntracked(protocol.ack(resumption.repeatAck()));
    return reception === 'handle';
  }

  /** Acknowledges what has come, now and then. */
  acknowledge(now: number, protocol: HubProtocol): void {
    const ack = this.#resumption?.takeAck(now);
    if (ack !== undefined) this.out.enqueueUntracked(protocol.ack(ack));
  }

  /** A stock client that has given up opens one more socket and says nothing on it (reference 6.9). */
  isGhost(now: number): boolean {
    return this.#resumption?.awaitsSequence === true && now - this.#attachedAt >= this.#rules.limits.handshakeTimeoutMs;
  }

  /** Counts one more transport. False: they are changed too often. */
  mayReattach(): boolean {
    this.#reattachRate ??= new ReattachRate();
    return this.#reattachRate.allows(this.#rules.clock.mono(), this.#rules.limits);
  }

  /** The last one wins, also over one that seems to be alive: that is what a half-open one looks like (reference 6.4). */
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
