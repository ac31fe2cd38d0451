import type { Dialect, Tick } from './dialect.ts';
import { appendItem, cursorItem, readItems } from './dialect-relay.ts';
import { clientFrame } from './raw-socket.ts';
import { appendUpdate, chunkEncoder, chunkOf, cursorAt, cursorUpdate, isDrawing, strokeOf, tickInStroke } from './workload.ts';

/**
 * Socket.IO as whiteboards use it: an event for the cursor, an event for the new points. In two forms: with binary payloads (the same
 * bytes that the bare relays carry; Excalidraw's room server sends binary too, two attachments an event) and as JSON (WBO).
 * Engine.IO packets: 0 open, 2 ping, 3 pong, 4 message; Socket.IO packets within: 40 connect, 42 event, 451- event with one attachment.
 */
const CURSOR = '42["cursor",{"id":';
const DRAW = '42["draw",{"id":';
const TICK = ',"t":';

/** Code of '4': a message packet of Engine.IO as text. */
const TEXT_MESSAGE = 52;

/** Reads the decimal at `at`; the number of digits goes into `digits`. */
let digits = 0;
function readInteger(bytes: Buffer, at: number): number {
  let value = 0;
  let i = at;
  for (let code = bytes[i] as number; code >= 48 && code <= 57; code = bytes[++i] as number) value = value * 10 + code - 48;
  digits = i - at;
  return value;
}

const opening = {
  path: () => '/socket.io/?EIO=4&transport=websocket',
  greeting: () => [clientFrame('40')],
  welcome: (_author: number, message: Uint8Array) => ({ ready: Buffer.from(message).toString('latin1').startsWith('40') }),
  sameForAll: false,
};

/** An event is two WebSocket messages: its head as text, its payload as binary. */
export function socketIoBinaryDialect(): Dialect {
  const withPayload = (event: string, payload: Buffer): Buffer[] => [
    clientFrame(`451-["${event}",{"_placeholder":true,"num":0}]`),
    clientFrame(payload),
  ];
  return {
    ...opening,
    script: (author, ticks) => {
      const chunk = chunkEncoder(author);
      const script: Tick[] = [];
      for (let tick = 0; tick < ticks; tick++) {
        const frames = withPayload('cursor', cursorItem(author, tick));
        if (isDrawing(author)) frames.push(...withPayload('draw', appendItem(author, tick, chunk(tick))));
        script.push({ bytes: Buffer.concat(frames) });
      }
      return script;
    },
    read: (bytes, start, end, out) => {
      // Text heads begin with a digit's code, items with their length: the kinds of packet cannot be taken for one another.
      if (bytes[start] !== TEXT_MESSAGE && end - start === bytes[start]) readItems(bytes, start, end, out);
    },
  };
}

export function socketIoJsonDialect(): Dialect {
  return {
    ...opening,
    script: (author, ticks) => {
      const script: Tick[] = [];
      for (let tick = 0; tick < ticks; tick++) {
        const { x, y } = cursorAt(author, tick);
        const frames = [clientFrame(`${CURSOR}${author}${TICK}${tick},"x":${x},"y":${y}}]`)];
        if (isDrawing(author)) {
          const points = chunkOf(author, tick).flatMap((point) => [point.x, point.y]);
          const rest = { stroke: strokeOf(tick), at: tickInStroke(tick), points };
          frames.push(clientFrame(`${DRAW}${author}${TICK}${tick},${JSON.stringify(rest).slice(1)}]`));
        }
        script.push({ bytes: Buffer.concat(frames) });
      }
      return script;
    },
    read: (bytes, start, end, out) => {
      if (end - start < 10 || bytes[start] !== 52 || bytes[start + 1] !== 50) return;
      const draws = bytes[start + 4] === 100;
      let at = start + (draws ? DRAW.length : CURSOR.length);
      const author = readInteger(bytes, at);
      at += digits + TICK.length;
      const tick = readInteger(bytes, at);
      out.push(draws ? appendUpdate(author, tick) : cursorUpdate(author, tick));
    },
  };
}
