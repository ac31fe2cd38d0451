import { MessageStream } from '@inkroom/azure-signalr/protocol/message-stream';
import { readPingFromService } from '@inkroom/azure-signalr/protocol/pings';
import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { writeServiceMessage } from '@inkroom/azure-signalr/protocol/write-message';
import type { Clock, Log } from '@inkroom/signalr/host';
import type { WebSocket } from 'ws';
import { AzureLogEvent } from '../azure-log-events.ts';

/** Times of one server connection (reference 5.2, 5.3), milliseconds. */
const HANDSHAKE_MS = 15_000;
const SILENCE_MS = 30_000;
const PING_MS = 5_000;
/**
 * Most bytes that may wait for the service. Beyond it the service counts as stuck, because a WebSocket has no bound of its own.
 */
const QUEUE_BYTES = 64 * 1024 * 1024;

/** The owner of sent bytes. It is called when the socket has accepted them. */
export interface ConnectionWriter {
  taken(bytes: number): void;
}

/** Messages of the service protocol and their bytes since the start, for all server connections together. */
export interface ConnectionTraffic {
  messagesIn: number;
  bytesIn: number;
  messagesOut: number;
  bytesOut: number;
}

export interface LineOwner {
  readonly clock: Clock;
  readonly log: Log;
  readonly traffic: ConnectionTraffic;
  opened(line: ServiceConnection): void;
  received(line: ServiceConnection, message: ServiceMessage): void;
  /** The keep-alive message. */
  keepAlive(line: ServiceConnection): ServiceMessage;
  /** The service has answered the upgrade, with any result. `date`: the header. */
  answered(date: string | undefined): void;
  /** Called once, last. `why` is for the log; `status` of a refused upgrade. */
  gone(line: ServiceConnection, why: string, status: number | undefined): void;
}

/** `mute`: the service has given it up, but may still send (reference 5.5, type 15). */
type Phase = 'dialing' | 'handshaking' | 'open' | 'mute' | 'gone';

export interface LineKind {
  /** See `ConnectionType`. */
  readonly connectionType: number;
  /** Place in the pool. Undefined for one that the service has requested. */
  readonly slot: number | undefined;
}

/**
 * One server connection: a WebSocket to the service that carries many logical connections. It has no timer of its own: the pool
 * sweeps.
 */
export class ServiceConnection {
  readonly kind: LineKind;
  /** The service's name for it, for logs. */
  name = '';
  openedAt = 0;
  /** Number of connections that it carries. */
  clients = 0;
  readonly #ws: WebSocket;
  readonly #owner: LineOwner;
  readonly #stream = new MessageStream();
  #phase: Phase = 'dialing';
  readonly #dialedAt: number;
  #heardAt: number;
  #pingedAt: number;
  #frames: Uint8Array[] = [];
  #writers: { readonly writer: ConnectionWriter; readonly bytes: number }[] = [];
  #queued = 0;
  #onFinack: (() => void)[] = [];

