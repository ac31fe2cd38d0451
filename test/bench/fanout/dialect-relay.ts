import type { Dialect, Tick } from './dialect.ts';
import { clientFrame } from './raw-socket.ts';
import { appendUpdate, chunkEncoder, cursorAt, cursorUpdate, isDrawing, type Update } from './workload.ts';

/**
 * The compact bytes of the two bare relays: `[length, kind, author u16, tick u16, …]`, a cursor with x and y as u16, an append with its
 * points. The plain relay forwards each message on its own, so cursor and append are two; the coalescing one takes one per tick.
 */
const Kind = { cursor: 0, append: 1 } as const;
const HEAD = 6;

export function cursorItem(author: number, tick: number): Buffer {
  const { x, y } = cursorAt(author, tick);
  return item(Kind.cursor, author, tick, Uint8Array.of(x >> 8, x & 255, y >> 8, y & 255));
}

export function appendItem(author: number, tick: number, points: Uint8Array): Buffer {
  return item(Kind.append, author, tick, points);
}

export function readItems(bytes: Buffer, start: number, end: number, out: Update[]): void {
  for (let at = start; at < end; at += bytes[at] as number) {
    const author = bytes.readUInt16BE(at + 2);
    const tick = bytes.readUInt16BE(at + 4);
    out.push(bytes[at + 1] === Kind.append ? appendUpdate(author, tick) : cursorUpdate(author, tick));
  }
}

function item(kind: number, author: number, tick: number, body: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD + body.length);
  bytes[0] = HEAD + body.length;
  bytes[1] = kind;
  bytes.writeUInt16BE(author, 2);
  bytes.writeUInt16BE(tick, 4);
  bytes.set(body, HEAD);
  return bytes;
}

export function relayDialect(options: { readonly coalescing: boolean }): Dialect {
  return {
    path: () => '/',
    greeting: () => [],
    welcome: () => ({ ready: true }),
    sameForAll: options.coalescing,
    script: (author, ticks) => {
      const chunk = chunkEncoder(author);
      const script: Tick[] = [];
      for (let tick = 0; tick < ticks; tick++) {
        const items = [cursorItem(author, tick)];
        if (isDrawing(author)) items.push(appendItem(author, tick, chunk(tick)));
        const messages = options.coalescing ? [Buffer.concat(items)] : items;
        script.push({ bytes: Buffer.concat(messages.map((message) => clientFrame(message))) });
      }
      return script;
    },
    read: readItems,
  };
}
