import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { SharedIntake } from '../receiving/intake.ts';
import { PIECE_BYTES, type UnfinishedMessages, type UnfinishedOwner } from '../receiving/unfinished-messages.ts';
import { bytesForMessage } from '../sending/message-bytes.ts';
import { BytesFeed, type FeedOwner } from './bytes-feed.ts';
import { FrameFollower } from './frame-follower.ts';
import type { FrameKind, Transport, TransportSink } from './transport.ts';
import { type MessageReader, readWholeFrames } from './whole-frames.ts';

/** Interval of TCP's own probes, for connections that send nothing. The protocol has no timeout for a client that never pings. */
const TCP_KEEP_ALIVE_MS = 60_000;

const CARRIER = Symbol('carrier');
type CarrierSocket = Duplex & { [CARRIER]?: WebSocketTransport };

/** A WebSocket that knows its carrier, so that all of them share the listener functions. */
class HubSocket extends WebSocket {
  carrier: WebSocketTransport | undefined = undefined;
}

/** Average bytes of an unfinished message's pieces: even the slowest network brings more in one piece. */
const LEAST_PIECE_BYTES = 256;
const FEWEST_PIECES = 1024;
/** Bytes of a message's fragments, as clients split it: .NET uses 4 KiB. */
const FRAGMENT_BYTES = 4 * 1024;
const FEWEST_FRAGMENTS = 64;

/**
 * Longer frames are written by ws. It takes some 10 us for each receiver, as much as copying several of these once for all of them:
 * the frames of a room of 900 must not be among them. Below 64 KiB, so that its length takes two bytes.
 */
const SHARED_FRAME_BYTES = 60 * 1024;
const FINAL_TEXT = 0x81;
const FINAL_BINARY = 0x82;

let lastFrame: Uint8Array | undefined;
let lastKind: FrameKind | undefined;
let lastBytes: Buffer = Buffer.alloc(0);

/** A whole WebSocket frame in one piece, made once for all receivers of the same message. Hot path (27,000 a second). */
export function sharedFrame(frame: Uint8Array, kind: FrameKind): Buffer {
  if (frame === lastFrame && kind === lastKind) return lastBytes;
  const head = frame.length < 126 ? 2 : 4;
  const bytes = bytesForMessage(head + frame.length);
  bytes[0] = kind === 'binary' ? FINAL_BINARY : FINAL_TEXT;
  if (head === 2) bytes[1] = frame.length;
  else {
    bytes[1] = 126;
    bytes.writeUInt16BE(frame.length, 2);
  }
  bytes.set(frame, head);
  lastFrame = frame;
  lastKind = kind;
  lastBytes = bytes;
  return bytes;
}

class WebSocketTransport implements Transport, UnfinishedOwner, FeedOwner, MessageReader {
  readonly name = 'WebSockets';
  readonly carriesBinary = true;
  readonly keepsAlive = true;
  readonly #ws: HubSocket;
  readonly #socket: Duplex;
  readonly #frameBytes: number;
  readonly #unfinished: UnfinishedMessages;
  readonly #follower = new FrameFollower();
  /** Pieces of the unfinished message. */
  #pieces = 0;
  readonly #feed: BytesFeed;
  sink: TransportSink | undefined = undefined;

  constructor(ws: HubSocket, socket: Duplex, frameBytes: number, { unfinished, reading }: SharedIntake) {
    this.#ws = ws;
    this.#socket = socket;
    this.#frameBytes = frameBytes;
    this.#unfinished = unfinished;
    this.#feed = new BytesFeed(socket, reading, this);
  }

  /** The messages that ws need not read. */
  read(piece: Buffer): number {
    return this.#follower.isBetweenMessages ? readWholeFrames(piece, this.#frameBytes, this) : 0;
  }

  message(bytes: Buffer): void {
    this.sink?.onBytes(bytes);
  }