  constructor(ws: WebSocket, kind: LineKind, owner: LineOwner) {
    this.kind = kind;
    this.#ws = ws;
    this.#owner = owner;
    const now = owner.clock.mono();
    this.#dialedAt = now;
    this.#heardAt = now;
    this.#pingedAt = now;
    ws.on('open', () => this.#shakeHands());
    ws.on('message', (bytes) => {
      if (Buffer.isBuffer(bytes)) this.#onBytes(bytes);
    });
    ws.on('upgrade', ({ headers }) => owner.answered(headers.date));
    ws.on('unexpected-response', (request, { statusCode, headers }) => {
      request.destroy();
      owner.answered(headers.date);
      this.#end(`the upgrade was refused with ${statusCode}`, statusCode);
    });
    ws.on('close', (code) => this.#end(`closed with ${code}`));
    // `close` follows, unless there never was a connection.
    ws.on('error', (error) => this.#phase === 'dialing' && this.#end(causeOf(error)));
  }

  get isOpen(): boolean {
    return this.#phase === 'open';
  }

  /** Monotonic: when the service last sent something. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /**
   * Messages are written in the order of the calls; those of one turn leave together. What can no longer be sent is dropped.
   * Returns the bytes that `writer` will be told of.
   */
  send(message: ServiceMessage, writer?: ConnectionWriter): number {
    if (this.#phase !== 'open' && this.#phase !== 'handshaking') return 0;
    const frame = writeServiceMessage(message);
    this.#owner.traffic.messagesOut++;
    this.#owner.traffic.bytesOut += frame.length;
    if (this.#frames.length === 0) queueMicrotask(() => process.nextTick(() => this.#flush()));
    this.#frames.push(frame);
    this.#queued += frame.length;
    if (writer !== undefined) this.#writers.push({ writer, bytes: frame.length });
    if (this.#queued + this.#ws.bufferedAmount > QUEUE_BYTES) this.terminate('the service reads no more');
    return frame.length;
  }

  #flush(): void {
    if (this.#phase === 'gone' || this.#frames.length === 0) return;
    const bytes = this.#frames.length === 1 ? (this.#frames[0] as Uint8Array) : Buffer.concat(this.#frames);
    const writers = this.#writers;
    this.#frames = [];
    this.#writers = [];
    this.#queued = 0;
    this.#ws.send(bytes, { binary: true }, () => {
      for (const { writer, bytes: taken } of writers) writer.taken(taken);
    });
  }

  /**
   * Announces the end and lets its clients finish (reference 5.6). Resolves when the service has confirmed, or the connection is
   * gone.
   */
  leave(): Promise<void> {
    if (this.#phase !== 'open') return Promise.resolve();
    this.send({ type: T.ping, messages: ['shutdown', 'fin:2'] });
    return new Promise((resolve) => this.#onFinack.push(resolve));
  }

  /** Sends waiting messages, then closes normally. */
  close(): void {
    this.#flush();
    this.#ws.close(1000);
  }

  terminate(why: string): void {
    this.#end(why);
    this.#ws.terminate();
  }

  /** Pings, and gives up a silent service. `now` is monotonic. */
  sweep(now: number): void {
    if (this.#phase === 'dialing' || this.#phase === 'handshaking') {
      // The upgrade may take equally long before.
      if (now - this.#dialedAt > 2 * HANDSHAKE_MS) this.terminate('no handshake in time');
    } else if (now - this.#heardAt > SILENCE_MS) this.terminate('the service is silent');
    else if (this.#phase === 'open' && now - this.#pingedAt >= PING_MS) {
      this.#pingedAt = now;
      this.send(this.#owner.keepAlive(this));
    }
  }

  #shakeHands(): void {
    if (this.#phase !== 'dialing') return;
    this.#phase = 'handshaking';
    const { connectionType } = this.kind;
    this.send({
      type: T.handshakeRequest,
      version: 1,
      connectionType,
      target: '',
      migrationLevel: 0,
      allowStatefulReconnects: false,
    });
  }

  #onBytes(bytes: Buffer): void {
    this.#heardAt = this.#owner.clock.mono();
    this.#owner.traffic.bytesIn += bytes.length;
    this.#stream.push(bytes);
    for (;;) {
      const taken = this.#phase === 'gone' ? undefined : this.#stream.take();
      if (taken === undefined) return;
      switch (taken.kind) {
        case 'message':
          this.#owner.traffic.messagesIn++;
          this.#onMessage(taken.message);
          break;
        case 'unknown':
          this.#skip(`message of type ${taken.type} is not known here`);
          break;
        case 'malformed':
          this.#skip(`message of type ${taken.type} cannot be read: ${taken.code}`);
          break;
        case 'broken':
          this.terminate(`the stream cannot be read on: ${taken.code}`);
          return;
      }
    }
  }

  #skip(why: string): void {
    if (this.#phase === 'handshaking') this.terminate('the first message is no handshake');
    else this.#owner.log.debug(AzureLogEvent.frameSkipped, { line: this.name, why });
  }

  #onMessage(message: ServiceMessage): void {
    if (this.#phase === 'handshaking') this.#onHandshake(message);
    else if (message.type === T.serviceError) {
      this.#owner.log.warn(AzureLogEvent.serviceError, { line: this.name, reason: message.errorMessage });
      if (this.#phase === 'open') this.#phase = 'mute';
    } else if (message.type === T.ping) this.#onPing(message);
    else this.#owner.received(this, message);
  }

  /** The handshake must be the first message (reference 5.2). */
  #onHandshake(message: ServiceMessage): void {
    if (message.type !== T.handshakeResponse) this.terminate('the first message is no handshake');
    else if (message.errorMessage !== null && message.errorMessage !== '') {
      this.#end(`the service refuses: ${message.errorMessage}`);
      this.#ws.close(1000);
    } else {
      this.name = message.connectionId ?? '';
      this.#phase = 'open';
      this.openedAt = this.#owner.clock.mono();
      this.#owner.opened(this);
    }
  }

  #onPing(ping: Extract<ServiceMessage, { type: typeof T.ping }>): void {
    const said = readPingFromService(ping);
    if (said.kind === 'echo') this.send(said.ping);
    else if (said.kind === 'finack') for (const resolve of this.#onFinack.splice(0)) resolve();
    else this.#owner.received(this, ping);
  }

  #end(why: string, status?: number): void {
    if (this.#phase === 'gone') return;
    this.#phase = 'gone';
    this.#frames = [];
    this.#writers = [];
    for (const resolve of this.#onFinack.splice(0)) resolve();
    this.#owner.gone(this, why, status);
  }
}

/** Node's network errors contain hosts and codes, and nothing that was sent. */
function causeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
