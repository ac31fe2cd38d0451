import { getTlsyncProtocolVersion } from '@tldraw/sync-core';
import { createTLSchema } from '@tldraw/tlschema';
import { type Dialect, PeerComplaint, type Tick } from './dialect.ts';
import { clientFrame } from './raw-socket.ts';
import { float16 } from './tldraw-points.ts';
import {
  appendUpdate,
  CURSOR_Y,
  chunkOf,
  cursorAt,
  cursorUpdate,
  isDrawing,
  POINTS_PER_TICK,
  strokeOf,
  TICKS_PER_STROKE,
  tickInStroke,
  type Update,
} from './workload.ts';

/**
 * tldraw sync as its own client speaks it: one push per tick with the presence's change and the draw shape's; a stroke grows by
 * appending base64 text to its path (Float32 first point, Float16 deltas, three values a point, so a chunk is whole base64).
 */
const POINT_CHARS = 8;
const FIRST_EXTRA_CHARS = 8;
const CHUNK_CHARS = POINTS_PER_TICK * POINT_CHARS;

function encodeChunk(author: number, tick: number): string {
  const points = chunkOf(author, tick);
  const first = tickInStroke(tick) === 0;
  const before = first ? points[0] : chunkOf(author, tick - 1).at(-1);
  const bytes = Buffer.alloc((first ? 6 : 0) + points.length * 6);
  let offset = 0;
  let { x, y } = before ?? { x: 0, y: 0 };
  points.forEach((point, i) => {
    if (first && i === 0) {
      bytes.writeFloatLE(0, 0);
      bytes.writeFloatLE(0, 4);
      bytes.writeFloatLE(0.5, 8);
      offset = 12;
      return;
    }
    bytes.writeUInt16LE(float16(point.x - x), offset);
    bytes.writeUInt16LE(float16(point.y - y), offset + 2);
    offset += 6;
    ({ x, y } = point);
  });
  return bytes.toString('base64');
}

const shapeId = (author: number, tick: number): string => `shape:a${author}s${strokeOf(tick)}`;

function newShape(author: number, tick: number): unknown {
  const [start] = chunkOf(author, tick);
  return {
    id: shapeId(author, tick),
    typeName: 'shape',
    type: 'draw',
    x: start?.x ?? 0,
    y: start?.y ?? 0,
    rotation: 0,
    index: 'a1',
    parentId: 'page:page',
    isLocked: false,
    opacity: 1,
    props: {
      segments: [{ type: 'free', path: encodeChunk(author, tick) }],
      color: 'black',
      fill: 'none',
      dash: 'draw',
      size: 'm',
      isComplete: false,
      isClosed: false,
      isPen: false,
      scale: 1,
      scaleX: 1,
      scaleY: 1,
    },
    meta: {},
  };
}

function shapeChange(author: number, tick: number): unknown {
  const within = tickInStroke(tick);
  if (within === 0) return ['put', newShape(author, tick)];
  const offset = FIRST_EXTRA_CHARS + within * CHUNK_CHARS;
  const path = ['append', encodeChunk(author, tick), offset];
  return ['patch', { props: ['patch', { segments: ['patch', { 0: ['patch', { path }] }] }] }];
}

const presence = (author: number): unknown => ({
  id: `instance_presence:p${author}`,
  typeName: 'instance_presence',
  userId: `user:u${author}`,
  userName: `Person ${author}`,
  lastActivityTimestamp: 0,
  followingUserId: null,
  cursor: { x: 0, y: 0, type: 'default', rotation: 0 },
  color: '#EC5E41',
  camera: { x: 0, y: 0, z: 1 },
  screenBounds: { x: 0, y: 0, w: 1280, h: 800 },
  selectedShapeIds: [],
  currentPageId: 'page:page',
  brush: null,
  scribbles: [],
  chatMessage: '',
  meta: {},
});

