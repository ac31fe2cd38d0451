import { payloadFor } from '@inkroom/azure-signalr/protocol/service-containers';
import type { Payloads, ServiceClaim, ServiceHeaders } from '@inkroom/azure-signalr/protocol/service-messages';
import {
  type Framing,
  lengthPrefixFraming,
  RECORD_SEPARATOR,
  recordSeparatorFraming,
} from '@inkroom/signalr/hub-protocol/framing';
import { jsonProtocol } from '@inkroom/signalr/hub-protocol/json';
import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';
import { Inbox } from '@inkroom/signalr/receiving/inbox';
import type { WebSocket } from 'ws';
import type { EmulatorLimits } from '../emulator-limits.ts';
import type { ServerConnection } from '../servers/server-connection.ts';

/** Bound of the handshake. Real ones are far shorter. */
const HANDSHAKE_BYTES = 16 * 1024;
/** Longest hub message to a client, assembled from its parts. */
const MESSAGE_BYTES = 16 * 1024 * 1024;

/** The identity of a client, from its token and its request. */
export interface ClientIdentity {
  readonly id: string;
  readonly userId: string | undefined;
  /** As they are sent to the application server. */
  readonly claims: readonly ServiceClaim[];
  readonly headers: ServiceHeaders;
  /** Begins with `?`, or is empty. */
  readonly query: string;
  readonly sticky: { readonly serverId: string; readonly isRequired: boolean } | undefined;
  readonly handshakeMs: number;
}

/** The hub, as a client connection sees it. */
export interface ClientConnectionOwner {
  readonly limits: EmulatorLimits;
  mono(): number;
  /** The client has named its protocol. `record` is its request, which the application server must answer. */
  asked(client: ClientConnection, record: Buffer): void;
  /** Bytes for the application server, as they came. */
  received(client: ClientConnection, bytes: Buffer): void;
  sent(client: ClientConnection, message: Uint8Array): void;
  /** A multicast has no payload for the client's protocol. */
  skipped(client: ClientConnection): void;
  /** Called once, last. `why` is one of the service's reasons (reference 11.4). */
  gone(client: ClientConnection, why: string): void;
}

/** `asking`: no handshake yet. `opening`: the application server has not answered it. `gone`: queued bytes are still sent. */
type Phase = 'asking' | 'opening' | 'open' | 'gone';

/** One client's WebSocket. Hub messages pass through unchanged and whole, because clients cannot join parts (reference 7.4). */
export class ClientConnection {
  readonly identity: ClientIdentity;
  readonly groups = new Set<string>();
  /** Carries the client; chosen once, for its life (reference 7.2). */
  server: ServerConnection | undefined = undefined;
  /** Known from the handshake request on. Before that only the handshake error is written, which is JSON text. */
  protocol = 'json';
  readonly #ws: WebSocket;
  readonly #owner: ClientConnectionOwner;
  #phase: Phase = 'asking';
  /** Bytes of the client's handshake until it is complete. */
  #request: Buffer = Buffer.alloc(0);
  /** Parts of messages from the application server. */
  readonly #pieces = new Inbox();
  /** Multicasts from before the answer to the handshake (reference 7.3), in all protocols: the client's own may be unknown. */
  #early: Payloads[] = [];
  #earlyBytes = 0;
  readonly #openedAt: number;
  #heardAt: number;
  /** Since when too many bytes wait for it; -1 otherwise. */
  #slowAt = -1;

  constructor(ws: WebSocket, identity: ClientIdentity, owner: ClientConnectionOwner) {
    this.identity = identity;
    this.#ws = ws;
    this.#owner = owner;
    this.#openedAt = owner.mono();
    this.#heardAt = this.#openedAt;
    ws.on('message', (bytes) => {
      if (Buffer.isBuffer(bytes)) this.#onBytes(bytes);
    });
    ws.on('close', (code) => this.#end(code === 1006 ? 'lost' : 'Normal'));
    // `close` follows.
    ws.on('error', () => {});
  }

  get isOpen(): boolean {
    return this.#phase === 'open';
  }

  #onBytes(bytes: Buffer): void {
    this.#heardAt = this.#owner.mono();
    if (this.#phase === 'opening' || this.#phase === 'open') this.#pass(bytes);
    else if (this.#phase === 'asking') this.#readRequest(bytes);
  }

  #pass(bytes: Buffer): void {
    this.#owner.received(this, bytes);
    if (this.server?.holds(this)) this.#ws.pause();
  }

  resume(): void {
    this.#ws.resume();
  }

  /** Stops reading it until `resume`. */
  pause(): void {
    this.#ws.pause();
  }

  #readRequest(bytes: Buffer): void {
    this.#request = this.#request.length === 0 ? bytes : Buffer.concat([this.#request, bytes]);
    const end = this.#request.indexOf(RECORD_SEPARATOR) + 1;
    if (end === 0 && this.#request.length <= HANDSHAKE_BYTES) return;
    const record = this.#request.subarray(0, end);
    const protocol = protocolOf(record);
    if (protocol === undefined) {
      this.refuse('An unexpected error occurred during connection handshake.', 'HandshakeError');
      return;
    }
    const rest = this.#request.subarray(end);
    this.#request = Buffer.alloc(0);
    this.protocol = protocol;
    this.#phase = 'opening';
    this.#owner.asked(this, record);
    if (rest.length > 0 && this.#isConnected()) this.#pass(rest);
  }

  #isConnected(): boolean {
    return this.#phase === 'opening' || this.#phase === 'open';
  }

  get #framing(): Framing {
    return isBinary(this.protocol) ? lengthPrefixFraming : recordSeparatorFraming;
  }

