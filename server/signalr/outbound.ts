import type { FlushTurn } from './flush-turn.ts';
import { type MessageJoiner, SendQueue } from './send-queue.ts';
import type { Traffic } from './traffic.ts';
import type { FrameKind, Transport } from './transports/transport.ts';

/** A client that has less than this waiting is given the next item of its streams. */
const ROOMY_BYTES = 64 * 1024;
/** What waits is written before the end of the turn when it is more than this, so that a burst meets the socket's limits early. */
const EAGER_BYTES = 256 * 1024;

export interface OutboundRules {
  /** Bytes that may wait. */
  readonly sendQueueBytes: number;
  readonly flushTurn: FlushTurn;
  readonly traffic: Traffic;
}

/** Messages to one client, from the moment they are queued until the transport has them. */
export class Outbound {
  /** Of every frame; the handshake decides. */
  frameKind: FrameKind = 'text';
  readonly #transport: Transport;
  readonly #rules: OutboundRules;
  readonly #queue = new SendQueue();
  #phase: 'open' | 'ending' | 'ended' = 'open';
  #waitingForRoom: (() => void)[] | undefined;

  constructor(transport: Transport, rules: OutboundRules) {
    this.#transport = transport;
    this.#rules = rules;
  }

  /** Those that the transport has not got rid of included. */
  get bytes(): number {
    return this.#queue.bytes + this.#transport.bufferedBytes;
  }

  get isRoomy(): boolean {
    return this.#transport.writable && this.bytes < ROOMY_BYTES;
  }

  /** False when more is waiting now than may. A single message may have any size. */
  enqueue(message: Uint8Array): boolean {
    if (this.#phase !== 'open') return true;
    const { flushTurn, traffic, sendQueueBytes } = this.#rules;
    if (this.#queue.bytes === 0) flushTurn.add(this);
    this.#queue.push(message);
    traffic.messagesOut++;
    if (this.#queue.bytes <= EAGER_BYTES && this.#queue.bytes <= sendQueueBytes) return true;
    flushTurn.flushNow(this);
    return this.#queue.bytes <= message.length || this.bytes <= sendQueueBytes;
  }

  /** Writes what waits, as far as the transport takes it. */
  flush(joiner: MessageJoiner): void {
    if (this.#phase === 'ended') return;
    const before = this.#queue.bytes;
    const frames = this.#queue.flush(this.#transport, this.frameKind, joiner);
    if (frames > 0) this.#count(frames, before - this.#queue.bytes);
    if (this.#queue.bytes > 0) return;
    if (this.#phase === 'ending') this.#end();
    else if (this.#waitingForRoom !== undefined && this.isRoomy) this.#wake();
  }

  /** Ends the transport when everything is sent, this last. */
  endWith(message: Uint8Array): void {
    if (this.#phase !== 'open') return;
    this.#queue.push(message);
    this.#rules.traffic.messagesOut++;
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

  #count(frames: number, bytes: number): void {
    this.#rules.traffic.framesOut += frames;
    this.#rules.traffic.bytesOut += bytes;
  }

  #end(): void {
    this.#phase = 'ended';
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
