import type { IncomingHttpHeaders } from 'node:http';
import { errorTexts, SilentClientError } from '../calls/error-texts.ts';
import type { HubUser } from '../http/authentication.ts';
import type { AskOptions, CloseOptions, HubConnection, TransportName } from '../hub.ts';
import type { HubProtocol } from '../hub-protocol/hub-protocol.ts';
import { jsonProtocol } from '../hub-protocol/json.ts';
import { messagePackProtocol } from '../hub-protocol/messagepack.ts';
import { type Listener, Reception } from '../receiving/reception.ts';
import type { Broadcast } from '../sending/broadcast.ts';
import type { Remake } from '../sending/shared-bytes.ts';
import type { Transport, TransportSink } from '../transports/transport.ts';
import { ClientChannel } from './client-channel.ts';
import type { ConnectionRules, ConnectRequest } from './connection-rules.ts';
import type { DisconnectReason } from './disconnect-reason.ts';
import { answerHandshake, HANDSHAKE_ACCEPTED, HANDSHAKE_CANCELED, handshakeRefusal } from './handshake.ts';
import { HubLifecycle } from './hub-lifecycle.ts';
import type { Identity } from './identity.ts';
import { Liveness } from './liveness.ts';

const PROTOCOLS: readonly HubProtocol[] = [jsonProtocol, messagePackProtocol];

/** Hub protocol version of clients that were granted stateful reconnect (reference 3). */
const STATEFUL_VERSION = 2;

type Phase = 'handshaking' | 'open' | 'closing' | 'ended';

/** Creates the connection and keeps it in its tables. */
export interface ConnectionOwner {
  /** The connection is no longer open: no group and no id leads to it. */
  left(connection: Connection): void;
  /** Its transport is gone. */
  gone(connection: Connection): void;
}

/**
 * One client, from its transport's opening to its end: handshake, messages in, messages out, liveness. It has no timer of its
 * own; the server sweeps over all connections (`sweep`). With stateful reconnect it outlives its transport (reference 6).
 */
export class Connection implements HubConnection, TransportSink, Listener {
  readonly identity: Identity;
  attachment: unknown = undefined;
  groups: Set<string> | undefined = undefined;

  readonly #rules: ConnectionRules & ConnectionOwner;
  readonly #request: ConnectRequest;
  readonly #channel: ClientChannel;
  readonly #reception: Reception;
  #protocol: HubProtocol = jsonProtocol;
  #phase: Phase = 'handshaking';
  /** Start of the phase, monotonic milliseconds like all times here. */
  #since: number;
  readonly #lifecycle: HubLifecycle;
  readonly #liveness: Liveness;

  /** Granted, and on the only transport that supports it (reference 6.1). */
  readonly #isStateful: boolean;

  constructor(identity: Identity, rules: ConnectionRules & ConnectionOwner, transport: Transport, request: ConnectRequest) {
    this.identity = identity;
    this.#isStateful = identity.isStateful && transport.name === 'WebSockets';
    this.#rules = rules;
    this.#request = request;
    this.#lifecycle = new HubLifecycle(rules.hub, rules.log);
    this.#channel = new ClientChannel(transport, rules);
    this.#reception = new Reception(rules, this.#channel, this);
    this.#since = rules.clock.mono();
    this.#liveness = new Liveness(this.#since);
  }

  // The application's view.

  get id(): string {
    return this.identity.id;
  }

  get protocolName(): 'json' | 'messagepack' {
    return this.#protocol.name;
  }

  get transportName(): TransportName {
    return this.#channel.transport.name;
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
    return this.#channel.out.bytes;
  }

