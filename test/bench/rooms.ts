import { spawnSync } from 'node:child_process';
import { silentLog } from '../../core/base/host.ts';
import { encodeOps } from '../../core/board/codec/op-codec.ts';
import { newInstanceId } from '../../core/board/ids.ts';
import { CONTRACT_VERSION, HubMethod } from '../../core/contract/hub-contract.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import { localBackplane } from '../../server/adapters/local-backplane.ts';
import { noStore } from '../../server/adapters/no-store.ts';
import { accessBy } from '../../server/hub/access.ts';
import { type BoardHub, createBoardHub } from '../../server/hub/board-hub.ts';
import type { ClientConnection } from '../../server/ports/client-transport.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { benchClientId, benchSecret } from './fanout/dialect-inkroom.ts';
import { type BoardStroke, boardStrokes } from './join/board-strokes.ts';
import { batchesOf } from './join/stroke-batches.ts';
import { conclude, printTable, readArguments, show, type Target } from './report.ts';

/**
 * `npm run bench:rooms`: what a room, a person in it and a stroke on its board cost in the hub's memory. The hub's rules alone: what a
 * connection costs below them is measured by bench:signalr.
 */
const options = readArguments(process.argv.slice(2), []);

// Garbage is collected when the bench says so.
if (!globalThis.gc) {
  const again = spawnSync(process.execPath, ['--expose-gc', ...process.argv.slice(1)], { stdio: 'inherit' });
  process.exit(again.status ?? 1);
}

const ROOMS = 5_000;
const PEOPLE = LIMITS.membersPerRoom;
const STROKES = 10_000;
const POINTS = 100;
const PUSHES_AT_ONCE = 500;

/** Bytes that live, of V8's heap and of buffers. */
async function living(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc?.();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function newHub(): BoardHub {
  return createBoardHub({
    instanceId: newInstanceId(nodeRandom),
    instanceName: 'bench',
    clock: nodeClock,
    random: nodeRandom,
    log: silentLog,
    transport: { reach: 'instance', addToGroup() {}, removeFromGroup() {}, sendToGroup: () => 0 },
    store: noStore(),
    backplane: localBackplane(),
    authorize: accessBy({}),
  });
}

let connections = 0;
function connect(hub: BoardHub): ClientConnection {
  const id = `c${connections++}`;
  const connection: ClientConnection = { id, remoteAddress: '127.0.0.1', attachment: undefined, send: () => true, close() {} };
  hub.connected(connection);
  return connection;
}

function call(hub: BoardHub, connection: ClientConnection, method: string, args: readonly unknown[], bytes = 100): unknown {
  const entry = hub.methods.get(method);
  if (!entry) throw new Error(`no method ${method}`);
  return entry.run({ connection, args, bytes });
}

async function join(hub: BoardHub, room: string, author: number): Promise<ClientConnection> {
  const connection = connect(hub);
  const request = { version: CONTRACT_VERSION, room, secret: benchSecret(author), name: `Person ${author}`, color: author % 12 };
  await call(hub, connection, HubMethod.join, [request]);
  return connection;
}

/** Draws through the door that clients use, at a pace that admission lets pass: an author of a connection of its own per portion. */
async function draw(hub: BoardHub, room: string, strokes: readonly BoardStroke[]): Promise<void> {
  let lamport = 0;
  for (const [author, own] of Map.groupBy(strokes, (stroke) => stroke.author)) {
    let n = 0;
    let pushes = Number.POSITIVE_INFINITY;
    let connection: ClientConnection | undefined;
    for (const stroke of own) {
      for (const ops of batchesOf(stroke, ++lamport, 'a0')) {
        if (pushes++ >= PUSHES_AT_ONCE) {
          if (connection) hub.disconnected(connection, 'bench', 'closed');
          connection = await join(hub, room, author);
          pushes = 0;
        }
        if (connection) call(hub, connection, HubMethod.push, [++n, encodeOps(benchClientId(author), ops)], 0);
      }
    }
    if (connection) hub.disconnected(connection, 'bench', 'closed');
  }
}

interface Figure {
  readonly what: string;
  readonly bytes: number;
  readonly atMost: number;
}

async function perRoom(): Promise<Figure> {
  const hub = newHub();
  const before = await living();
  for (let i = 0; i < ROOMS; i++) hub.disconnected(await join(hub, `room-${i}`, i), 'bench', 'closed');
  const bytes = ((await living()) - before) / ROOMS;
  if (hub.counters().rooms !== ROOMS) throw new Error('the rooms are not open');
  await hub.close();
  return { what: 'room that nobody is in, nothing drawn', bytes, atMost: 8 * 1024 };
}

async function perMember(): Promise<Figure> {
  const hub = newHub();
  hub.disconnected(await join(hub, 'room', 0), 'bench', 'closed');
  const before = await living();
  const people = [];
  for (let i = 0; i < PEOPLE; i++) people.push(await join(hub, 'room', i));
  const bytes = ((await living()) - before) / people.length;
  await hub.close();
  return { what: 'person in a room', bytes, atMost: 4 * 1024 };
}

async function perStroke(): Promise<readonly Figure[]> {
  const hub = newHub();
  hub.disconnected(await join(hub, 'room', 99), 'bench', 'closed');
  const strokes = boardStrokes(STROKES, POINTS);
  const before = await living();
  await draw(hub, 'room', strokes);
  const drawn = (await living()) - before;
  const [author] = strokes;
  if (!author) throw new Error('no strokes');
  const reader = await join(hub, 'room', 98);
  let given = 0;
  for await (const item of call(hub, reader, HubMethod.catchUp, [{}]) as AsyncIterable<{ bytes?: Uint8Array; kind: string }>) {
    if (item.kind === 'chunk') given += item.bytes?.length ?? 0;
  }
  const served = (await living()) - before - drawn;
  await hub.close();
  return [
    { what: `stroke of ${POINTS} points, its part of the room's log included`, bytes: drawn / STROKES, atMost: 2 * 1024 },
    { what: 'stroke in the body that newcomers share, for a minute', bytes: served / STROKES, atMost: 512 },
    { what: 'stroke on the wire to a newcomer', bytes: given / STROKES, atMost: 512 },
  ];
}

const figures = [await perRoom(), await perMember(), ...(await perStroke())];
printTable(
  ['memory of the hub', 'bytes'],
  figures.map(({ what, bytes }) => [what, show(Math.round(bytes))]),
);
const targets: Target[] = figures.map(({ what, bytes, atMost }) => ({
  name: `Memory: ${what}`,
  figure: Math.round(bytes),
  unit: ' B',
  goal: { atMost },
}));
process.exit(conclude('rooms', targets, figures, options.json));
