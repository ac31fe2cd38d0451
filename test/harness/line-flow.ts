import type { Socket } from 'node:net';

/** What passes in one direction: everything, nothing, or so many bytes a second. */
export type Flow = 'open' | 'shut' | { readonly bytesPerSecond: number };

/** How often a slow direction passes its share on, milliseconds. */
const SHARE_MS = 20;
/** Bytes that are passed on in one go. */
const PIECE_BYTES = 16 * 1024;

/**
 * One direction of a connection through a line. What `from` sends waits here while the direction is shut, its end and its loss
 * included: like packets that are sent again and again until the network is back.
 */
export class LineFlow {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #passed: (bytes: number) => void;
  #flow: Flow = 'shut';
  #timer: ReturnType<typeof setInterval> | undefined;
  /** How `from` ended; passed on after everything that it had sent. */
  #ended: 'finished' | 'lost' | undefined;

  /** `passed` is told the bytes that went through. Shut until `set` says otherwise. */
  constructor(from: Socket, to: Socket, passed: (bytes: number) => void) {
    this.#from = from;
    this.#to = to;
    this.#passed = passed;
    from.on('readable', () => this.#pump());
    from.on('end', () => this.#end('finished'));
    from.on('close', () => this.#end('lost'));
    to.on('drain', () => this.#pump());
    to.on('close', () => clearInterval(this.#timer));
  }

  set(flow: Flow): void {
    this.#flow = flow;
    clearInterval(this.#timer);
    this.#timer = undefined;
    // Nothing would end it where `to` is gone already, and `from` is not yet.
    if (typeof flow === 'object' && !this.#to.destroyed) {
      const share = Math.max(1, Math.round((flow.bytesPerSecond * SHARE_MS) / 1_000));
      this.#timer = setInterval(() => this.#pass(share), SHARE_MS);
    }
    this.#pump();
  }

  #pump(): void {
    if (this.#flow === 'open') while (this.#pass(PIECE_BYTES));
    this.#passEnd();
  }

  /** Passes at most `most` bytes on. False: nothing more can go now. */
  #pass(most: number): boolean {
    if (this.#to.destroyed || this.#to.writableNeedDrain) return false;
    // `read(0)` asks the socket for more; `read(n)` gives nothing when there is less than n.
    const there = Math.min(most, this.#from.readableLength);
    const piece = this.#from.read(there) as Buffer | null;
    if (!piece || piece.length === 0) return false;
    this.#passed(piece.length);
    this.#to.write(piece);
    return true;
  }

  #end(how: 'finished' | 'lost'): void {
    this.#ended = this.#ended === 'finished' && how === 'lost' && !this.#from.errored ? 'finished' : how;
    this.#passEnd();
  }

  #passEnd(): void {
    if (this.#ended === undefined || this.#flow === 'shut' || this.#to.destroyed) return;
    if (this.#from.readableLength > 0 && !this.#from.destroyed) return;
    clearInterval(this.#timer);
    if (this.#ended === 'finished') this.#to.end();
    else this.#to.resetAndDestroy();
  }
}
