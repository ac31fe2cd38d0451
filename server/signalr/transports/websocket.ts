import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { FrameKind, Transport, TransportSink } from './transport.ts';

/** TCP's own probes, for connections that send nothing: a client that never pings is not timed out by the protocol. */
const TCP_KEEP_ALIVE_MS = 60_000;

const CARRIER = Symbol('carrier');
type CarrierSocket = Duplex & { [CARRIER]?: WebSocketTransport };

/** A WebSocket that knows what it carries, so that its listeners are shared by all of them. */
class HubSocket extends WebSocket {
  carrier: WebSocketTransport | undefined = undefined;
}

class WebSocketTransport implements Transport {
  readonly name = 'WebSockets';
  readonly carriesBinary = true;
  readonly keepsAlive = true;
  readonly #ws: HubSocket;
  readonly #socket: Duplex;
  sink: TransportSink | undefined = undefined;

  constructor(ws: HubSocket, socket: Duplex) {
    this.#ws = ws;
    this.#socket = socket;
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  get writable(): boolean {
    return !this.#socket.writableNeedDrain;
  }

  write(frame: Uint8Array, kind: FrameKind): void {
    this.#ws.send(frame, { binary: kind === 'binary' });
  }

  pause(): void {
    this.#ws.pause();
  }

  resume(): void {
    this.#ws.resume();
  }

  end(): void {
    this.#ws.close(1000);
  }

  destroy(): void {
    this.#ws.terminate();
  }

  abandon(): void {
    this.sink = undefined;
    // A peer that is still there may answer; ws gives up one that does not.
    this.#ws.resume();
    this.#ws.close(1000);
  }

  /** Answers only while the peer reads: pongs are not counted against the send queue, and a peer could ask for any number. */
  pong(payload: Buffer): void {
    if (this.writable) this.#ws.pong(payload);
  }
}

const carrierOf = (ws: WebSocket): WebSocketTransport | undefined => (ws instanceof HubSocket ? ws.carrier : undefined);

function onMessage(this: WebSocket, bytes: unknown): void {
  // One buffer, because `binaryType` is left as it is.
  if (Buffer.isBuffer(bytes)) carrierOf(this)?.sink?.onBytes(bytes);
}

function onPing(this: WebSocket, payload: Buffer): void {
  carrierOf(this)?.pong(payload);
}

function onClose(this: WebSocket, code: number): void {
  carrierOf(this)?.sink?.onGone(code === ABNORMAL_CLOSURE ? 'lost' : 'closed');
}

/** `close` follows, with the code; without a listener an error would end the process. */
function onError(): void {}

function onDrain(this: CarrierSocket): void {
  this[CARRIER]?.sink?.onWritable();
}

const ABNORMAL_CLOSURE = 1006;

export interface WebSocketAcceptor {
  /** Answers 101 and hands over the transport, with the sink that `open` returns for it. The request has been checked. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, open: (transport: Transport) => TransportSink): void;
}

/** `frameBytes`: longest message of the WebSocket, which ws keeps in memory as a whole. */
export function webSocketAcceptor(frameBytes: number): WebSocketAcceptor {
  const server = new WebSocketServer<typeof HubSocket>({
    noServer: true,
    WebSocket: HubSocket,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: frameBytes,
    autoPong: false,
    // Text that is no UTF-8 is read with replacement characters, as ASP.NET does (reference 4.2).
    skipUTF8Validation: true,
  });
  return {
    accept(request, socket, head, open) {
      server.handleUpgrade(request, socket, head, (ws) => {
        const transport = new WebSocketTransport(ws, socket);
        ws.carrier = transport;
        (socket as CarrierSocket)[CARRIER] = transport;
        (socket as Partial<Socket>).setKeepAlive?.(true, TCP_KEEP_ALIVE_MS);
        ws.on('message', onMessage);
        ws.on('ping', onPing);
        ws.on('close', onClose);
        ws.on('error', onError);
        socket.on('drain', onDrain);
        transport.sink = open(transport);
      });
    },
  };
}
