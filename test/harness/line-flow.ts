import type { Socket } from 'node:net';

/** What passes in one direction: everything, nothing, or a number of bytes a second. */
export type Flow = 'open' | 'shut' | { readonly bytesPerSecond: number };

/** Interval at which a slow direction passes its share, milliseconds. */
const SHARE_MS = 20;
/** Bytes that are passed at once. */
const PIECE_BYTES = 16 * 1024;

/**
 * One direction of a connection. While it is shut, the bytes of `from` wait here, and its end or loss too: like packets that are
 * repeated until the network is back.
 */
export class LineFlow {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #passed: (bytes: number) => void;
  #flow: Flow = 'shut';
  #timer: ReturnType<typeof setInterval> | undefined;
  /** How `from` ended. Passed on after all of its bytes. */
  #ended: 'finished' | 'lost' | undefined;

  /** `passed` gets the number of bytes that went through. Shut until `set` is called. */
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
    // Without this nothing would end it when `to` is gone and `from` is not.
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

  /** Passes at most `most` bytes. False: nothing more can pass now. */
  #pass(most: number): boolean {
    if (this.#to.destroyed || this.#to.writableNeedDrain) return false;
    // `read(0)` asks the socket for more; `read(n)` returns nothing when there are fewer than n bytes.
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
