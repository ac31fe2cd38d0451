import type { IncomingHttpHeaders } from 'node:http';
import type { HubUser } from './authentication.ts';
import type { Broadcast } from './broadcast.ts';
import type { Caller } from './calls.ts';
import type { Identity } from './connection-registry.ts';
import type { ConnectionRules, ConnectRequest } from './connection-rules.ts';
import type { DisconnectReason } from './disconnect-reason.ts';
import { errorTexts, SilentClientError } from './error-texts.ts';
import { Exchange } from './exchange.ts';
import { Greeting } from './greeting.ts';
import { answerHandshake, HANDSHAKE_ACCEPTED, HANDSHAKE_CANCELED, handshakeRefusal } from './handshake.ts';
import type { AskOptions, CloseOptions, HubConnection, TransportName } from './hub.ts';
import { type Framing, recordSeparatorFraming } from './hub-protocol/framing.ts';
import { type HubProtocol, type IncomingMessage, MessageType, ProtocolError } from './hub-protocol/hub-protocol.ts';
import { jsonProtocol } from './hub-protocol/json.ts';
import { messagePackProtocol } from './hub-protocol/messagepack.ts';
import { Intake, type IntakeOwner } from './intake.ts';
import { Liveness } from './liveness.ts';
import { Outbound } from './outbound.ts';
import { ReattachRate, Resumption } from './resumption.ts';
import type { Remake } from './shared-bytes.ts';
import { NO_TRANSPORT } from './transports/no-transport.ts';
import type { Transport, TransportSink } from './transports/transport.ts';

const PROTOCOLS: readonly HubProtocol[] = [jsonProtocol, messagePackProtocol];

/** Hub protocol version of clients that were granted stateful reconnect (reference 3). */
const STATEFUL_VERSION = 2;

/** Neither an id of ours nor one that a stock client gives: an answer with it is ignored. */
const NOBODYS_ID = 's0';

type Phase = 'handshaking' | 'open' | 'closing' | 'ended';

/**
 * One client, from its transport's opening to its end: handshake, messages in, messages out, liveness. No timer and no closure of
 * its own; the server sweeps over all connections (`sweep`). With stateful reconnect it outlives its transport (reference 6).
 */
export class Connection implements HubConnection, TransportSink, Caller, IntakeOwner {
  readonly identity: Identity;
  attachment: unknown = undefined;
  groups: Set<string> | undefined = undefined;

  readonly #rules: ConnectionRules;
  #transport: Transport;
  readonly #request: ConnectRequest;
  readonly #intake: Intake;
  readonly #out: Outbound;
  readonly #exchange: Exchange;
  #protocol: HubProtocol = jsonProtocol;
  #phase: Phase = 'handshaking';
  /** When the phase began, by the monotonic clock, as all times here. */
  #since: number;
  readonly #greeting: Greeting;
  readonly #liveness: Liveness;

  /** Granted, and on the one transport that it is for (reference 6.1). */
  readonly #isStateful: boolean;
  #resumption: Resumption | undefined;
  #reattachRate: ReattachRate | undefined;
  /** Since when it is without a transport; -1 while it has one. */
  #detachedAt = -1;

  constructor(identity: Identity, rules: ConnectionRules, transport: Transport, request: ConnectRequest) {
    this.identity = identity;
    this.#isStateful = identity.isStateful && transport.name === 'WebSockets';
    this.#rules = rules;
    this.#transport = transport;
    this.#request = request;
    this.#intake = new Intake(this, rules.limits);
    this.#exchange = new Exchange(rules, this);
    this.#greeting = new Greeting(rules.hub, rules.log);
    this.#out = new Outbound(transport, rules.outbound);
    this.#since = rules.clock.mono();
    this.#liveness = new Liveness(this.#since);
  }

  // What the application sees.

  get id(): string {
    return this.identity.id;
  }

  get protocolName(): 'json' | 'messagepack' {
    return this.#protocol.name;
  }

  get transportName(): TransportName {
    return this.#transport.name;
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.#request.search);
  }

  get headers(): IncomingHttpHeaders {
    return this.#request.headers;
  }

  get remoteAddress(): string {
    return this.#request.remoteAddress;
  }

  get user(): HubUser | undefined {
    return this.#request.user;
  }

  get bufferedBytes(): number {
    return this.#out.bytes;
  }

  send(target: string, args: readonly unknown[]): boolean {
    return this.#phase === 'open' && this.#enqueue(this.#protocol.invocation(target, args));
  }

