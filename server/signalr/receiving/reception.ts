import type { Caller } from '../calls/caller.ts';
import type { ClientChannel } from '../connection/client-channel.ts';
import { Exchange, type ExchangeRules } from '../connection/exchange.ts';
import type { Traffic } from '../connection/traffic.ts';
import type { Clock } from '../host.ts';
import { type Framing, recordSeparatorFraming } from '../hub-protocol/framing.ts';
import { BoundError, type IncomingMessage, MessageType, ProtocolError } from '../hub-protocol/hub-protocol.ts';
import { Intake, type IntakeOwner, type SharedIntake } from './intake.ts';
import { UselessMessages } from './useless-messages.ts';

export interface ReceptionRules extends ExchangeRules, SharedIntake {
  readonly clock: Clock;
  readonly traffic: Traffic;
}

/** The connection, as the receiver of a client's messages. */
export interface Listener extends Caller {
  readonly expects: 'handshake' | 'messages' | 'nothing';
  shakeHands(framed: Buffer): void;
  onPing(): void;
  onClose(): void;
  /** The client's bytes cannot be read. */
  onNonsense(reason: 'protocolError' | 'messageTooLarge', error: unknown): void;
}

/** Splits and parses one client's messages and passes them to their handlers. */
export class Reception implements IntakeOwner {
  readonly exchange: Exchange;
  readonly #rules: ReceptionRules;
  readonly #channel: ClientChannel;
  readonly #listener: Listener;
  readonly #intake: Intake;
  /** Created with the first one: most connections send only a few pings. */
  #useless: UselessMessages | undefined;

  constructor(rules: ReceptionRules, channel: ClientChannel, listener: Listener) {
    this.#rules = rules;
    this.#channel = channel;
    this.#listener = listener;
    this.#intake = new Intake(this, rules.limits, rules);
    this.exchange = new Exchange(rules, listener);
  }

  push(bytes: Buffer): void {
    this.#rules.traffic.bytesIn += bytes.length;
    this.#channel.heard();
    this.#intake.push(bytes);
  }

  /** True while reading is stopped. */
  get isStopped(): boolean {
    return this.#intake.isStopped;
  }

  /** True when the server delays the client: messages wait, or are not read. */
  get isBusy(): boolean {
    return this.exchange.calls.isBusy || this.#intake.isStopped;
  }

  unparked(): void {
    this.#intake.unparked();
  }

  /** Drops unread bytes. */
  clear(): void {
    this.#intake.clear();
  }

  get isListening(): boolean {
    return this.#listener.expects !== 'nothing';
  }

  get isFull(): boolean {
    return this.exchange.calls.isFull;
  }

  get framing(): Framing {
    const { expects, protocol } = this.#listener;
    return expects === 'handshake' ? recordSeparatorFraming : protocol.framing;
  }

  get messageBytes(): number {
    const { handshakeBytes, messageBytes } = this.#rules.limits;
    return this.#listener.expects === 'handshake' ? handshakeBytes : messageBytes;
  }

  pause(): void {
    this.#channel.transport.pause();
  }

  resume(): void {
    this.#channel.transport.resume();
  }

  receive(framed: Buffer): void {
    if (this.#listener.expects === 'handshake') {
      this.#listener.shakeHands(framed);
      return;
    }
    try {
      const message = this.#listener.protocol.parse(framed);
      this.#rules.traffic.messagesIn++;
      if (message !== undefined) this.#handle(message, framed.length);
      // An unknown message type is skipped (check 70).
      else this.useless(framed.length);
    } catch (error) {
      this.#nonsense('protocolError', error);
    }
  }

  violated(how: 'tooLarge' | 'malformed' | 'unfinished'): void {
    switch (how) {
      case 'malformed':
        this.#nonsense('protocolError', new ProtocolError('A message has no valid length.'));
        return;
      case 'unfinished':
        this.#nonsense('protocolError', new BoundError('message.unfinished', 'The rest of a message did not come in time.'));
        return;
      case 'tooLarge': {
        const text = `The maximum message size of ${this.messageBytes}B was exceeded.`;
        this.#nonsense('messageTooLarge', new BoundError('message.too_large', text));
      }
    }
  }

  /** A message of this length had no effect. */
  useless(bytes: number): void {
    const now = this.#rules.clock.mono();
    this.#useless ??= new UselessMessages(this.#rules.limits, now);
    if (this.#useless.takes(bytes, now) || !this.isListening) return;
    this.#nonsense('protocolError', new BoundError('messages.useless', 'Too many messages lead to nothing.'));
  }

  #handle(message: IncomingMessage, bytes: number): void {
    if (!this.#channel.isForUs(message, this.#listener.protocol)) return;
    switch (message.type) {
      case MessageType.ping:
        this.#listener.onPing();
        this.useless(bytes);
        return;
      case MessageType.close:
        this.#listener.onClose();
        return;
      // Messages of a feature that was not granted.
      case MessageType.ack:
      case MessageType.sequence:
        this.useless(bytes);
        return;
      default:
        this.exchange.handle(message, bytes);
    }
  }

  #nonsense(reason: 'protocolError' | 'messageTooLarge', error: unknown): void {
    const connection = this.#listener.connection.id;
    this.#rules.log.info('connection.protocol_error', { connection, error: error instanceof Error ? error.message : '' });
    this.#listener.onNonsense(reason, error);
  }
}
