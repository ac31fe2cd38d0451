import { randomBytes } from 'node:crypto';
import net from 'node:net';

/**
 * A WebSocket client as cheap as it can be: frames that were masked before the run, reads into one shared buffer, no event
 * emitter per message. The load must never be what a bench measures.
 */
export interface RawSocket {
  /** Bytes made by `clientFrame`. */
  send(frame: Buffer): void;
  /** Bytes that the server has not taken yet. */
  readonly backlog: number;
  close(): void;
}

export interface RawSocketOptions {
  readonly port: number;
  readonly path: string;
  /** Where it comes from; Linux has all of 127.0.0.0/8. */
  readonly localAddress?: string;
  /** `bytes` from `start` to `end` is one whole message; borrowed until the call returns. */
  onMessage(bytes: Buffer, start: number, end: number): void;
  onEnd(why: string): void;
}

const Opcode = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const shared = Buffer.allocUnsafe(256 * 1024);
const MAX_HANDSHAKE_BYTES = 16 * 1024;

/** A masked frame, as a client sends it. */
export function clientFrame(payload: Uint8Array | string, opcode?: number): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const code = opcode ?? (typeof payload === 'string' ? Opcode.text : Opcode.binary);
  const mask = randomBytes(4);
  const head = body.length < 126 ? 2 : body.length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + 4 + body.length);
  frame[0] = 0x80 | code;
  if (head === 2) frame[1] = 0x80 | body.length;
  else if (head === 4) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(body.length, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeBigUInt64BE(BigInt(body.length), 2);
  }
  mask.copy(frame, head);
  for (let i = 0; i < body.length; i++) frame[head + 4 + i] = (body[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return frame;
}

/** Resolves when the server has accepted the upgrade. */
export function openRawSocket(options: RawSocketOptions): Promise<RawSocket> {
  return new Promise((resolve, reject) => {
    let pending: Buffer | undefined;
    const fragments: Buffer[] = [];
    let phase: 'upgrading' | 'open' | 'closed' = 'upgrading';

    const end = (why: string): void => {
      if (phase === 'closed') return;
      const was = phase;
      phase = 'closed';
      tcp.destroy();
      if (was === 'upgrading') reject(new Error(`The upgrade of ${options.path} failed: ${why}`));
      else options.onEnd(why);
    };

    /** Reads whole frames from `bytes[at, limit)`; gives where the first incomplete one begins. */
    const readFrames = (bytes: Buffer, from: number, limit: number): number => {
      let at = from;
      while (limit - at >= 2) {
        const first = bytes[at] as number;
        const short = (bytes[at + 1] as number) & 127;
        let start = at + 2;
        let length = short;
        if (short === 126) {
          if (limit - at < 4) return at;
          length = bytes.readUInt16BE(start);
          start += 2;
        } else if (short === 127) {
          if (limit - at < 10) return at;
          length = Number(bytes.readBigUInt64BE(start));
          start += 8;
        }
        if (limit - start < length) return at;
        at = start + length;
        const opcode = first & 15;
        if (opcode === Opcode.ping) tcp.write(clientFrame(bytes.subarray(start, at), Opcode.pong));
        else if (opcode === Opcode.close) {
          const code = length >= 2 ? bytes.readUInt16BE(start) : 1005;
          end(`closed with ${code} ${bytes.toString('utf8', start + 2, Math.max(start + 2, at))}`);
          return at;
        } else if ((opcode === Opcode.text || opcode === Opcode.binary) && first & 0x80) options.onMessage(bytes, start, at);
        else if (opcode !== Opcode.pong) {
          // ASP.NET Core cuts a message now and then where its own buffers end.
          fragments.push(Buffer.from(bytes.subarray(start, at)));
          if ((first & 0x80) === 0) continue;
          const whole = Buffer.concat(fragments.splice(0));
          options.onMessage(whole, 0, whole.length);
        }
      }
      return at;
    };

    const readUpgrade = (bytes: Buffer, limit: number): number | undefined => {
      const head = bytes.indexOf('\r\n\r\n', 0, 'latin1');
      if (head < 0 || head + 4 > limit) {
        if (limit > MAX_HANDSHAKE_BYTES) end('an endless answer');
        return undefined;
      }
      const status = bytes.toString('latin1', 0, Math.min(limit, 80));
      if (!status.startsWith('HTTP/1.1 101')) {
        end(status.split('\r\n', 1)[0] ?? '');
        return undefined;
      }
      phase = 'open';
      resolve(socket);
      return head + 4;
    };

    const onChunk = (size: number, chunk: Buffer): boolean => {
      let bytes = chunk;
      let limit = size;
      if (pending) {
        bytes = Buffer.concat([pending, chunk.subarray(0, size)]);
        limit = bytes.length;
        pending = undefined;
      }
      let at = 0;
      if (phase === 'upgrading') at = readUpgrade(bytes.subarray(0, limit), limit) ?? 0;
      if (phase === 'open') at = readFrames(bytes, at, limit);
      if (phase !== 'closed' && at < limit) pending = Buffer.from(bytes.subarray(at, limit));
      return true;
    };

    const tcp = net.connect({
      port: options.port,
      host: '127.0.0.1',
      ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }),
      noDelay: true,
      onread: { buffer: shared, callback: (size, buffer) => onChunk(size, buffer as Buffer) },
    });
    tcp.on('error', (error) => end(error.message));
    tcp.on('close', () => end('the connection was closed'));
    tcp.on('connect', () => {
      const key = randomBytes(16).toString('base64');
      tcp.write(
        `GET ${options.path} HTTP/1.1\r\nHost: 127.0.0.1:${options.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
      );
    });

    const socket: RawSocket = {
      send: (frame) => {
        if (phase === 'open') tcp.write(frame);
      },
      get backlog() {
        return tcp.writableLength;
      },
      close: () => {
        if (phase === 'closed') return;
        phase = 'closed';
        tcp.destroy();
      },
    };
  });
}
