import type { Traffic } from '../connection/traffic.ts';
import type { ReplayBuffer } from '../resume/replay-buffer.ts';
import { NO_TRANSPORT } from '../transports/no-transport.ts';
import type { FrameKind, Transport } from '../transports/transport.ts';
import type { FlushTurn } from './flush-turn.ts';
import { FRAME_BYTES, LEAST_MESSAGE_BYTES, type MessageJoiner, SendQueue } from './send-queue.ts';
import type { Remake, SharedBytes } from './shared-bytes.ts';

/** A client with fewer waiting bytes gets the next item of its streams. */
const ROOMY_BYTES = 64 * 1024;
/** More waiting bytes than this are written before the end of the turn, so that a burst meets the socket's limits early. */
const EAGER_BYTES = 256 * 1024;

export interface OutboundRules {
  /** Bytes that may wait. */
  readonly sendQueueBytes: number;
  /** Bytes that a client with stateful reconnect may leave unacknowledged. */
  readonly reconnectBufferBytes: number;
  /** The same for bytes that refer to the application's buffers. */
  readonly reconnectReferencedBytes: number;
  readonly shared: SharedBytes;
  readonly flushTurn: FlushTurn;
  readonly traffic: Traffic;
}

/** Messages to one client, from queueing until the transport has them. */
export class Outbound {
  /** Of every frame; set by the handshake. */
  frameKind: FrameKind = 'text';
  #transport: Transport;
  readonly #rules: OutboundRules;
  readonly #queue = new SendQueue();
  #phase: 'open' | 'ending' | 'ended' = 'open';
  #waitingForRoom: (() => void)[] | undefined;
  /** With stateful reconnect: unacknowledged messages. */
  #replay: ReplayBuffer | undefined;
  /**
   * `held`: the client does not count yet (reference 6.8 rule 2). `detached`: there is no socket. `catchingUp`: kept messages go
   * out as the socket accepts them, new ones behind them. Always `live` without `#replay`.
   */
  #line: 'live' | 'held' | 'detached' | 'catchingUp' = 'live';

  constructor(transport: Transport, rules: OutboundRules) {
    this.#transport = transport;
    this.#rules = rules;
  }

  /** Includes bytes that the transport has not sent; excludes messages kept for a replay. */
  get bytes(): number {
    if (this.#replay === undefined || this.#line === 'live' || this.#line === 'catchingUp') {
      return this.#queue.bytes + this.#transport.bufferedBytes;
    }
    return this.#replay.bytes + this.#replay.referencedBytes;
  }