  ask(target: string, args: readonly unknown[], options: AskOptions = {}): Promise<unknown> {
    return this.#exchange.ask(
      (id) => this.#phase === 'open' && this.#enqueue(this.#protocol.invocation(target, args, id)),
      options,
    );
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
        break;
      case 'open':
        this.#leave(reason);
        this.#out.endWith(this.#protocol.close(options.error, options.allowReconnect === true));
        break;
      case 'closing':
      case 'ended':
        return;
    }
    this.#endIfDetached();
  }

  /** Whether a socket may still take the place of this one's. */
  get isResumable(): boolean {
    if (!this.#isStateful) return false;
    return this.#phase === 'handshaking' || (this.#phase === 'open' && this.#resumption !== undefined);
  }

  /** Asked before the upgrade: what is accepted is not ended at once (reference 6.9). Ends the connection that comes too often. */
  mayReattach(): boolean {
    const { clock, limits, log } = this.#rules;
    this.#reattachRate ??= new ReattachRate();
    if (this.#reattachRate.allows(clock.mono(), limits)) return true;
    log.warn('connection.too_many_reattaches', { connection: this.id });
    this.closeFor('tooManyReattaches', { allowReconnect: true });
    return false;
  }

  /** The last one wins, also over a socket that seems to be alive: that is what a half-open one looks like (reference 6.4). */
  reattach(transport: Transport): TransportSink {
    const now = this.#rules.clock.mono();
    if (!this.#isDetached) {
      this.#transport.abandon();
      this.#detach();
    }
    this.#transport = transport;
    this.#detachedAt = -1;
    this.#since = now;
    this.#liveness.reattached(now);
    this.#resumption?.reattached();
    const { sent } = this.#resumption ?? {};
    this.#out.attach(transport, sent === undefined ? undefined : this.#protocol.sequence(sent.first));
    if (this.#intake.isStopped) transport.pause();
    this.#rules.log.debug('connection.reattached', { connection: this.id });
    return this;
  }

  get #isDetached(): boolean {
    return this.#detachedAt >= 0;
  }

  #detach(): void {
    this.#transport = NO_TRANSPORT;
    this.#detachedAt = this.#rules.clock.mono();
    this.#out.detach();
    // What was not counted comes again.
    this.#intake.clear();
  }

  /** A message that is for others too. */
  deliver(message: Broadcast): boolean {
    return this.#phase === 'open' && this.#enqueue(message.in(this.#protocol));
  }

  /** Tests the timeouts. Called for every connection once a second or so. */
  sweep(now: number): void {
    const { limits } = this.#rules;
    const age = now - this.#since;
    if (this.#isDetached && now - this.#detachedAt >= limits.disconnectTimeoutMs) {
      this.closeFor('connectionLost');
      return;
    }
    switch (this.#phase) {
      case 'handshaking':
        if (age >= limits.handshakeTimeoutMs) this.#refuseHandshake(HANDSHAKE_CANCELED, 'handshakeTimeout');
        return;
      case 'open':
        if (this.#isDetached) return;
        if (this.#resumption !== undefined) this.#sweepResumption(this.#resumption, now);
        this.#sweepOpen(now);
        return;
      case 'closing':
        if (age >= limits.closeTimeoutMs) this.#transport.destroy();
        return;
      case 'ended':
        return;
    }
  }

  #sweepResumption(resumption: Resumption, now: number): void {
    const ack = resumption.takeAck(now);
    if (ack !== undefined) this.#out.enqueueUntracked(this.#protocol.ack(ack));
    // A stock client that has given up opens one more socket and says nothing on it (reference 6.9).
    const isGhost =
      resumption.awaitsSequence && now - this.#since >= this.#rules.limits.handshakeTimeoutMs && !this.#intake.isStopped;
    if (isGhost) this.closeFor('connectionLost');
  }

  #sweepOpen(now: number): void {
    if (this.#phase !== 'open') return;
    const { limits } = this.#rules;
    const { writable, keepsAlive } = this.#transport;
    const isBusy = this.#exchange.calls.isBusy || this.#intake.isStopped;
    const verdict = this.#liveness.judge(now, { writable, keepsAlive, isBusy, bufferedBytes: this.bufferedBytes }, limits);
    switch (verdict) {
      case 'fine':
        return;
      case 'ping':
        this.#out.enqueueUntracked(this.#protocol.ping);
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

  reply(message: Uint8Array, remake?: Remake): void {
    if (this.#phase === 'open') this.#enqueue(message, remake);
  }

  onUnparked(): void {
    this.#intake.unparked();
  }

  // What its reading sees.

  get isListening(): boolean {
    return this.#phase === 'open' || this.#phase === 'handshaking';
  }

  get isFull(): boolean {
    return this.#exchange.calls.isFull;
  }

  get framing(): Framing {
    return this.#phase === 'handshaking' ? recordSeparatorFraming : this.#protocol.framing;
  }

  pause(): void {
    this.#transport.pause();
  }

  resume(): void {
    this.#transport.resume();
  }

  // What its transport sees.

  onBytes(bytes: Buffer): void {
    if (!this.isListening) return;
    this.#rules.traffic.bytesIn += bytes.length;
    if (this.#resumption?.awaitsGreeting === true) {
      this.#resumption.greeted();
      this.#out.release();
    }
    this.#intake.push(bytes);
    this.#liveness.heard(this.#rules.clock.mono());
  }

  onWritable(): void {
    this.#liveness.unblocked();
    this.#rules.outbound.flushTurn.flushNow(this.#out);
  }

  onGone(how: 'closed' | 'lost'): void {
    if (this.#phase === 'ended') return;
    if (how === 'lost' && this.isResumable) {
      this.#detach();
      return;
    }
    if (this.#phase !== 'closing') this.#leave(how === 'closed' ? 'clientClosed' : 'connectionLost');
    this.#end();
  }

  /** There is no transport whose end would be waited for. */
  #endIfDetached(): void {
    if (this.#isDetached) this.#end();
  }

  #end(): void {
    this.#phase = 'ended';
    this.#out.end();
    this.#rules.gone(this);
  }

  // Messages in.

  receive(framed: Buffer): void {
    if (this.#phase === 'handshaking') this.#shakeHands(framed);
    else this.#receive(framed);
  }

  #receive(framed: Buffer): void {
    try {
      const message = this.#protocol.parse(framed);
      this.#rules.traffic.messagesIn++;
      // A type that we do not know is skipped (check 70).
      if (message !== undefined) this.#handle(message);
    } catch (error) {
      this.#rules.log.info('connection.protocol_error', {
        connection: this.id,
        error: error instanceof Error ? error.message : '',
      });
      this.#closeWithError('protocolError', error, true);
    }
  }

  #handle(message: IncomingMessage): void {
    if (this.#resumption !== undefined && !this.#isForUs(this.#resumption, message)) return;
    switch (message.type) {
      case MessageType.ping:
        this.#liveness.pinged();
        return;
      case MessageType.close:
        this.closeFor('clientClosed');
        return;
      // Numbers of a feature that was not granted.
      case MessageType.ack:
      case MessageType.sequence:
        return;
      default:
        this.#exchange.handle(message);
    }
  }

  /** Whether a message is new, and for the application. */
  #isForUs(resumption: Resumption, message: IncomingMessage): boolean {
    const reception = resumption.receive(message);
    if (message.type === MessageType.ack) this.#out.acknowledged();
    // A client whose buffer is full waits for this, even if it says nothing new.
    if (reception === 'resumed' && resumption.hasReceived) {
      this.#out.enqueueUntracked(this.#protocol.ack(resumption.repeatAck()));
    }
    return reception === 'handle';
  }

  violated(how: 'tooLarge' | 'malformed'): void {
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
    this.#out.enqueueUntracked(HANDSHAKE_ACCEPTED);
    if (this.#isStateful && answer.version === STATEFUL_VERSION) {
      this.#resumption = new Resumption(this.#protocol.completion(NOBODYS_ID, { kind: 'void' }));
      this.#out.keepFor(this.#resumption.sent);
    }
    this.#greet();
  }

  /** As text, because no protocol is known (reference 2.3). */
  #refuseHandshake(error: string, reason: DisconnectReason): void {
    this.#leave(reason);
    this.#out.cutOffWith(handshakeRefusal(error), 'text');
    this.#endIfDetached();
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
      else this.#exchange.calls.release();
    };
    if (greeted instanceof Promise) {
      this.#exchange.calls.hold();
      void greeted.then(proceed);
    } else proceed(greeted);
  }

  // Messages out.

  #enqueue(message: Uint8Array, remake?: Remake): boolean {
    if (this.#out.enqueue(message, remake)) return true;
    this.#dropSlow('tooSlow');
    return false;
  }

  // The end.

  #dropSlow(reason: 'tooSlow' | 'sendTimeout'): void {
    this.#rules.log.warn('connection.too_slow', { connection: this.id, reason, bytes: this.bufferedBytes });
    this.#rules.traffic.slowDropped++;
    this.#leave(reason);
    this.#out.cutOffWith(this.#protocol.close('The connection was too slow.', true));
    this.#endIfDetached();
  }

  #closeWithError(reason: DisconnectReason, error: unknown, allowReconnect: boolean): void {
    this.closeFor(reason, { error: errorTexts.closed(error, this.#rules.detailedErrors), allowReconnect });
  }

  /** From here on nobody finds the connection, and nothing it sends is read. */
  #leave(reason: DisconnectReason): void {
    this.#phase = 'closing';
    this.#since = this.#rules.clock.mono();
    this.#intake.clear();
    this.#rules.left(this);
    this.#exchange.end();
    // A peer's close frame is read even when its messages were not.
    if (this.#intake.isStopped) this.#transport.resume();
    this.#rules.log.debug('connection.closed', { connection: this.id, reason });
    this.#greeting.farewell(this, reason);
  }
}