type Change = readonly [kind: string, value?: unknown];
interface ShapeChange {
  readonly props?: readonly ['patch', { readonly segments?: readonly ['patch', Readonly<Record<string, SegmentChange>>] }];
}
type SegmentChange = readonly ['patch', { readonly path?: PathChange }];
type PathChange = readonly [kind: string, text: string, offset: number];

const pathOf = (value: ShapeChange | undefined): PathChange | undefined =>
  value?.props?.[1].segments?.[1][FIRST_SEGMENT]?.[1].path;
/** A stroke has one segment. */
const FIRST_SEGMENT = '0';

function readChange(id: string, change: Change, out: Update[]): void {
  if (id.startsWith('instance_presence:')) {
    const presence = change[1] as { readonly cursor?: readonly ['put', { readonly x: number; readonly y: number }] } | undefined;
    const cursor = change[0] === 'patch' ? presence?.cursor?.[1] : undefined;
    if (cursor) out.push(cursorUpdate(cursor.y - CURSOR_Y, cursor.x - CURSOR_Y));
    return;
  }
  const named = /^shape:a(\d+)s(\d+)$/.exec(id);
  if (!named) return;
  const first = Number(named[2]) * TICKS_PER_STROKE;
  if (change[0] === 'put') {
    out.push(appendUpdate(Number(named[1]), first));
    return;
  }
  const path = pathOf(change[1] as ShapeChange | undefined);
  if (path?.[0] !== 'append') {
    throw new PeerComplaint(`tldraw sent a change of another shape: ${JSON.stringify(change).slice(0, 200)}`);
  }
  // Several chunks in one change: they were merged on the way.
  for (let offset = path[2]; offset < path[2] + path[1].length; offset += CHUNK_CHARS) {
    out.push(appendUpdate(Number(named[1]), first + (offset - FIRST_EXTRA_CHARS) / CHUNK_CHARS));
  }
}

interface ServerEvent {
  readonly type: string;
  readonly data?: readonly ServerEvent[];
  readonly diff?: Readonly<Record<string, Change>>;
  readonly action?: unknown;
}

function readEvent(event: ServerEvent, out: Update[]): void {
  if (event.type === 'data') for (const inner of event.data ?? []) readEvent(inner, out);
  else if (event.type === 'patch') for (const [id, change] of Object.entries(event.diff ?? {})) readChange(id, change, out);
  else if (event.type === 'push_result' && event.action === 'discard') throw new PeerComplaint('tldraw discarded a push');
  else if (event.type === 'incompatibility_error') throw new PeerComplaint('tldraw found the client incompatible');
}

export function tldrawDialect(): Dialect {
  const connect = JSON.stringify({
    type: 'connect',
    connectRequestId: 'bench',
    lastServerClock: 0,
    protocolVersion: getTlsyncProtocolVersion(),
    schema: createTLSchema().serialize(),
  });
  return {
    path: (author) => `/?session=s${author}`,
    greeting: () => [clientFrame(connect)],
    welcome: (author, message) => {
      const event = JSON.parse(Buffer.from(message).toString()) as ServerEvent;
      if (event.type !== 'connect') return { ready: false };
      const first = { type: 'push', clientClock: 0, presence: ['put', presence(author)] };
      return { ready: true, answer: [clientFrame(JSON.stringify(first))] };
    },
    sameForAll: false,
    script: (author, ticks) => {
      const script: Tick[] = [];
      for (let tick = 0; tick < ticks; tick++) {
        const cursor = { ...cursorAt(author, tick), type: 'default', rotation: 0 };
        const push = {
          type: 'push',
          clientClock: tick + 1,
          presence: ['patch', { lastActivityTimestamp: ['put', 1_780_000_000_000 + tick * 33], cursor: ['put', cursor] }],
          ...(isDrawing(author) ? { diff: { [shapeId(author, tick)]: shapeChange(author, tick) } } : {}),
        };
        script.push({ bytes: clientFrame(JSON.stringify(push)) });
      }
      return script;
    },
    read: (bytes, start, end, out) => readEvent(JSON.parse(bytes.toString('utf8', start, end)) as ServerEvent, out),
  };
}
