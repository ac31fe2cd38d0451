import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { formatRoomLink, parseRoomLink } from '../../core/contract/room-link.ts';

/** A TCP line to a server that a test can cut and mend: what Wi-Fi does to people. */
export interface TcpLine {
  readonly server: string;
  /** The same room through this line. */
  linkThrough(link: string): string;
  /** Resets what runs; what comes is served. */
  drop(): void;
  /** Resets what runs and refuses what comes. */
  cut(): void;
  mend(): void;
  /** From now on the clients together get this many bytes a second; undefined: as many as they can take. */
  slow(bytesPerSecond: number | undefined): void;
  /** Bytes from the clients to the server, and back, since the start. */
  bytes(): { readonly up: number; readonly down: number };
  close(): Promise<void>;
}

/** A slow line hands on what it has this often, milliseconds: a line is not silent because it is slow. */
const SLICE_MS = 25;

/** Opens a line to 127.0.0.1:`port`. */
export async function openTcpLine(port: number): Promise<TcpLine> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let rate: number | undefined;
  let up = 0;
  let down = 0;
  const drop = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const listener = createServer((client) => {
    if (isCut) {
      client.resetAndDestroy();
      return;
    }
    const hub = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [client, hub],
      [hub, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (chunk) => {
      up += chunk.length;
    });
    hub.on('data', (chunk) => {
      down += chunk.length;
    });
    client.pipe(hub);
    hub
      .pipe(
        new Transform({
          transform(chunk: Buffer, _encoding, passed) {
            const handOn = (rest: Buffer): void => {
              const slice = rate === undefined ? rest : rest.subarray(0, Math.max(1, Math.ceil((rate * SLICE_MS) / 1_000)));
              this.push(slice);
              if (slice.length === rest.length) passed();
              else setTimeout(() => handOn(rest.subarray(slice.length)), SLICE_MS);
            };
            handOn(chunk);
          },
        }),
      )
      .pipe(client);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const server = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  return {
    server,
    linkThrough(link) {
      const parsed = parseRoomLink(link);
      if (!parsed.ok) throw new Error(`no room link: ${link}`);
      return formatRoomLink({ ...parsed.value, server });
    },
    drop,
    cut() {
      isCut = true;
      drop();
    },
    mend() {
      isCut = false;
    },
    slow(bytesPerSecond) {
      rate = bytesPerSecond;
    },
    bytes: () => ({ up, down }),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
}