  get isRoomy(): boolean {
    if (!this.#transport.writable || this.#line === 'catchingUp' || this.bytes >= ROOMY_BYTES) return false;
    if (this.#replay === undefined) return true;
    const { reconnectBufferBytes, reconnectReferencedBytes } = this.#rules;
    // Half of the buffer stays free for messages that cannot wait.
    return this.#replay.bytes * 2 < reconnectBufferBytes && this.#replay.referencedBytes < reconnectReferencedBytes;
  }

  /**
   * False when more is waiting now than allowed. A single message may have any size. With `remake` it need not be kept for a
   * replay, because it can be made again.
   */
  enqueue(message: Uint8Array, remake?: Remake): boolean {
    if (this.#phase !== 'open') return true;
    if (this.#replay !== undefined) {
      const leaned = remake && this.#rules.shared.lean(remake, message.length);
      this.#replay.push(leaned ?? message);
      const kept = Math.max(this.#replay.bytes, this.#replay.count * LEAST_MESSAGE_BYTES);
      if (kept > this.#rules.reconnectBufferBytes && this.#replay.count > 1) return false;
      if (this.#line !== 'live') return true;
      this.#replay.handedOver();
    }
    return this.#queueUp(message);
  }

  /** For handshakes, pings and acks, which are never replayed (reference 6.2). */
  enqueueUntracked(message: Uint8Array): boolean {
    return this.#phase !== 'open' || this.#line === 'detached' || this.#queueUp(message);
  }

  #queueUp(message: Uint8Array): boolean {
    const { flushTurn, traffic, sendQueueBytes } = this.#rules;
    const isFirst = this.#queue.bytes === 0;
    this.#queue.push(message);
    traffic.messagesOut++;
    if (isFirst) flushTurn.add(this);
    if (this.#queue.bytes <= EAGER_BYTES && this.#queue.bytes <= sendQueueBytes) return true;
    flushTurn.flushNow(this);
    return this.#queue.bytes <= message.length || this.#queue.cost + this.#transport.bufferedBytes <= sendQueueBytes;
  }

  /** Writes waiting messages, as far as the transport accepts them. */
  flush(joiner: MessageJoiner): void {
    if (this.#phase === 'ended') return;
    this.#write(joiner);
    while (this.#line === 'catchingUp' && this.#queue.bytes === 0) {
      this.#catchUp();
      this.#write(joiner);
    }
    if (this.#queue.bytes > 0) return;
    if (this.#phase === 'ending') this.#end();
    else if (this.#waitingForRoom !== undefined && this.isRoomy) this.#wake();
  }

  #write(joiner: MessageJoiner): void {
    const before = this.#queue.bytes;
    const frames = this.#queue.flush(this.#transport, this.frameKind, joiner);
    if (frames > 0) this.#count(frames, before - this.#queue.bytes);
  }

  /** Ends the transport after everything was sent, this message last. */
  endWith(message: Uint8Array): void {
    if (this.#phase !== 'open') return;
    if (this.#line === 'catchingUp') this.#replay?.push(message);
    else {
      this.#queue.push(message);
      this.#rules.traffic.messagesOut++;
    }
    this.#phase = 'ending';
    this.#wake();
    this.#rules.flushTurn.flushNow(this);
  }

  /**
   * Drops waiting messages and ends the transport. `message` follows the bytes that the transport already has, in case they are
   * ever read.
   */
  cutOffWith(message: Uint8Array, kind: FrameKind = this.frameKind): void {
    if (this.#phase === 'ended') return;
    this.#queue.clear();
    this.#transport.write(message, kind);
    this.#count(1, message.length);
    this.#end();
  }

  /** The transport is gone, or must end without a message. */
  end(): void {
    if (this.#phase === 'ended') return;
    this.#queue.clear();
    this.#end();
  }

  /** Resolves when little waits, or when nothing will be sent again. */
  roomy(): Promise<void> {
    if (this.#phase !== 'open' || this.isRoomy) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waitingForRoom ??= [];
      this.#waitingForRoom.push(resolve);
    });
  }

  // Stateful reconnect.

  /** From here on messages are kept until they are acknowledged, and not sent until `release`. */
  keepFor(replay: ReplayBuffer): void {
    this.#replay = replay;
    this.#line = 'held';
  }

  /** Sends the held messages. */
  release(): void {
    if (this.#line !== 'held') return;
    this.#line = 'catchingUp';
    this.#rules.flushTurn.add(this);
  }

  /** Some kept messages were acknowledged. */
  acknowledged(): void {
    if (this.#waitingForRoom !== undefined && this.isRoomy) this.#wake();
  }

  /** The socket is gone. Its unsent messages are replayed, or need no replay. */
  detach(): void {
    this.#queue.clear();
    this.#transport = NO_TRANSPORT;
    this.#line = 'detached';
  }

  /** `first` is sent before all replayed messages. */
  attach(transport: Transport, first: Uint8Array | undefined): void {
    this.#queue.clear();
    this.#transport = transport;
    this.#line = 'live';
    if (first === undefined) return;
    this.#line = 'catchingUp';
    this.#replay?.rewind();
    this.#queueUp(first);
  }

  /** Sends one frame of kept messages. */
  #catchUp(): void {
    while (this.#queue.bytes < FRAME_BYTES) {
      const message = this.#replay?.takeNext();
      if (message === undefined) {
        this.#line = 'live';
        return;
      }
      this.#queue.push(message);
      this.#rules.traffic.messagesOut++;
    }
  }

  #count(frames: number, bytes: number): void {
    this.#rules.traffic.framesOut += frames;
    this.#rules.traffic.bytesOut += bytes;
  }

  #end(): void {
    this.#phase = 'ended';
    this.#replay?.clear();
    this.#wake();
    this.#transport.end();
  }

  #wake(): void {
    const waiting = this.#waitingForRoom;
    this.#waitingForRoom = undefined;
    if (waiting === undefined) return;
    // In a turn of its own: an endless stream must not block the others.
    setImmediate(() => {
      for (const wake of waiting) wake();
    });
  }
}
