import { MessageStream } from '@inkroom/azure-signalr/protocol/message-stream';
import { KEEP_ALIVE } from '@inkroom/azure-signalr/protocol/pings';
import { ConnectionType, ServiceMessageType } from '@inkroom/azure-signalr/protocol/service-codes';
import type { HandshakeRequest, ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { writeServiceMessage } from '@inkroom/azure-signalr/protocol/write-message';
import type { WebSocket } from 'ws';
import type { EmulatorLimits } from '../emulator-limits.ts';

/** The only version of the service protocol (reference 5.2). */
const VERSION = 1;

/** A client, as its server connection sees it. */
export interface CarriedClient {
  /** Reads it again, after `holds` has stopped it. */
  resume(): void;
  dismiss(error: string | undefined, allowReconnect: boolean, why: string): void;
}

/** The hub, as a server connection sees it. */
export interface ServerConnectionOwner {
  readonly limits: EmulatorLimits;
  mono(): number;
  /** Undefined: the connection is welcome. Otherwise the text of the refusal. */
  refusal(request: HandshakeRequest): string | undefined;
  /** The chaos controls: nothing is sent to application servers. */
  isSilent(): boolean;
  /** The service handshake is done. */
  opened(connection: ServerConnection): void;
  received(connection: ServerConnection, message: ServiceMessage, bytes: number): void;
  sent(connection: ServerConnection, message: ServiceMessage, bytes: number): void;
  /** A message was skipped, and why. */
  skipped(connection: ServerConnection, why: string): void;
  /** Called once, last. */
  gone(connection: ServerConnection): void;
}

export interface ServerConnectionIdentity {
  /** Id of the connection, made by the emulator. */
  readonly id: string;
  /** Id of the process, the same for all its connections (reference 2.2). */
  readonly serverId: string;
  readonly cid: string;
}

/** `leaving`: it has announced its end, and gets no new clients (reference 5.6). */
type Phase = 'handshaking' | 'open' | 'leaving' | 'gone';

/** One WebSocket of an application server, from opening to end. It has no timer of its own: the hub sweeps. */
export class ServerConnection {
  readonly identity: ServerConnectionIdentity;
  readonly clients = new Set<CarriedClient>();
  readonly #ws: WebSocket;
  readonly #owner: ServerConnectionOwner;
  readonly #stream = new MessageStream();
  #type = 0;
  #phase: Phase = 'handshaking';
  readonly #openedAt: number;
  #heardAt: number;
  #pingedAt: number;
  /** Frames of this turn of the event loop. They leave in one write. */
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  /** Clients that are not read until fewer bytes wait here. */
  readonly #held = new Set<CarriedClient>();

  constructor(ws: WebSocket, identity: ServerConnectionIdentity, owner: ServerConnectionOwner) {
    this.identity = identity;
    this.#ws = ws;
    this.#owner = owner;
    this.#openedAt = owner.mono();
    this.#heardAt = this.#openedAt;
    this.#pingedAt = this.#openedAt;
    ws.on('message', (bytes) => {
      if (Buffer.isBuffer(bytes)) this.#onBytes(bytes);
    });
    ws.on('close', () => this.#end());
    // `close` follows.
    ws.on('error', () => {});
  }

  get isOpen(): boolean {
    return this.#phase === 'open' || this.#phase === 'leaving';
  }

  /** True when new clients may be assigned to it. */
  get takesClients(): boolean {
    return this.#phase === 'open' && this.#type !== ConnectionType.weak;
  }

  leave(): void {
    if (this.#phase === 'open') this.#phase = 'leaving';
  }

  send(message: ServiceMessage): void {
    if (this.#phase === 'gone' || this.#owner.isSilent()) return;
    const frame = writeServiceMessage(message);
    if (this.#queue.length === 0) setImmediate(() => this.#flush());
    this.#queue.push(frame);
    this.#queuedBytes += frame.length;
    this.#owner.sent(this, message, frame.length);
    if (this.#waitingBytes > this.#owner.limits.serverQueueBytes) {
      this.#owner.skipped(this, 'it does not read what it is sent: cut off');
      this.terminate();
    }
  }

  get #waitingBytes(): number {
    return this.#ws.bufferedAmount + this.#queuedBytes;
  }

  #flush(): void {
    const frames = this.#queue;
    if (frames.length === 0) return;
    this.#queue = [];
    this.#queuedBytes = 0;
    const bytes = frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames);
    this.#ws.send(bytes, { binary: true }, () => this.#onSent());
  }

  /** True when so many bytes wait that the client should not be read. `client.resume` is called later. */
  holds(client: CarriedClient): boolean {
    if (this.#phase === 'gone' || this.#waitingBytes <= this.#owner.limits.serverHighBytes) return false;
    this.#held.add(client);
    return true;
  }

  #onSent(): void {
    if (this.#held.size === 0 || this.#waitingBytes > this.#owner.limits.serverHighBytes / 2) return;
    for (const client of this.#held) client.resume();
    this.#held.clear();
  }

  /** Cuts the connection like a broken network. */
  terminate(): void {
    this.#ws.terminate();
    this.#end();
  }

  /** Closes normally, with a status. */
  close(code: number, reason: string): void {
    this.#flush();
    this.#ws.close(code, reason);
  }

  /** Pings, and gives up a silent peer. `now` is monotonic. */
  sweep(now: number): void {
    const { handshakeMs, serverSilenceMs, serverPingMs } = this.#owner.limits;
    if (this.#phase === 'handshaking') {
      if (now - this.#openedAt > handshakeMs) this.terminate();
    } else if (now - this.#heardAt > serverSilenceMs) {
      this.#owner.skipped(this, 'nothing came for too long: cut off');
      this.terminate();
    } else if (now - this.#pingedAt >= serverPingMs) {
      this.#pingedAt = now;
      this.send(KEEP_ALIVE);
    }
  }

  #onBytes(bytes: Buffer): void {
    this.#heardAt = this.#owner.mono();
    this.#stream.push(bytes);
    for (;;) {
      const before = this.#stream.size;
      const taken = this.#phase === 'gone' ? undefined : this.#stream.take();
      if (taken === undefined) return;
      switch (taken.kind) {
        case 'message':
          this.#onMessage(taken.message, before - this.#stream.size);
          break;
        case 'unknown':
          this.#owner.skipped(this, `message of type ${taken.type} is not known here`);
          break;
        case 'malformed':
          this.#owner.skipped(this, `message of type ${taken.type} cannot be read: ${taken.code}`);
          break;
        case 'broken':
          this.#owner.skipped(this, `the stream cannot be read on: ${taken.code}`);
          this.terminate();
          return;
      }
    }
  }

  #onMessage(message: ServiceMessage, bytes: number): void {
    if (this.#phase !== 'handshaking') this.#owner.received(this, message, bytes);
    else if (message.type === ServiceMessageType.handshakeRequest) this.#shakeHands(message, bytes);
    else {
      this.#owner.skipped(this, 'the first message must be a handshake');
      this.terminate();
    }
  }

  /** The answer is the first message, before any ping (reference 5.2). */
  #shakeHands(request: HandshakeRequest, bytes: number): void {
    const { id } = this.identity;
    const type = ServiceMessageType.handshakeResponse;
    const refusal = request.version === VERSION ? this.#owner.refusal(request) : `Version ${request.version} is not supported.`;
    if (refusal !== undefined) {
      this.send({ type, errorMessage: refusal, connectionId: id });
      this.close(1000, '');
      return;
    }
    this.#type = request.connectionType;
    this.#phase = 'open';
    this.send({ type, errorMessage: null, connectionId: id });
    this.#owner.opened(this);
    this.#owner.received(this, request, bytes);
  }

  #end(): void {
    if (this.#phase === 'gone') return;
    this.#phase = 'gone';
    this.#queue = [];
    this.#queuedBytes = 0;
    for (const client of this.#held) client.resume();
    this.#held.clear();
    this.#owner.gone(this);
  }
}
