import type { HubLimits } from '../hub-limits.ts';
import { type IncomingMessage, MessageType, ProtocolError } from '../hub-protocol/hub-protocol.ts';
import { countMessage, goOnFrom, NOTHING_RECEIVED, type ReceivedCount } from './received-count.ts';
import { ReplayBuffer } from './replay-buffer.ts';

/** The handling of a message. `resumed`: the client has named its position and waits for an Ack. */
export type Reception = 'handle' | 'skip' | 'resumed';

/** The pause of stock clients (reference 6.3), less half a sweep. Otherwise every other sweep would come too early. */
const ACK_PAUSE_MS = 500;

const SEQUENCE_TOO_HIGH = "Sequence ID greater than amount of messages we've received.";

/**
 * Lets one connection survive its sockets (reference 6): the messages to the client that may need a replay, and the count of the
 * client's messages.
 */
export class Resumption {
  readonly sent: ReplayBuffer;
  #received: ReceivedCount = NOTHING_RECEIVED;
  #acknowledged = 0;
  #lastAck = Number.NEGATIVE_INFINITY;
  /** `greeting`: the client may not have read the handshake answer. `sequence`: it has a new socket. */
  #awaits: 'greeting' | 'sequence' | 'nothing' = 'greeting';

  /** `place`: see `ReplayBuffer`. */
  constructor(place: Uint8Array) {
    this.sent = new ReplayBuffer(place);
  }

  get awaitsGreeting(): boolean {
    return this.#awaits === 'greeting';
  }

  get awaitsSequence(): boolean {
    return this.#awaits === 'sequence';
  }

  /** The first frame after the handshake has come: the client counts from here on (reference 6.8 rule 2). */
  greeted(): void {
    if (this.#awaits === 'greeting') this.#awaits = 'nothing';
  }

  reattached(): void {
    this.#awaits = 'sequence';
  }

  /**
   * Counts every message of the types 1 to 5, however it is handled (reference 6.9a). Throws for an error that ends the
   * connection.
   */
  receive(message: IncomingMessage): Reception {
    if (message.type === MessageType.sequence) return this.#goOn(message.sequence);
    // Before the sequence message no number is known.
    if (this.#awaits === 'sequence') return 'skip';
    switch (message.type) {
      case MessageType.ack:
        this.sent.acknowledge(message.sequence);
        return 'skip';
      case MessageType.ping:
      case MessageType.close:
        return 'handle';
      default: {
        const { count, isNew } = countMessage(this.#received);
        this.#received = count;
        return isNew ? 'handle' : 'skip';
      }
    }
  }

  #goOn(sequence: number): Reception {
    if (this.#awaits !== 'sequence') throw new ProtocolError('A Sequence is due only after a reconnect.');
    const received = goOnFrom(this.#received, sequence);
    if (received === undefined) throw new ProtocolError(SEQUENCE_TOO_HIGH);
    this.#received = received;
    this.#awaits = 'nothing';
    return 'resumed';
  }

  /** The number to acknowledge when something new has come; at most one per `ACK_PAUSE_MS`. */
  takeAck(now: number): number | undefined {
    if (this.#received.highest <= this.#acknowledged || this.#awaits === 'sequence') return undefined;
    if (now - this.#lastAck < ACK_PAUSE_MS) return undefined;
    this.#lastAck = now;
    return this.repeatAck();
  }

  get hasReceived(): boolean {
    return this.#received.highest > 0;
  }

  /** The number to acknowledge again, because the last Ack may have been lost (reference 6.3). */
  repeatAck(): number {
    this.#acknowledged = this.#received.highest;
    return this.#acknowledged;
  }
}

/** Bounds how often one connection changes its socket: a client whose sockets fail at once would never stop (reference 6.9). */
export class ReattachRate {
  readonly #times: number[] = [];

  /** False: too often, and the connection must be ended. */
  allows(now: number, { reattaches, reattachWindowMs }: HubLimits): boolean {
    while (this.#times.length > 0 && now - (this.#times[0] ?? 0) >= reattachWindowMs) this.#times.shift();
    if (this.#times.length >= reattaches) return false;
    this.#times.push(now);
    return true;
  }
}
