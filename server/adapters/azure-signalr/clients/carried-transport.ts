import { DataMessageType, ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import { NO_HEADERS } from '@inkroom/azure-signalr/protocol/service-containers';
import type { FrameKind, Transport, TransportSink } from '@inkroom/signalr/transports/transport';
import type { ConnectionWriter, ServiceConnection } from '../service-connections/service-connection.ts';
import { dataMessageTypeOf } from './data-message-type.ts';

/** A client's streams continue below this. `Outbound` has the same bound. */
const ROOMY_BYTES = 64 * 1024;

/**
 * The transport of a client that the service carries. Its frames travel in messages of one server connection, the same for its
 * whole life. The service cannot be paused, so bytes that come while reading is stopped wait in memory, up to a bound (reference
 * 7.5).
 */
export class CarriedTransport implements Transport, ConnectionWriter {
  readonly name = 'WebSockets';
  readonly carriesBinary = true;
  /** The application server pings; the service only forwards (reference 7.6). */
  readonly keepsAlive = true;
  /** The server connection has its own bound, and the service one for each client. */
  readonly writable = true;
  readonly line: ServiceConnection;
  sink: TransportSink | undefined = undefined;
  readonly #id: string;
  readonly #onEnd: () => void;
  readonly #waitingBytes: number;
  #unsent = 0;
  #isFirst = true;
  #phase: 'open' | 'gone' = 'open';
  /** Bytes that came while reading is stopped; -1 while it is not. */
  #unread = -1;

  constructor(id: string, line: ServiceConnection, options: { readonly waitingBytes: number; readonly onEnd: () => void }) {
    this.#id = id;
    this.line = line;
    this.#waitingBytes = options.waitingBytes;
    this.#onEnd = options.onEnd;
  }

  get bufferedBytes(): number {
    return this.#unsent;
  }

  /** One hub message: newer services accept no more in one frame (reference 7.4). */
  write(message: Uint8Array, kind: FrameKind): void {
    if (this.#phase === 'gone') return;
    const dataMessageType = this.#isFirst ? DataMessageType.handshake : dataMessageTypeOf(message, kind);
    this.#isFirst = false;
    this.#unsent += this.line.send(
      { type: T.connectionData, connectionId: this.#id, payload: message, extensions: { dataMessageType } },
      this,
    );
  }

  taken(bytes: number): void {
    const wasFull = this.#unsent >= ROOMY_BYTES;
    this.#unsent -= bytes;
    if (wasFull && this.#unsent < ROOMY_BYTES && this.#phase === 'open') this.sink?.onWritable();
  }

  pause(): void {
    if (this.#unread < 0) this.#unread = 0;
  }

  resume(): void {
    this.#unread = -1;
  }

  /** Bytes from the client. False: too many in one message, or too many waiting. */
  receive(bytes: Buffer): boolean {
    if (this.#phase === 'gone') return true;
    // Longer bytes may contain any number of messages, and are in memory as a whole.
    if (bytes.length > this.#waitingBytes) return false;
    if (this.#unread >= 0) {
      this.#unread += bytes.length;
      if (this.#unread > this.#waitingBytes) return false;
    }
    this.sink?.onBytes(bytes);
    return true;
  }

  end(): void {
    this.#leave('closed');
  }

  destroy(): void {
    this.#leave('lost');
  }

  abandon(): void {
    this.sink = undefined;
    this.#leave('closed');
  }

  #leave(how: 'closed' | 'lost'): void {
    if (this.#phase === 'gone') return;
    this.line.send({ type: T.closeConnection, connectionId: this.#id, errorMessage: '', headers: NO_HEADERS, extensions: {} });
    this.#finish(how);
  }

  /** The service reports that the client has gone, or the service itself is gone. */
  lost(): void {
    if (this.#phase === 'open') this.#finish('lost');
  }

  #finish(how: 'closed' | 'lost'): void {
    this.#phase = 'gone';
    this.#onEnd();
    const { sink } = this;
    this.sink = undefined;
    // Not from within the write that ended it.
    queueMicrotask(() => sink?.onGone(how));
  }
}
