import { createEncoder, type Encoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import * as Y from 'yjs';
import type { Dialect, Tick } from './dialect.ts';
import { PeerComplaint } from './dialect.ts';
import { clientFrame } from './raw-socket.ts';
import { appendUpdate, chunkEncoder, cursorAt, cursorUpdate, isDrawing, tickInStroke } from './workload.ts';

/**
 * Hocuspocus with what a whiteboard on Yjs does: a map of strokes, each an array that grows by one chunk of bytes per tick; the cursor
 * as awareness. Every message: document name, type (0 sync, 1 awareness, 2 auth), body.
 */
const ROOM = 'bench';
const Type = { sync: 0, awareness: 1, auth: 2 } as const;
const SyncStep = { one: 0, two: 1, update: 2 } as const;
const FIRST_CLIENT_ID = 1000;
const NAME_BYTES = 1 + ROOM.length;

function message(type: number, write: (encoder: Encoder) => void): Buffer {
  const encoder = createEncoder();
  writeVarString(encoder, ROOM);
  writeVarUint(encoder, type);
  write(encoder);
  return clientFrame(toUint8Array(encoder));
}

let at = 0;
function readVarUint(bytes: Uint8Array): number {
  let value = 0;
  let factor = 1;
  for (;;) {
    const byte = bytes[at++];
    if (byte === undefined) throw new PeerComplaint('Hocuspocus sent a message that ends too early');
    value += (byte & 127) * factor;
    if (byte < 128) return value;
    factor *= 128;
  }
}

export function hocuspocusDialect(): Dialect {
  /** Yjs's clock of a stroke's first item in an update to the tick that made it, per author. */
  const ticksByClock: (number[] | undefined)[] = [];

  const script = (author: number, ticks: number): readonly Tick[] => {
    const chunk = chunkEncoder(author);
    const doc = new Y.Doc();
    doc.clientID = FIRST_CLIENT_ID + author;
    const strokes = doc.getMap('strokes');
    const clocks: number[] = [];
    ticksByClock[author] = clocks;
    let update: Uint8Array | undefined;
    doc.on('update', (bytes) => {
      update = bytes;
    });
    let stroke = new Y.Array();
    let clock = 0;
    const made: Tick[] = [];
    for (let tick = 0; tick < ticks; tick++) {
      const cursor = cursorAt(author, tick);
      const state = JSON.stringify({ cursor, user: { name: `Person ${author}`, color: '#30bced' } });
      const awareness = createEncoder();
      writeVarUint(awareness, 1);
      writeVarUint(awareness, FIRST_CLIENT_ID + author);
      writeVarUint(awareness, tick + 1);
      writeVarString(awareness, state);
      const frames = [message(Type.awareness, (encoder) => writeVarUint8Array(encoder, toUint8Array(awareness)))];
      if (isDrawing(author)) {
        clocks[clock] = tick;
        const points = chunk(tick);
        doc.transact(() => {
          if (tickInStroke(tick) === 0) {
            stroke = new Y.Array();
            strokes.set(`${author}.${tick}`, stroke);
            clock++;
          }
          stroke.push([points]);
          clock++;
        });
        const sent = update ?? new Uint8Array();
        frames.push(
          message(Type.sync, (encoder) => {
            writeVarUint(encoder, SyncStep.update);
            writeVarUint8Array(encoder, sent);
          }),
        );
      }
      made.push({ bytes: Buffer.concat(frames) });
    }
    return made;
  };

  return {
    path: () => '/',
    greeting: () => [
      message(Type.auth, (encoder) => {
        writeVarUint(encoder, 0);
        writeVarString(encoder, 'bench');
      }),
      message(Type.sync, (encoder) => {
        writeVarUint(encoder, SyncStep.one);
        writeVarUint8Array(encoder, Uint8Array.of(0));
      }),
    ],
    welcome: (_author, bytes) => {
      at = NAME_BYTES;
      const type = readVarUint(bytes);
      return { ready: type === Type.sync && readVarUint(bytes) === SyncStep.two };
    },
    sameForAll: true,
    script,
    read: (bytes, start, end, out) => {
      at = start + NAME_BYTES;
      const type = readVarUint(bytes);
      if (type === Type.awareness) {
        readVarUint(bytes);
        const people = readVarUint(bytes);
        for (let i = 0; i < people && at < end; i++) {
          const author = readVarUint(bytes) - FIRST_CLIENT_ID;
          const tick = readVarUint(bytes) - 1;
          const length = readVarUint(bytes);
          at += length;
          if (tick >= 0) out.push(cursorUpdate(author, tick));
        }
      } else if (type === Type.sync && readVarUint(bytes) === SyncStep.update) {
        // The server merges what came in one turn of its loop, so an update can hold several authors' chunks.
        const length = readVarUint(bytes);
        for (const { id } of Y.decodeUpdate(bytes.subarray(at, at + length)).structs) {
          const tick = ticksByClock[id.client - FIRST_CLIENT_ID]?.[id.clock];
          if (tick !== undefined) out.push(appendUpdate(id.client - FIRST_CLIENT_ID, tick));
        }
      }
    },
  };
}