  /** Bytes from its application server: any number of messages, split anywhere. */
  deliver(bytes: Uint8Array): void {
    if (!this.#isConnected()) return;
    if (bytes.length > 0) this.#pieces.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    if (this.#phase === 'opening' && !this.#deliverHandshake()) return;
    const whole: Buffer[] = [];
    for (;;) {
      const message = this.#pieces.take(this.#framing, MESSAGE_BYTES);
      if (message === 'empty') break;
      if (typeof message === 'string') {
        this.dismiss('The application server sent what cannot be read.', true, 'ServiceTransientError');
        return;
      }
      whole.push(message);
    }
    if (whole.length === 0) return;
    for (const message of whole) this.#owner.sent(this, message);
    this.#write(whole.length === 1 ? (whole[0] as Buffer) : Buffer.concat(whole));
  }

  /** The first record is the answer to the handshake, whatever protocol follows (reference 7.3). */
  #deliverHandshake(): boolean {
    const answer = this.#pieces.take(recordSeparatorFraming, HANDSHAKE_BYTES);
    if (answer === 'empty') return false;
    if (typeof answer === 'string') {
      this.refuse('The application server did not answer the handshake.', 'HandshakeError');
      return false;
    }
    this.#owner.sent(this, answer);
    this.#write(answer);
    if (!this.#isConnected()) return false;
    this.#phase = 'open';
    const early = this.#early;
    this.#early = [];
    for (const payloads of early) this.multicast(payloads);
    return true;
  }

  /** One whole message for many clients, in each protocol. The payload is chosen when it is sent. */
  multicast(payloads: Payloads): void {
    if (this.#phase === 'open') {
      const message = payloadFor(payloads, this.protocol);
      if (message === undefined) {
        this.#owner.skipped(this);
        return;
      }
      this.#owner.sent(this, message);
      this.#write(message);
    } else if (this.#phase === 'opening' || this.#phase === 'asking') {
      this.#early.push(payloads);
      this.#earlyBytes += Math.max(0, ...[...payloads.values()].map(({ length }) => length));
      if (this.#earlyBytes > this.#owner.limits.slowClientBytes) this.#drop('SlowClient');
    }
  }

  #write(bytes: Uint8Array): void {
    this.#ws.send(bytes, { binary: isBinary(this.protocol) });
    const waiting = this.#ws.bufferedAmount;
    const { slowClientBytes, clientQueueBytes } = this.#owner.limits;
    if (waiting > clientQueueBytes) this.#drop('SlowClient');
    else if (waiting > slowClientBytes && this.#slowAt < 0) this.#slowAt = this.#owner.mono();
  }

  /** Gives up a silent or slow client. `now` is monotonic. */
  sweep(now: number): void {
    const { clientSilenceMs, slowClientMs, slowClientBytes } = this.#owner.limits;
    if (this.#ws.bufferedAmount <= slowClientBytes) this.#slowAt = -1;
    if (!this.isOpen && now - this.#openedAt > this.identity.handshakeMs)
      this.refuse('Handshake was canceled.', 'HandshakeError');
    else if (now - this.#heardAt > clientSilenceMs) this.dismiss(undefined, true, 'PingTimeout');
    else if (this.#slowAt >= 0 && now - this.#slowAt > slowClientMs) this.#drop('SlowClient');
  }

  /** Sends queued bytes, then closes normally: the application server has sent everything. */
  finish(): void {
    this.#close('ClosedByAppServer');
  }

  /** Ends it from the service's side, with a message to the client. */
  dismiss(error: string | undefined, allowReconnect: boolean, why: string): void {
    if (this.#phase === 'open') {
      const protocol = isBinary(this.protocol) ? messagePackProtocol : jsonProtocol;
      this.#ws.send(protocol.close(error, allowReconnect), { binary: isBinary(this.protocol) });
      this.#close(why);
    } else this.refuse(error ?? 'Connection closed.', why);
  }

  /** Answers the handshake with an error. */
  refuse(error: string, why: string): void {
    if (this.#phase === 'asking' || this.#phase === 'opening')
      this.#ws.send(Buffer.from(`${JSON.stringify({ error })}\u001e`), { binary: isBinary(this.protocol) });
    this.#close(why);
  }

  #close(why: string): void {
    if (this.#phase === 'gone') return;
    this.#ws.close(1000);
    this.#end(why);
  }

  /** Cuts the connection like a broken network. */
  terminate(): void {
    this.#drop('lost');
  }

  #drop(why: string): void {
    this.#ws.terminate();
    this.#end(why);
  }

  #end(why: string): void {
    if (this.#phase === 'gone') return;
    this.#phase = 'gone';
    // Unanswered messages keep nothing in memory.
    this.#early = [];
    this.#pieces.clear();
    this.#request = Buffer.alloc(0);
    this.#ws.resume();
    this.#owner.gone(this, why);
  }
}

/** Undefined when the record is not a handshake. */
function protocolOf(record: Buffer): string | undefined {
  let request: unknown;
  try {
    request = JSON.parse(record.toString('utf8', 0, record.length - 1));
  } catch {
    return undefined;
  }
  if (typeof request !== 'object' || request === null) return undefined;
  const { protocol } = request as { readonly protocol?: unknown };
  return typeof protocol === 'string' && protocol !== '' && protocol.length <= 100 ? protocol.toLowerCase() : undefined;
}

function isBinary(protocol: string): boolean {
  return protocol === 'messagepack' || protocol === 'blazorpack';
}
