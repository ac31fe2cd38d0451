import { encodePoints, newTail, type PointTail } from '../../../core/board/bodies/points-codec.ts';
import type { RawSocket } from '../fanout/raw-socket.ts';
import { type HandPoint, handStroke } from '../hand-stroke.ts';

/** Points of a stroke. Then the next one begins. */
export const STROKE_POINTS = 300;
/** Samples of a pen, per millisecond. */
const POINTS_PER_MS = 0.12;
/** Strokes to choose from: what is measured does not depend on the picture. */
const PICTURES = 8;

/** The client's own least pause between messages, milliseconds (`outbound.ts`). */
export const CLIENT_TICK_MS = 33;

export type Role = 'watches' | 'moves' | 'draws';

/** The next points of a pen. */
export interface Ink {
  readonly stroke: number;
  /** Points of the stroke before these. */
  readonly offset: number;
  readonly points: Uint8Array;
  /** World pixels. */
  readonly start: HandPoint;
}

const pictures = Array.from({ length: PICTURES }, (_, seed) => handStroke({ points: STROKE_POINTS, device: 'mouse', seed }));

/** A pen that never rests. */
export class Pen {
  readonly #picture: readonly HandPoint[];
  #stroke = 1;
  #offset = 0;
  #tail: PointTail = newTail();
  #owed = 0;
  /** It has drawn up to this moment. */
  drawnAt: number;

  constructor(index: number, now: number) {
    this.#picture = pictures[index % PICTURES] ?? [];
    this.drawnAt = now;
  }

  /** What was drawn since the last call. */
  take(now: number): Ink {
    if (this.#offset >= STROKE_POINTS) {
      this.#stroke++;
      this.#offset = 0;
      this.#tail = newTail();
    }
    this.#owed += (now - this.drawnAt) * POINTS_PER_MS;
    this.drawnAt = now;
    const count = Math.max(1, Math.min(Math.floor(this.#owed), STROKE_POINTS - this.#offset));
    this.#owed = Math.max(0, this.#owed - count);
    const offset = this.#offset;
    this.#offset += count;
    const [start = { x: 0, y: 0, pressure: 0.5 }] = this.#picture;
    const xy = new Int32Array(2 * count);
    for (let i = 0; i < count; i++) {
      const point = this.#picture[offset + i] ?? start;
      xy[2 * i] = Math.round((point.x - start.x) * 16);
      xy[2 * i + 1] = Math.round((point.y - start.y) * 16);
    }
    return { stroke: this.#stroke, offset, points: encodePoints(this.#tail, { xy, pressure: undefined }), start };
  }
}

/** One person of the crowd. */
export interface Person {
  readonly index: number;
  readonly room: number;
  /** Its place in the room, from 0. */
  readonly place: number;
  readonly role: Role;
  pen: Pen | undefined;
  socket: RawSocket | undefined;
  /** The instance whose frames name no origin. */
  origin: string;
  isCounted: boolean;
  /** Its pauses between messages, as its hub has told it [FRM-3]. */
  batchMs: number;
  cursorMs: number;
  /** When it sends next. */
  due: number;
  /** For each batch, when it was sent and when its first point was drawn. The first batch is number 1. */
  readonly sentAt: number[];
  readonly drawnAt: number[];
}

/** In each room those who draw come first, then those who move. */
export function newPerson(index: number, room: number, place: number, role: Role): Person {
  return {
    index,
    room,
    place,
    role,
    pen: undefined,
    socket: undefined,
    origin: '',
    isCounted: false,
    batchMs: CLIENT_TICK_MS,
    cursorMs: CLIENT_TICK_MS,
    due: 0,
    sentAt: [0],
    drawnAt: [0],
  };
}

/** People of one household or office: as many as a hub lets in from one address. */
const PEOPLE_PER_ADDRESS = 150;

/** Linux has all of 127.0.0.0/8. */
export function addressOf(index: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const household = Math.floor(index / PEOPLE_PER_ADDRESS);
  return `127.1.${household >> 8}.${(household & 255) + 1}`;
}
