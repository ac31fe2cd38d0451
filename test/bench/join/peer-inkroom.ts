import { setTimeout as wait } from 'node:timers/promises';
import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { generateKeyBetween } from 'fractional-indexing';
import { type Disposable, disposable } from '../../../core/base/disposable.ts';
import { silentLog } from '../../../core/base/host.ts';
import { encodeOps } from '../../../core/board/codec/op-codec.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import { ClientMethod, HUB_PATH, HubMethod } from '../../../core/contract/hub-contract.ts';
import { createSession } from '../../../renderer/session/board-session.ts';
import { signalRHub } from '../../../renderer/session/link/hub-client.ts';
import { nodeClock, nodeRandom } from '../../../server/process/node-host.ts';
import { benchClientId, hubMessage, inkroomDialect, visitHubMessages } from '../fanout/dialect-inkroom.ts';
import { clientFrame, openRawSocket, type RawSocket } from '../fanout/raw-socket.ts';
import { type BoardStroke, boardStrokes } from './board-strokes.ts';
import type { JoinPeer } from './join-peer.ts';
import { batchesOf, POINTS_PER_BATCH } from './stroke-batches.ts';

/** In Node the client loads modules when a connection is built, not with itself; in a browser they are not there. An app has its code. */
new HubConnectionBuilder().configureLogging(LogLevel.None).withUrl('http://127.0.0.1/').build();

export const BENCH_ROOM = 'bench-join' as RoomId;
const INVOCATION = 1;
const BATCHES_PER_PUSH = 40;
const LOOK_MS = 2;
const PATIENCE_MS = 60_000;

/** One of the people who drew the board. Resolves when it is in the room; `echoed` gives the last of its batches that it saw come back. */
async function enterAuthor(port: number, author: number): Promise<{ readonly socket: RawSocket; readonly echoed: () => number }> {
  const dialect = inkroomDialect({ room: BENCH_ROOM });
  const joined = Promise.withResolvers<void>();
  let isReady = false;
  let lastN = 0;
  const socket = await openRawSocket({
    port,
    path: HUB_PATH,
    onMessage(bytes, start, end) {
      if (!isReady) {
        isReady = dialect.welcome(author, Buffer.from(bytes.subarray(start, end))).ready;
        if (isReady) joined.resolve();
        return;
      }
      visitHubMessages(bytes, start, end, (message) => {
        if (message[0] !== INVOCATION || message[3] === ClientMethod.notice) return;
        if (message[3] === ClientMethod.refused) joined.reject(new Error(`refused: ${JSON.stringify(message[4])}`));
        if (message[3] === ClientMethod.frame) lastN += ((message[4] as [unknown[][]])[0][2]?.length ?? 0) / 3;
      });
    },
    onEnd: (why) => joined.reject(new Error(`The hub let author ${author} go: ${why}`)),
  });
  for (const frame of dialect.greeting(author)) socket.send(frame);
  await joined.promise;
  return { socket, echoed: () => lastN };
}

export interface DrawnBoard extends Disposable {
  /** The witness of the board draws this many strokes more. Resolves when they are accepted. */
  drawMore(strokes: number): Promise<void>;
}

/** Who sees every batch come back, and draws at the end. */
const WITNESS = 99;

/** Draws the strokes in a room, one author after the other; a witness sees every batch come back. */
export async function fillInkroom(port: number, strokes: readonly BoardStroke[]): Promise<DrawnBoard> {
  const sockets: RawSocket[] = [];
  const witness = await enterAuthor(port, WITNESS);
  sockets.push(witness.socket);
  let order: string | null = null;
  let lamport = 0;
  let due = 0;
  let drawnMore = 0;
  let witnessN = 0;

  const draw = async (socket: RawSocket, author: number, firstN: number, own: readonly BoardStroke[]): Promise<number> => {
    const batches = own.flatMap((stroke) => {
      order = generateKeyBetween(order, null);
      lamport += 1 + stroke.points.length / POINTS_PER_BATCH;
      return batchesOf(stroke, Math.round(lamport), order);
    });
    due += batches.length;
    for (let i = 0; i < batches.length; i += BATCHES_PER_PUSH) {
      const [first, ...rest] = batches.slice(i, i + BATCHES_PER_PUSH).map((ops) => encodeOps(benchClientId(author), ops));
      socket.send(clientFrame(hubMessage([INVOCATION, {}, null, HubMethod.push, [firstN + i, first, null, ...rest]])));
    }
    await until(`author ${author}'s strokes are on the board`, () => witness.echoed() >= due);
    return batches.length;
  };

  for (const [author, own] of Map.groupBy(strokes, (stroke) => stroke.author)) {
    const { socket } = await enterAuthor(port, author);
    sockets.push(socket);
    await draw(socket, author, 1, own);
  }
  const { dispose } = disposable(() => {
    for (const socket of sockets) socket.close();
  });
  return {
    dispose,
    async drawMore(count) {
      const more = boardStrokes(count, 100).map((stroke, i) => ({ ...stroke, author: WITNESS, ordinal: drawnMore + i + 1 }));
      drawnMore += count;
      witnessN += await draw(witness.socket, WITNESS, witnessN + 1, more);
    },
  };
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`It did not happen in time: ${what}`);
    await wait(LOOK_MS);
  }
}

/** The product's own session and client, as a browser runs them. */
async function joinInkroom(port: number, strokes: number): Promise<number> {
  const session = createSession({
    room: BENCH_ROOM,
    name: 'Newcomer',
    color: 1,
    connect: signalRHub({ server: `http://127.0.0.1:${port}` }),
    clock: nodeClock,
    random: nodeRandom,
    log: silentLog,
  });
  session.start();
  await until('the board is here', () => session.status().state.phase === 'live' && session.board().aliveCount >= strokes);
  const { aliveCount } = session.board();
  session.dispose();
  return aliveCount;
}

export const inkroomPeer: JoinPeer = { fill: fillInkroom, join: joinInkroom };
