import type { Broadcast } from './broadcast.ts';
import { type Caller, type CallRules, Calls } from './calls.ts';
import type { DisconnectReason } from './disconnect-reason.ts';
import { errorTexts } from './error-texts.ts';
import { Greeting } from './greeting.ts';
import { answerHandshake, HANDSHAKE_ACCEPTED, HANDSHAKE_CANCELED, handshakeRefusal } from './handshake.ts';
import type { Clock } from './host.ts';
import type { CloseOptions, Hub, HubConnection, TransportName } from './hub.ts';
import { recordSeparatorFraming } from './hub-protocol/framing.ts';
import { type HubProtocol, type IncomingMessage, MessageType, ProtocolError } from './hub-protocol/hub-protocol.ts';
import { jsonProtocol } from './hub-protocol/json.ts';
import { messagePackProtocol } from './hub-protocol/messagepack.ts';
import { Inbox } from './inbox.ts';
import { Liveness } from './liveness.ts';
import { Outbound, type OutboundRules } from './outbound.ts';
import type { Traffic } from './traffic.ts';
import type { Transport, TransportSink } from './transports/transport.ts';

const PROTOCOLS: readonly HubProtocol[] = [jsonProtocol, messagePackProtocol];

/** What all connections of a server share. */
export interface ConnectionRules extends CallRules {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly outbound: OutboundRules;
  readonly traffic: Traffic;
  /** The connection is open no more: no group and no id leads to it. */
  left(connection: Connection): void;
  /** Its transport is gone. */
  gone(connection: Connection): void;
}

/** The request that opened the transport. */
export interface ConnectRequest {
  readonly search: string;
  readonly remoteAddress: string;
}

type Phase = 'handshaking' | 'open' | 'closing' | 'ended';

/**
 * One client, from its transport's opening to its end: handshake, messages in, messages out, liveness. No timer and no closure of
 * its own; the server sweeps over all connections (`sweep`).
 */
export class Connection implements HubConnection, TransportSink, Caller {
  readonly id: string;
  readonly token: string;
  attachment: unknown = undefined;
  groups: Set<string> | undefined = undefined;

  readonly #rules: ConnectionRules;
  readonly #transport: Transport;
  readonly #request: ConnectRequest;
  readonly #inbox = new Inbox();
  readonly #out: Outbound;
  readonly #calls: Calls;
  #protocol: HubProtocol = jsonProtocol;
  #phase: Phase = 'handshaking';
  /** When the phase began, by the monotonic clock, as all times here. */
  #since: number;
  /** `full`: invocations wait, reading stopped. `yielding`: the others have their turn. */
  #reading: 'flowing' | 'full' | 'yielding' = 'flowing';
  readonly #greeting: Greeting;
  readonly #liveness: Liveness;

  constructor(id: string, token: string, rules: ConnectionRules, transport: Transport, request: ConnectRequest) {
    this.id = id;
    this.token = token;
    this.#rules = rules;
    this.#transport = transport;
    this.#request = request;
    this.#calls = new Calls(rules, this);
    this.#greeting = new Greeting(rules.hub, rules.log);
    this.#out = new Outbound(transport, rules.outbound);
    this.#since = rules.clock.mono();
    this.#liveness = new Liveness(this.#since);
  }

  // What the application sees.

  get protocolName(): 'json' | 'messagepack' {
    return this.#protocol.name;
  }

  get transportName(): TransportName {
    return this.#transport.name;
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.#request.search);
  }

  get remoteAddress(): string {
    return this.#request.remoteAddress;
  }

  get bufferedBytes(): number {
    return this.#out.bytes;
  }

  send(target: string, args: readonly unknown[]): boolean {
    return this.#phase === 'open' && this.#enqueue(this.#protocol.invocation(target, args));
  }

  roomy(): Promise<void> {
    return this.#out.roomy();
  }

  close(options: CloseOptions = {}): void {
    this.closeFor('serverClosed', options);
  }

  // What the server sees.

  get isOpen(): boolean {
    return this.#phase === 'open';
  }

  closeFor(reason: DisconnectReason, options: CloseOptions = {}): void {
    switch (this.#phase) {
      case 'handshaking':
        this.#leave(reason);
        this.#out.end();
        return;
      case 'open':
        this.#leave(reason);
        this.#out.endWith(this.#protocol.close(options.error, options.allowReconnect === true));
        return;
      case 'closing':
      case 'ended':
        return;
    }
  }

