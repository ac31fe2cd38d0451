import { createEncoder, type Encoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { disposable } from '../../../core/base/disposable.ts';
import type { BoardStroke } from './board-strokes.ts';
import type { JoinPeer } from './join-peer.ts';

/**
 * Hocuspocus with the board as whiteboards on Yjs keep it: a map of strokes, each a map of properties and an array of numbers, three for
 * each point of a pen, two for a mouse's. A message: document name, type (0 sync, 2 auth), body.
 */
const ROOM = 'bench';
const Type = { sync: 0, auth: 2 } as const;
const SyncStep = { one: 0, two: 1, update: 2 } as const;
const NAME_BYTES = 1 + ROOM.length;
/** Strokes in one update. */
const STROKES_PER_UPDATE = 200;
const FIRST_CLIENT_ID = 1000;

function message(type: number, write: (encoder: Encoder) => void): Uint8Array {
  const encoder = createEncoder();
  writeVarString(encoder, ROOM);
  writeVarUint(encoder, type);
  write(encoder);
  return toUint8Array(encoder);
}

/** Comes in and asks for everything. `onBoard` gets the server's answer, as an update of Yjs. */
function enter(port: number, onBoard: (update: Uint8Array) => void, onError: (error: Error) => void): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: false, maxPayload: 0 });
  socket.on('error', onError);
  socket.on('open', () => {
    socket.send(
      message(Type.auth, (encoder) => {
        writeVarUint(encoder, 0);
        writeVarString(encoder, 'bench');
      }),
    );
    socket.send(
      message(Type.sync, (encoder) => {
        writeVarUint(encoder, SyncStep.one);
        writeVarUint8Array(encoder, Uint8Array.of(0));
      }),
    );
  });
  socket.on('message', (bytes: Buffer) => {
    if (bytes[NAME_BYTES] !== Type.sync || bytes[NAME_BYTES + 1] !== SyncStep.two) return;
    let at = NAME_BYTES + 2;
    // The length of the update before it: seven bits a byte.
    while (((bytes[at++] ?? 0) & 128) !== 0);
    onBoard(bytes.subarray(at));
  });
  return socket;
}

function draw(doc: Y.Doc, strokes: readonly BoardStroke[]): void {
  const board = doc.getMap('strokes');
  for (const { author, ordinal, color, width, pressured, points } of strokes) {
    const stroke = new Y.Map();
    board.set(`${author}.${ordinal}`, stroke);
    stroke.set('color', color);
    stroke.set('width', width);
    const path = new Y.Array();
    stroke.set('points', path);
    // Pressure in whole steps of 1/255: as a fraction every point would cost nine bytes more.
    path.push(points.flatMap(({ x, y, pressure }) => (pressured ? [x, y, Math.round(pressure * 255)] : [x, y])));
  }
}

export const hocuspocusPeer: JoinPeer = {
  async fill(port, strokes) {
    const entered = Promise.withResolvers<void>();
    const socket = enter(port, () => entered.resolve(), entered.reject);
    await entered.promise;
    for (const [author, own] of Map.groupBy(strokes, (stroke) => stroke.author)) {
      const doc = new Y.Doc();
      doc.clientID = FIRST_CLIENT_ID + author;
      let update: Uint8Array | undefined;
      doc.on('update', (bytes) => {
        update = bytes;
      });
      for (let i = 0; i < own.length; i += STROKES_PER_UPDATE) {
        doc.transact(() => draw(doc, own.slice(i, i + STROKES_PER_UPDATE)));
        const sent = update ?? new Uint8Array();
        socket.send(
          message(Type.sync, (encoder) => {
            writeVarUint(encoder, SyncStep.update);
            writeVarUint8Array(encoder, sent);
          }),
        );
      }
    }
    while ((await hocuspocusPeer.join(port, 0)) < strokes.length);
    return disposable(() => socket.terminate());
  },

  async join(port, strokes) {
    const doc = new Y.Doc();
    const complete = Promise.withResolvers<number>();
    const socket = enter(
      port,
      (update) => {
        Y.applyUpdate(doc, update);
        const { size } = doc.getMap('strokes');
        if (size >= strokes) complete.resolve(size);
        else complete.reject(new Error(`Hocuspocus gave ${size} of ${strokes} strokes`));
      },
      complete.reject,
    );
    try {
      return await complete.promise;
    } finally {
      socket.terminate();
    }
  },
};