  send(target: string, args: readonly unknown[]): boolean {
    if (this.#phase !== 'open') return false;
    const { relay } = this.#rules;
    return relay === undefined ? this.#enqueue(this.#protocol.invocation(target, args)) : relay.send(this.id, target, args);
  }

  ask(target: string, args: readonly unknown[], options: AskOptions = {}): Promise<unknown> {
    const { relay } = this.#rules;
    if (relay !== undefined && this.#phase === 'open') return relay.ask(this.id, target, args, options);
    return this.#reception.exchange.ask(
      (id) => this.#phase === 'open' && this.#enqueue(this.#protocol.invocation(target, args, id)),
      options,
    );
  }

  roomy(): Promise<void> {
    return this.#channel.out.roomy();
  }

  close(options: CloseOptions = {}): void {
    this.closeFor('serverClosed', options);
  }

  // The server's view.

  get isOpen(): boolean {
    return this.#phase === 'open';
  }

  closeFor(reason: DisconnectReason, options: CloseOptions = {}): void {
    switch (this.#phase) {
      case 'handshaking':
        this.#leave(reason);
        this.#channel.out.end();
        break;
      case 'open':
        this.#leave(reason);
        this.#channel.out.endWith(this.#protocol.close(options.error, options.allowReconnect === true));
        break;
      case 'closing':
      case 'ended':
        return;
    }
    this.#endIfDetached();
  }

  /** True while another socket may replace this one's. */
  get isResumable(): boolean {
    if (!this.#isStateful) return false;
    return this.#phase === 'handshaking' || (this.#phase === 'open' && this.#channel.isKept);
  }

  /**
   * Asked before the upgrade, so that an accepted socket is not ended at once (reference 6.9). Ends a connection that reattaches
   * too often.
   */
  mayReattach(): boolean {
    if (this.#channel.mayReattach()) return true;
    this.#rules.log.warn('connection.too_many_reattaches', { connection: this.id });
    this.closeFor('tooManyReattaches', { allowReconnect: true });
    return false;
  }

  /** A new transport takes over. */
  reattach(transport: Transport): TransportSink {
    const now = this.#rules.clock.mono();
    // The client sends uncounted messages again.
    this.#reception.clear();
    this.#channel.attach(transport, this.#protocol, now);
    this.#since = now;
    this.#liveness.reattached(now);
    if (this.#reception.isStopped) transport.pause();
    this.#rules.log.debug('connection.reattached', { connection: this.id });
    return this;
  }

  /** Queues a message that is shared with other connections. */
  deliver(message: Broadcast): boolean {
    return this.#phase === 'open' && this.#enqueue(message.in(this.#protocol));
  }

  /** Tests the timeouts. Called for every connection about once a second. */
  sweep(now: number): void {
    const { limits } = this.#rules;
    const age = now - this.#since;
    if (this.#channel.isLost(now)) {
      this.closeFor('connectionLost');
      return;
    }
    switch (this.#phase) {
      case 'handshaking':
        if (age >= limits.handshakeTimeoutMs) this.#refuseHandshake(HANDSHAKE_CANCELED, 'handshakeTimeout');
        return;
      case 'open':
        if (!this.#channel.isDetached) this.#sweepOpen(now);
        return;
      case 'closing':
        if (age >= limits.closeTimeoutMs) this.#channel.transport.destroy();
        return;
      case 'ended':
        return;
    }
  }

  #sweepOpen(now: number): void {
    this.#channel.acknowledge(now, this.#protocol);
    if (this.#channel.isGhost(now) && !this.#reception.isStopped) {
      this.closeFor('connectionLost');
      return;
    }
    const { limits } = this.#rules;
    const { writable, keepsAlive } = this.#channel.transport;
    const { isBusy } = this.#reception;
    const verdict = this.#liveness.judge(now, { writable, keepsAlive, isBusy, bufferedBytes: this.bufferedBytes }, limits);
    switch (verdict) {
      case 'fine':
        return;
      case 'ping':
        this.#channel.out.enqueueUntracked(this.#protocol.ping);
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

  // The view of its calls.

  get connection(): HubConnection {
    return this;
  }

  get protocol(): HubProtocol {
    return this.#protocol;
  }

  get isRoomy(): boolean {
    return this.#channel.out.isRoomy;
  }

  reply(message: Uint8Array, remake?: Remake): void {
    if (this.#phase === 'open') this.#enqueue(message, remake);
  }

  onUseless(bytes: number): void {
    this.#reception.useless(bytes);
  }

  onUnparked(): void {
    this.#reception.unparked();
  }

  // The view of its reception.

  get expects(): Listener['expects'] {
    if (this.#phase === 'open') return 'messages';
    return this.#phase === 'handshaking' ? 'handshake' : 'nothing';
  }

  shakeHands(framed: Buffer): void {
    const answer = answerHandshake(framed, PROTOCOLS, this.#channel.transport.carriesBinary);
    if (answer.kind === 'refused') {
      this.#refuseHandshake(answer.error, 'handshakeFailed');
      return;
    }
    this.#protocol = answer.protocol;
    this.#channel.out.frameKind = answer.protocol.frameKind;
    this.#phase = 'open';
    this.#since = this.#rules.clock.mono();
    this.#channel.out.enqueueUntracked(HANDSHAKE_ACCEPTED);
    if (this.#isStateful && answer.version === STATEFUL_VERSION) this.#channel.keep(this.#protocol);
    this.#onOpen();
  }

  onPing(): void {
    this.#liveness.pinged();
  }

  onClose(): void {
    this.closeFor('clientClosed');
  }

  onNonsense(reason: 'protocolError' | 'messageTooLarge', error: unknown): void {
    if (this.#phase === 'handshaking') this.#refuseHandshake(HANDSHAKE_CANCELED, 'handshakeFailed');
    else this.#closeWithError(reason, error, true);
  }

  // The view of its transport.

  get frameBytes(): number {
    const { handshakeBytes, frameBytes } = this.#rules.limits;
    return this.#phase === 'handshaking' ? Math.min(handshakeBytes, frameBytes) : frameBytes;
  }

  onBytes(bytes: Buffer): void {
    if (this.expects === 'nothing') return;
    this.#reception.push(bytes);
    this.#liveness.heard(this.#rules.clock.mono());
  }

  onWritable(): void {
    this.#liveness.unblocked();
    this.#rules.outbound.flushTurn.flushNow(this.#channel.out);
  }

  onGone(how: 'closed' | 'lost'): void {
    if (this.#phase === 'ended') return;
    if (how === 'lost' && this.isResumable) {
      this.#channel.detach(this.#rules.clock.mono());
      this.#reception.clear();
      return;
    }
    if (this.#phase !== 'closing') this.#leave(how === 'closed' ? 'clientClosed' : 'connectionLost');
    this.#end();
  }

  /** Without a transport there is no end to wait for. */
  #endIfDetached(): void {
    if (this.#channel.isDetached) this.#end();
  }

  #end(): void {
    this.#phase = 'ended';
    this.#channel.out.end();
    this.#rules.gone(this);
  }

  // Handshake.

  /** As text, because no protocol is agreed yet (reference 2.3). */
  #refuseHandshake(error: string, reason: DisconnectReason): void {
    this.#leave(reason);
    this.#channel.out.cutOffWith(handshakeRefusal(error), 'text');
    this.#endIfDetached();
  }

  #onOpen(): void {
    this.#rules.log.debug('connection.opened', {
      connection: this.id,
      protocol: this.protocolName,
      transport: this.transportName,
    });
    const opening = this.#lifecycle.opened(this);
    const proceed = (failure: { readonly error: unknown } | undefined): void => {
      if (failure !== undefined) this.#closeWithError('hubFailed', failure.error, false);
      else this.#reception.exchange.calls.release();
    };
    if (opening instanceof Promise) {
      this.#reception.exchange.calls.hold();
      void opening.then(proceed);
    } else proceed(opening);
  }

  // Sending.

  #enqueue(message: Uint8Array, remake?: Remake): boolean {
    if (this.#channel.out.enqueue(message, remake)) return true;
    this.#dropSlow('tooSlow');
    return false;
  }

  // Ending.

  #dropSlow(reason: 'tooSlow' | 'sendTimeout'): void {
    this.#rules.log.warn('connection.too_slow', { connection: this.id, reason, bytes: this.bufferedBytes });
    this.#rules.traffic.slowDropped++;
    this.#leave(reason);
    this.#channel.out.cutOffWith(this.#protocol.close('The connection was too slow.', true));
    this.#endIfDetached();
  }

  #closeWithError(reason: DisconnectReason, error: unknown, allowReconnect: boolean): void {
    this.closeFor(reason, { error: errorTexts.closed(error, this.#rules.detailedErrors), allowReconnect });
  }

  /** From here on no table leads to the connection, and its messages are not read. */
  #leave(reason: DisconnectReason): void {
    this.#phase = 'closing';
    this.#since = this.#rules.clock.mono();
    this.#reception.clear();
    this.#rules.left(this);
    this.#reception.exchange.end();
    // A peer's close frame is read even when its messages were not.
    if (this.#reception.isStopped) this.#channel.transport.resume();
    this.#rules.log.debug('connection.closed', { connection: this.id, reason });
    this.#lifecycle.closed(this, reason);
  }
}
