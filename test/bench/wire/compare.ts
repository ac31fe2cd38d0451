import { encodePoints, newTail } from '../../../core/board/bodies/points-codec.ts';
import { excalidrawElement } from '../excalidraw-element.ts';
import type { HandPoint } from '../hand-stroke.ts';

/** What the same stroke costs in other forms. Computed from bytes, not guessed. */

/** Bytes of one WebSocket message from a client: head, mask, payload. */
const framed = (payload: number): number => payload + 4 + (payload < 126 ? 2 : payload < 65_536 ? 4 : 10);

/** AES-GCM as Excalidraw uses it: a 12-byte nonce apart, a 16-byte tag at the end. */
const NONCE = 12;
const TAG = 16;
const EVENT = '452-["server-broadcast","0123456789abcdef0123",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]';

/**
 * Excalidraw's way (collab/Portal.tsx `broadcastScene`): each change sends the whole element as JSON, encrypted, as one Socket.IO event
 * with two attachments. Nothing throttles it: a change per animation frame (`perSecond` 60); at 30 it is given our own tick.
 */
export function excalidrawBytes(points: readonly HandPoint[], perSecond: 30 | 60): number {
  const step = 120 / perSecond;
  let bytes = 0;
  const [start] = points;
  if (!start) return 0;
  for (let count = step; count < points.length + step; count += step) {
    const here = points.slice(0, Math.min(count, points.length));
    const relative = here.map((point) => ({ x: point.x - start.x, y: point.y - start.y }));
    const element = excalidrawElement({ id: 'Gm8QmQDkq7nFvNBzBqpUO', x: start.x, y: start.y, points: relative, version: count });
    const json = Buffer.byteLength(JSON.stringify({ type: 'SCENE_UPDATE', payload: { elements: [element] } }));
    bytes += framed(EVENT.length) + framed(json + TAG) + framed(NONCE);
  }
  return bytes;
}

/** Bytes of the points alone with the change of the step (what we send) and with the step itself (plain deltas). */
export function pointBytes(points: readonly HandPoint[]): { readonly secondOrder: number; readonly firstOrder: number } {
  const [start] = points;
  const xy = Int32Array.from(points.flatMap(({ x, y }) => [(x - (start?.x ?? 0)) * 16, (y - (start?.y ?? 0)) * 16]));
  let firstOrder = 0;
  for (let i = 0; i < xy.length; i++) {
    const step = (xy[i] ?? 0) - (i < 2 ? 0 : (xy[i - 2] ?? 0));
    for (let zigzag = ((step << 1) ^ (step >> 31)) >>> 0; ; zigzag >>>= 7) {
      firstOrder++;
      if (zigzag < 128) break;
    }
  }
  return { secondOrder: encodePoints(newTail(), { xy, pressure: undefined }).length, firstOrder };
}