  /** A message that is for others too. */
  deliver(message: Broadcast): boolean {
    return this.#phase === 'open' && this.#enqueue(message.in(this.#protocol));
  }

  /** Tests the timeouts. Called for every connection once a second or so. */
  sweep(now: number): void {
    const { limits } = this.#rules;
    const age = now - this.#since;
    switch (this.#phase) {
      case 'handshaking':
        if (age >= limits.handshakeTimeoutMs) this.#refuseHandshake(HANDSHAKE_CANCELED, 'handshakeTimeout');
        return;
      case 'open':
        this.#sweepOpen(now);
        return;
      case 'closing':
        if (age >= limits.closeTimeoutMs) this.#transport.destroy();
        return;
      case 'ended':
        return;
    }
  }

  #sweepOpen(now: number): void {
    const { limits } = this.#rules;
    const { writable, keepsAlive } = this.#transport;
    const isBusy = this.#calls.isBusy || this.#reading !== 'flowing';
    const verdict = this.#liveness.judge(now, { writable, keepsAlive, isBusy, bufferedBytes: this.bufferedBytes }, limits);
    switch (verdict) {
      case 'fine':
        return;
      case 'ping':
        this.#enqueue(this.#protocol.ping);
        return;
      case 'sendTimeout':
      case 'tooSlow':
        this.#dropSlow(verdict);
        return;
      case 'clientTimeout':
        this.#closeWithError(verdict, new SilentClientError(), true);
        return;
    }
  }

  // What its calls see.

  get connection(): HubConnection {
    return this;
  }

  get protocol(): HubProtocol {
    return this.#protocol;
  }

  get isRoomy(): boolean {
    return this.#out.isRoomy;
  }

  reply(message: Uint8Array): void {
    if (this.#phase === 'open') this.#enqueue(message);
  }

  onUnparked(): void {
    if (this.#reading !== 'full' || this.#calls.isFull) return;
    // Not from within the dispatch that has just made room.
    this.#yieldTurn();
  }

  // What its transport sees.

  onBytes(bytes: Buffer): void {
    if (this.#phase !== 'open' && this.#phase !== 'handshaking') return;
    this.#rules.traffic.bytesIn += bytes.length;
    this.#inbox.push(bytes);
    if (this.#reading === 'flowing') this.#read();
  }

  onWritable(): void {
    this.#liveness.unblocked();
    this.#rules.outbound.flushTurn.flushNow(this.#out);
  }

  onGone(how: 'closed' | 'lost'): void {
    if (this.#phase === 'ended') return;
    if (this.#phase !== 'closing') this.#leave(how === 'closed' ? 'clientClosed' : 'connectionLost');
    this.#phase = 'ended';
    this.#out.end();
    this.#rules.gone(this);
  }

  // Messages in.

  #read(): void {
    const { limits, clock } = this.#rules;
    let budget = limits.messagesPerTurn;
    while (this.#phase === 'open' || this.#phase === 'handshaking') {
      if (this.#calls.isFull) {
        this.#reading = 'full';
        this.#transport.pause();
        break;
      }
      if (budget-- === 0) {
        this.#transport.pause();
        this.#yieldTurn();
        break;
      }
      const framing = this.#phase === 'handshaking' ? recordSeparatorFraming : this.#protocol.framing;
      const taken = this.#inbox.take(framing, limits.messageBytes);
      if (taken === 'empty') break;
      if (typeof taken === 'string') this.#violated(taken);
      else if (this.#phase === 'handshaking') this.#shakeHands(taken);
      else this.#receive(taken);
    }
    this.#liveness.heard(clock.mono());
  }

  #yieldTurn(): void {
    this.#reading = 'yielding';
    setImmediate(() => {
      if (this.#phase !== 'open' && this.#phase !== 'handshaking') return;
      this.#reading = 'flowing';
      this.#read();
      // `#read` may have stopped again.
      if (isFlowing(this.#reading)) this.#transport.resume();
    });
  }

  #receive(framed: Buffer): void {
    let message: IncomingMessage | undefined;
    try {
      message = this.#protocol.parse(framed);
    } catch (error) {
      this.#rules.log.info('connection.protocol_error', {
        connection: this.id,
        error: error instanceof Error ? error.message : '',
      });
      this.#closeWithError('protocolError', error, true);
      return;
    }
    this.#rules.traffic.messagesIn++;
    // A type that we do not know is skipped (check 70).
    if (message === undefined) return;
    switch (message.type) {
      case MessageType.invocation:
      case MessageType.streamInvocation:
        this.#calls.dispatch(message);
        return;
      case MessageType.cancelInvocation:
        this.#calls.cancel(message.id);
        return;
      case MessageType.ping:
        this.#liveness.pinged();
        return;
      case MessageType.close:
        this.closeFor('clientClosed');
        return;
      // Items and completions of streams and questions that we do not have, numbers of a feature that was not granted: ignored.
      case MessageType.streamItem:
      case MessageType.completion:
      case MessageType.ack:
      case MessageType.sequence:
        return;
    }
  }

  #violated(how: 'tooLarge' | 'malformed'): void {
    const { limits, log } = this.#rules;
    if (this.#phase === 'handshaking') {
      this.#refuseHandshake(HANDSHAKE_CANCELED, 'handshakeFailed');
      return;
    }
    log.info('connection.protocol_error', { connection: this.id, error: how });
    if (how === 'malformed') this.#closeWithError('protocolError', new ProtocolError('A message has no valid length.'), true);
    else {
      const error = new ProtocolError(`The maximum message size of ${limits.messageBytes}B was exceeded.`);
      this.#closeWithError('messageTooLarge', error, true);
    }
  }

  #shakeHands(framed: Buffer): void {
    const answer = answerHandshake(framed, PROTOCOLS, this.#transport.carriesBinary);
    if (answer.kind === 'refused') {
      this.#refuseHandshake(answer.error, 'handshakeFailed');
      return;
    }
    this.#protocol = answer.protocol;
    this.#out.frameKind = answer.protocol.frameKind;
    this.#phase = 'open';
    this.#since = this.#rules.clock.mono();
    this.#enqueue(HANDSHAKE_ACCEPTED);
    this.#greet();
  }

  /** As text, because no protocol is known (reference 2.3). */
  #refuseHandshake(error: string, reason: DisconnectReason): void {
    this.#leave(reason);
    this.#out.cutOffWith(handshakeRefusal(error), 'text');
  }

  #greet(): void {
    this.#rules.log.debug('connection.opened', {
      connection: this.id,
      protocol: this.protocolName,
      transport: this.transportName,
    });
    const greeted = this.#greeting.greet(this);
    const proceed = (failure: { readonly error: unknown } | undefined): void => {
      if (failure !== undefined) this.#closeWithError('hubFailed', failure.error, false);
      else this.#calls.release();
    };
    if (greeted instanceof Promise) {
      this.#calls.hold();
      void greeted.then(proceed);
    } else proceed(greeted);
  }

  // Messages out.

  #enqueue(message: Uint8Array): boolean {
    if (this.#out.enqueue(message)) return true;
    this.#dropSlow('tooSlow');
    return false;
  }

  // The end.

  #dropSlow(reason: 'tooSlow' | 'sendTimeout'): void {
    this.#rules.log.warn('connection.too_slow', { connection: this.id, reason, bytes: this.bufferedBytes });
    this.#rules.traffic.slowDropped++;
    this.#leave(reason);
    this.#out.cutOffWith(this.#protocol.close('The connection was too slow.', true));
  }

  #closeWithError(reason: DisconnectReason, error: unknown, allowReconnect: boolean): void {
    this.closeFor(reason, { error: errorTexts.closed(error, this.#rules.detailedErrors), allowReconnect });
  }

  /** From here on nobody finds the connection, and nothing it sends is read. */
  #leave(reason: DisconnectReason): void {
    this.#phase = 'closing';
    this.#since = this.#rules.clock.mono();
    this.#inbox.clear();
    this.#rules.left(this);
    this.#calls.end();
    // A peer's close frame is read even when its messages were not.
    if (this.#reading !== 'flowing') this.#transport.resume();
    this.#rules.log.debug('connection.closed', { connection: this.id, reason });
    this.#greeting.farewell(this, reason);
  }
}

class SilentClientError extends Error {
  override readonly name = 'OperationCanceledException';
  override readonly message = "Client hasn't sent a message/ping within the configured ClientTimeoutInterval.";
}

function isFlowing(reading: string): boolean {
  return reading === 'flowing';
}
