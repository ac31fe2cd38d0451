import type { Traffic } from '../connection/traffic.ts';
import type { ReplayBuffer } from '../resume/replay-buffer.ts';
import { NO_TRANSPORT } from '../transports/no-transport.ts';
import type { FrameKind, Transport } from '../transports/transport.ts';
import type { FlushTurn } from './flush-turn.ts';
import { FRAME_BYTES, LEAST_MESSAGE_BYTES, type MessageJoiner, SendQueue } from './send-queue.ts';
import type { Remake, SharedBytes } from './shared-bytes.ts';

/** A client that has less than this waiting is given the next item of its streams. */
const ROOMY_BYTES = 64 * 1024;
/** What waits is written before the end of the turn when it is more than this, so that a burst meets the socket's limits early. */
const EAGER_BYTES = 256 * 1024;

export interface OutboundRules {
  /** Bytes that may wait. */
  readonly sendQueueBytes: number;
  /** Bytes that may be unacknowledged by a client with stateful reconnect. */
  readonly reconnectBufferBytes: number;
  /** The same, of what leans on the application's own bytes. */
  readonly reconnectLeanedBytes: number;
  readonly shared: SharedBytes;
  readonly flushTurn: FlushTurn;
  readonly traffic: Traffic;
}

/** Messages to one client, from the moment they are queued until the transport has them. */
export class Outbound {
  /** Of every frame; the handshake decides. */
  frameKind: FrameKind = 'text';
  #transport: Transport;
  readonly #rules: OutboundRules;
  readonly #queue = new SendQueue();
  #phase: 'open' | 'ending' | 'ended' = 'open';
  #waitingForRoom: (() => void)[] | undefined;
  /** With stateful reconnect: what the client has not acknowledged. */
  #replay: ReplayBuffer | undefined;
  /**
   * `held`: the client does not count yet (reference 6.8 rule 2). `detached`: there is no socket. `catchingUp`: what was kept goes out
   * as the socket takes it, new messages behind it. Without `#replay` always `live`.
   */
  #line: 'live' | 'held' | 'detached' | 'catchingUp' = 'live';

  constructor(transport: Transport, rules: OutboundRules) {
    this.#transport = transport;
    this.#rules = rules;
  }

  /** Those that the transport has not got rid of included; not those that are kept for a replay. */
  get bytes(): number {
    if (this.#replay === undefined || this.#line === 'live' || this.#line === 'catchingUp') {
      return this.#queue.bytes + this.#transport.bufferedBytes;
    }
    return this.#replay.bytes + this.#replay.leanedBytes;
  }

  get isRoomy(): boolean {
    if (!this.#transport.writable || this.#line === 'catchingUp' || this.bytes >= ROOMY_BYTES) return false;
    if (this.#replay === undefined) return true;
    const { reconnectBufferBytes, reconnectLeanedBytes } = this.#rules;
    // Half of the buffer stays free for what cannot wait.
    return this.#replay.bytes * 2 < reconnectBufferBytes && this.#replay.leanedBytes < reconnectLeanedBytes;
  }

  /**
   * False when more is waiting now than may. A single message may have any size. With `remake` it need not be kept for a replay: it
   * can be made again.
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

  /** For handshakes, pings, acks: what is not replayed (reference 6.2). */
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

  /** Writes what waits, as far as the transport takes it. */
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

  /** Ends the transport when everything is sent, this last. */
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

  /** Forgets what waits and ends the transport; `message` goes behind what the transport has already, should it ever be read. */
  cutOffWith(message: Uint8Array, kind: FrameKind = this.frameKind): void {
    if (this.#phase === 'ended') return;
    this.#queue.clear();
    this.#transport.write(message, kind);
    this.#count(1, message.length);
    this.#end();
  }

  /** The transport is gone, or is to be ended without a word. */
  end(): void {
    if (this.#phase === 'ended') return;
    this.#queue.clear();
    this.#end();
  }

  /** Resolves as soon as little waits, or nothing will ever again. */
  roomy(): Promise<void> {
    if (this.#phase !== 'open' || this.isRoomy) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waitingForRoom ??= [];
      this.#waitingForRoom.push(resolve);
    });
  }

  // Stateful reconnect.

  /** From here on messages are kept until they are acknowledged, and held until `release`. */
  keepFor(replay: ReplayBuffer): void {
    this.#replay = replay;
    this.#line = 'held';
  }

  /** What was held goes out. */
  release(): void {
    if (this.#line !== 'held') return;
    this.#line = 'catchingUp';
    this.#rules.flushTurn.add(this);
  }

  /** Some of what was kept has been acknowledged. */
  acknowledged(): void {
    if (this.#waitingForRoom !== undefined && this.isRoomy) this.#wake();
  }

  /** The socket is gone: what it had not sent is replayed or was not to be kept. */
  detach(): void {
    this.#queue.clear();
    this.#transport = NO_TRANSPORT;
    this.#line = 'detached';
  }

  /** `first` goes before everything that is replayed. */
  attach(transport: Transport, first: Uint8Array | undefined): void {
    this.#queue.clear();
    this.#transport = transport;
    this.#line = 'live';
    if (first === undefined) return;
    this.#line = 'catchingUp';
    this.#replay?.rewind();
    this.#queueUp(first);
  }

  /** A frame's worth of what was kept. */
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
    // In a turn of its own: a stream that is never out of items must not keep the others from theirs.
    setImmediate(() => {
      for (const wake of waiting) wake();
    });
  }
}