  /** Counts the bytes that ws stores until the message is complete. One that ends within its chunk is judged by its reader. */
  passed(rest: Buffer, isLast: boolean): void {
    const hasEnded = this.#follower.feed(rest);
    if (this.#follower.hasClosed) this.#feed.stop();
    const { bytes } = this.#follower;
    if (this.#pieces > 0 && (hasEnded || bytes === 0)) this.finished();
    if (bytes === 0 || !isLast) return;
    this.#pieces++;
    if (this.sink !== undefined && bytes > this.sink.frameBytes) this.giveUp();
    else this.#unfinished.grown(this, bytes + this.#pieces * PIECE_BYTES);
  }

  /** ws reads nothing after an error. */
  failed(): void {
    this.#feed.stop();
  }

  finished(): void {
    this.#pieces = 0;
    this.#unfinished.finished(this);
  }

  /** ws has no function that frees the memory, so the socket is destroyed. */
  giveUp(): void {
    this.finished();
    this.#ws.terminate();
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  get writable(): boolean {
    return !this.#socket.writableNeedDrain;
  }

  write(frame: Uint8Array, kind: FrameKind): void {
    if (this.#ws.readyState !== WebSocket.OPEN) return;
    // Without compression ws has no queue of its own, so this is in order with its pongs and its close.
    if (frame.length <= SHARED_FRAME_BYTES) this.#socket.write(sharedFrame(frame, kind));
    else this.#ws.send(frame, { binary: kind === 'binary' });
  }

  pause(): void {
    this.#unfinished.paused(this);
    this.#feed.pause();
    this.#ws.pause();
  }

  resume(): void {
    this.#unfinished.resumed(this);
    this.#ws.resume();
    this.#feed.resume();
  }

  end(): void {
    this.#feed.end();
    this.#ws.close(1000);
  }

  destroy(): void {
    this.#ws.terminate();
  }

  abandon(): void {
    this.sink = undefined;
    // A living peer may answer; ws gives up a dead one.
    this.#ws.resume();
    this.#feed.resume();
    this.end();
  }

  /** Answers only while the peer reads: pongs do not count against the send queue, and a peer could request any number. */
  pong(payload: Buffer): void {
    if (this.writable) this.#ws.pong(payload);
  }
}

const carrierOf = (ws: WebSocket): WebSocketTransport | undefined => (ws instanceof HubSocket ? ws.carrier : undefined);

function onMessage(this: WebSocket, bytes: unknown): void {
  // One buffer, because `binaryType` has its default.
  if (Buffer.isBuffer(bytes)) carrierOf(this)?.sink?.onBytes(bytes);
}

function onPing(this: WebSocket, payload: Buffer): void {
  carrierOf(this)?.pong(payload);
}

function onClose(this: WebSocket, code: number): void {
  carrierOf(this)?.finished();
  carrierOf(this)?.sink?.onGone(code === ABNORMAL_CLOSURE ? 'lost' : 'closed');
}

/** `close` follows, with the code. */
function onError(this: WebSocket): void {
  carrierOf(this)?.failed();
}

function onDrain(this: CarrierSocket): void {
  this[CARRIER]?.sink?.onWritable();
}

const ABNORMAL_CLOSURE = 1006;

export interface WebSocketAcceptor {
  /** Answers 101 and passes on the transport; `open` returns its sink. The request was checked before. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, open: (transport: Transport) => TransportSink): void;
}

/** `frameBytes`: longest WebSocket message, which ws keeps in memory as a whole. */
export function webSocketAcceptor(frameBytes: number, intake: SharedIntake): WebSocketAcceptor {
  const server = new WebSocketServer<typeof HubSocket>({
    noServer: true,
    WebSocket: HubSocket,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: frameBytes,
    // Each fragment is an object of its own, however short.
    maxFragments: Math.max(FEWEST_FRAGMENTS, Math.ceil(frameBytes / FRAGMENT_BYTES)),
    maxBufferedChunks: Math.max(FEWEST_PIECES, Math.ceil(frameBytes / LEAST_PIECE_BYTES)),
    autoPong: false,
    // Invalid UTF-8 is read with replacement characters, as in ASP.NET (reference 4.2).
    skipUTF8Validation: true,
  });
  return {
    accept(request, socket, head, open) {
      server.handleUpgrade(request, socket, head, (ws) => {
        const transport = new WebSocketTransport(ws, socket, frameBytes, intake);
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
