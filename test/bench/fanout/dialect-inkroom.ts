import { encodeOps } from '../../../core/board/codec/op-codec.ts';
import { type ClientId, type ClientSecret, clientIdOf, elementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { ClientMethod, CONTRACT_VERSION, HUB_PATH, HubMethod } from '../../../core/contract/hub-contract.ts';
import { packValue, unpackValue } from '../../../core/wire/msgpack.ts';
import { addInk } from '../../support/ink.ts';
import { type Dialect, PeerComplaint, type Tick } from './dialect.ts';
import { clientFrame } from './raw-socket.ts';
import {
  appendUpdate,
  CURSOR_Y,
  chunkEncoder,
  chunkOf,
  cursorAt,
  cursorUpdate,
  isDrawing,
  strokeOf,
  TICKS_PER_STROKE,
  tickInStroke,
  type Update,
} from './workload.ts';

/**
 * Inkroom over SignalR's MessagePack hub protocol, byte for byte what the stock client sends (`[type, headers, id, target, arguments]`
 * behind a length), one push per client tick (core/wire/SPEC.md).
 */
const HANDSHAKE = '{"protocol":"messagepack","version":1}\u001e';
const HANDSHAKE_FIRST_BYTE = 0x7b;
const HANDSHAKE_LAST_BYTE = 0x1e;
const JOIN_ID = '1';
const Message = { invocation: 1, completion: 3, close: 7 } as const;

export function hubMessage(value: unknown): Buffer {
  const body = packValue(value);
  const prefix: number[] = [];
  let length = body.length;
  do {
    const more = length > 127;
    prefix.push((length & 127) | (more ? 128 : 0));
    length >>>= 7;
  } while (length > 0);
  return Buffer.concat([Buffer.from(prefix), body]);
}

/** Calls `visit` with each hub message in a WebSocket message. */
export function visitHubMessages(
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (message: readonly unknown[]) => void,
): void {
  let at = start;
  while (at < end) {
    let length = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = bytes[at++] as number;
      length |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    const message = unpackValue(bytes.subarray(at, at + length));
    at += length;
    if (!Array.isArray(message)) throw new PeerComplaint('the hub sent what is no hub message');
    visit(message);
  }
}

export const benchSecret = (author: number): ClientSecret => `bench${String(author).padStart(16, '0')}A` as ClientSecret;
const benchIds = new Map<number, ClientId>();
export function benchClientId(author: number): ClientId {
  const known = benchIds.get(author) ?? clientIdOf(benchSecret(author));
  benchIds.set(author, known);
  return known;
}

/** The ops of one tick of a drawing author: the stroke goes on, or ends and the next begins. */
function opsOf(author: number, tick: number, points: Uint8Array): readonly Op[] {
  const clientId = benchClientId(author);
  const id = elementId(clientId, strokeOf(tick) + 1);
  const within = tickInStroke(tick);
  const append: Op = { kind: 'append', id, offset: within * 4, chunk: points };
  if (within > 0) return [append];
  const [start] = chunkOf(author, tick);
  const x = Math.round((start?.x ?? 0) * 16);
  const y = Math.round((start?.y ?? 0) * 16);
  const values = { kind: 1, order: 'a0', x, y, color: author % 8, width: 56, pressured: false } as const;
  const ops: Op[] = [addInk({ id, lamport: tick + 1, values }), append];
  if (tick > 0) ops.unshift({ kind: 'end', id: elementId(clientId, strokeOf(tick)), count: TICKS_PER_STROKE * 4 });
  return ops;
}

export function inkroomDialect(options: { readonly room: string }): Dialect {
  /** Member number to author: the numbers are the hub's. */
  const authors: number[] = [];

  const readFrame = (frame: readonly unknown[], out: Update[]): void => {
    const batches = frame[2] as readonly unknown[];
    for (let i = 0; i < batches.length; i += 3) {
      const author = authors[batches[i] as number];
      const n = batches[i + 1] as number;
      // One batch per tick, so n says which tick it was.
      if (author !== undefined) out.push(appendUpdate(author, n - 1));
    }
    const cursors = (frame[3] ?? []) as readonly (number | null)[];
    for (let i = 0; i < cursors.length; i += 3) {
      const x = cursors[i + 1];
      const author = authors[cursors[i] as number];
      if (typeof x === 'number' && author !== undefined) out.push(cursorUpdate(author, x - CURSOR_Y));
    }
  };

  const readHubMessage = (message: readonly unknown[], out: Update[]): void => {
    if (message[0] === Message.close) throw new PeerComplaint(`the hub closed the connection: ${String(message[1])}`);
    if (message[0] !== Message.invocation) return;
    if (message[3] === ClientMethod.frame) readFrame((message[4] as readonly (readonly unknown[])[])[0] ?? [], out);
    else if (message[3] === ClientMethod.refused)
      throw new PeerComplaint(`the hub refused a batch: ${JSON.stringify(message[4])}`);
  };

  return {
    path: () => HUB_PATH,
    greeting: (author) => {
      const request = {
        version: CONTRACT_VERSION,
        room: options.room,
        secret: benchSecret(author),
        name: `Person ${author}`,
        color: author % 12,
      };
      return [clientFrame(HANDSHAKE), clientFrame(hubMessage([Message.invocation, {}, JOIN_ID, HubMethod.join, [request]]))];
    },
    welcome: (author, bytes) => {
      let start = 0;
      if (bytes[0] === HANDSHAKE_FIRST_BYTE) {
        // What the hub said next may be in the same WebSocket message.
        start = bytes.indexOf(HANDSHAKE_LAST_BYTE) + 1;
        const answer = Buffer.from(bytes.subarray(0, start)).toString();
        if (answer !== '{}\u001e') throw new PeerComplaint(`the hub refused the handshake: ${answer}`);
      }
      let ready = false;
      visitHubMessages(bytes, start, bytes.length, (message) => {
        if (message[0] === Message.close) throw new PeerComplaint(`the hub closed the connection: ${String(message[1])}`);
        if (message[0] !== Message.completion || message[2] !== JOIN_ID) return;
        if (message[3] !== 3) throw new PeerComplaint(`the hub refused the join: ${String(message[4])}`);
        authors[(message[4] as { you: { no: number } }).you.no] = author;
        ready = true;
      });
      return { ready };
    },
    sameForAll: true,
    script: (author, ticks) => {
      const chunk = chunkEncoder(author);
      const script: Tick[] = [];
      for (let tick = 0; tick < ticks; tick++) {
        const { x, y } = cursorAt(author, tick);
        const args = isDrawing(author)
          ? [tick + 1, encodeOps(benchClientId(author), opsOf(author, tick, chunk(tick))), [x, y]]
          : [0, null, [x, y]];
        script.push({ bytes: clientFrame(hubMessage([Message.invocation, {}, null, HubMethod.push, args])) });
      }
      return script;
    },
    read: (bytes, start, end, out) => visitHubMessages(bytes, start, end, (message) => readHubMessage(message, out)),
  };
}
