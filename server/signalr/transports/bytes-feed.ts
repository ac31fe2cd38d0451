import type { Duplex } from 'node:stream';
import type { ReadingTurn } from '../receiving/reading-turn.ts';
import { readIntoShared, toKeep } from './shared-reads.ts';

/** Chunks up to this size are read at once, whatever others send. A client that draws sends some hundred bytes at a time. */
const LIGHT_BYTES = 1024;
/** Longer chunks are read in pieces of this size: some hundred short messages, which take less than a millisecond. */
const PIECE_BYTES = 4 * 1024;
/** What is read after the end, because a peer that does not know yet goes on sending. Its close frame comes after that. */
const BYTES_AFTER_END = 320 * 1024;

type Listener = (this: Duplex, piece: Buffer) => void;

/** The transport whose bytes these are. */
export interface FeedOwner {
  /** Reads what it can without ws from the start of the piece. Returns the number of bytes read. */
  read(piece: Buffer): number;
  /** ws has read the rest of a piece. `isLast`: the chunk ends with it. */
  passed(rest: Buffer, isLast: boolean): void;
}

/**
 * Stands between a socket and ws, which reads a chunk to its end even when it was paused within it. A chunk of 64 KiB may hold
 * three thousand messages, and a hundred sockets may bring one in the same turn. This passes long chunks on in pieces, while the
 * turn has time and the connection is not paused, and keeps the rest.
 */
export class BytesFeed {
  readonly #socket: Duplex;
  readonly #reading: ReadingTurn;
  readonly #listeners: readonly Listener[];
  readonly #owner: FeedOwner;
  /** Bytes that were not passed on. */
  #rest: Buffer | undefined;
  /** `over`: ws takes no more. What comes is read and dropped, so that the end of the socket is seen. */
  #state: 'flowing' | 'waiting' | 'paused' | 'over' = 'flowing';
  /** Bytes that are still read. */
  #left = Number.POSITIVE_INFINITY;
  readonly #goOn = (): void => {
    if (this.#state === 'waiting') this.resume();
  };

  /** Takes the place of the socket's listeners for data, which get what `owner` does not read. */
  constructor(socket: Duplex, reading: ReadingTurn, owner: FeedOwner) {
    this.#socket = socket;
    this.#reading = reading;
    this.#owner = owner;
    this.#listeners = socket.listeners('data') as Listener[];
    socket.removeAllListeners('data');
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    if (!readIntoShared(socket, (chunk) => this.#takeRead(chunk))) this.#takeDirectly();
  }

  /** What was read behind bytes that still wait in the stream waits there too. */
  #takeRead(chunk: Buffer): boolean {
    const socket = this.#socket;
    if (socket.readableFlowing !== true || socket.readableLength > 0) return socket.push(toKeep(chunk));
    this.#take(chunk);
    return true;
  }

  /**
   * Node passes each chunk that comes to `push`. While the socket flows and holds nothing, this is where the chunk would arrive
   * after some calls and one more tick, which cost a busy hub a seventh of its processor time.
   */
  #takeDirectly(): void {
    const socket = this.#socket;
    const push = socket.push;
    socket.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
      if (!Buffer.isBuffer(chunk) || socket.readableFlowing !== true || socket.readableLength > 0)
        return push.call(socket, chunk, encoding);
      this.#take(chunk);
      return true;
    };
  }

  /** The connection reads nothing for now. */
  pause(): void {
    if (this.#state !== 'over') this.#state = 'paused';
  }

  /** Passes on what was kept. Call it after the socket flows again. */
  resume(): void {
    if (this.#state === 'over') return;
    this.#state = 'flowing';
    const rest = this.#rest;
    if (rest === undefined) return;
    this.#rest = undefined;
    this.#pass(rest);
    if (this.#rest === undefined && this.#state === 'flowing') this.#socket.resume();
  }

  /**
   * The server has ended the connection. Of a peer that goes on sending nothing is read after a while: reading only to drop costs the
   * others their time. Destroying the socket with bytes unread would keep the reason from it.
   */
  end(): void {
    this.#left = Math.min(this.#left, BYTES_AFTER_END);
  }

  /** The peer has closed the connection, or ws has found an error. */
  stop(): void {
    this.#state = 'over';
    this.#rest = undefined;
    this.end();
  }

  #take(chunk: Buffer): void {
    this.#left -= chunk.length;
    if (this.#left < 0) this.#socket.pause();
    if (this.#state === 'over' || this.#left < 0) return;
    if (this.#rest !== undefined) this.#rest = Buffer.concat([this.#rest, chunk]);
    else if (chunk.length <= LIGHT_BYTES) this.#passOn(chunk, true);
    else this.#pass(chunk);
  }

  #pass(chunk: Buffer): void {
    this.#reading.begin();
    for (let at = 0; at < chunk.length && !this.#socket.destroyed; at += PIECE_BYTES) {
      if (this.#state === 'flowing' && !this.#reading.hasTime()) {
        this.#state = 'waiting';
        this.#reading.wait(this.#goOn);
      }
      if (this.#state === 'over') return;
      if (this.#state !== 'flowing') {
        this.#rest = chunk.subarray(at);
        this.#socket.pause();
        return;
      }
      const isLast = at + PIECE_BYTES >= chunk.length;
      this.#passOn(at === 0 && isLast ? chunk : chunk.subarray(at, at + PIECE_BYTES), isLast);
    }
  }

  #passOn(piece: Buffer, isLast: boolean): void {
    const read = this.#owner.read(piece);
    if (read === piece.length) return;
    const rest = toKeep(read === 0 ? piece : piece.subarray(read));
    for (const listener of this.#listeners) listener.call(this.#socket, rest);
    this.#owner.passed(rest, isLast);
  }
}
