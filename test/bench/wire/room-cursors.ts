import { setTimeout as wait } from 'node:timers/promises';
import { ClientMethod, HubMethod } from '../../../core/contract/hub-contract.ts';
import { hubMessage, inkroomDialect, visitHubMessages } from '../fanout/dialect-inkroom.ts';
import { clientFrame, openRawSocket, type RawSocket } from '../fanout/raw-socket.ts';
import { seededRandom } from '../hand-stroke.ts';

/** People who only move: cursors at 30 Hz, each in a rhythm of its own, over a screen of 1,920 x 1,080. */
const TICK_MS = 1000 / 30;
const PATIENCE_MS = 10_000;

export interface CursorBytes {
  /** Bytes that one person gets per cursor move shown, everything on the WebSocket included. */
  readonly perMove: number;
  readonly movesPerFrame: number;
  readonly bytesUpPerMove: number;
}

/** Joins so many people and lets them go again: member numbers grow, as in a room that has lived. */
export async function visit(port: number, room: string, people: number): Promise<void> {
  for (let i = 0; i < people; i++) (await joinRoom(port, room, i, () => undefined)).close();
}

async function joinRoom(
  port: number,
  room: string,
  author: number,
  onFrame: (bytes: Buffer, start: number, end: number) => void,
): Promise<RawSocket> {
  const dialect = inkroomDialect({ room });
  let ready = false;
  let failure: Error | undefined;
  const socket = await openRawSocket({
    port,
    path: dialect.path(author),
    onEnd: (why) => {
      failure = new Error(why);
    },
    onMessage: (bytes, start, end) => {
      if (ready) onFrame(bytes, start, end);
      else ready = dialect.welcome(author, Uint8Array.prototype.slice.call(bytes, start, end)).ready;
    },
  });
  for (const frame of dialect.greeting(author)) socket.send(frame);
  const deadline = performance.now() + PATIENCE_MS;
  while (!ready) {
    if (failure || performance.now() > deadline) throw failure ?? new Error('The hub does not welcome');
    await wait(1);
  }
  return socket;
}

export async function measureCursors(port: number, people: number, seconds: number): Promise<CursorBytes> {
  const random = seededRandom(5);
  const room = 'cursors';
  let bytes = 0;
  let frames = 0;
  let moves = 0;
  let counting = false;
  const sockets: RawSocket[] = [];
  for (let author = 0; author < people; author++) {
    const listens = author === 0;
    sockets.push(
      await joinRoom(port, room, author, (buffer, start, end) => {
        if (!listens || !counting) return;
        const length = end - start;
        bytes += length + (length < 126 ? 2 : length < 65_536 ? 4 : 10);
        const shown = movesIn(buffer, start, end);
        moves += shown;
        if (shown > 0) frames++;
      }),
    );
  }
  const at = Array.from({ length: people }, () => ({ x: 200 + random() * 1500, y: 100 + random() * 900, angle: random() * 6 }));
  const due = Array.from({ length: people }, () => performance.now() + 50 + random() * TICK_MS);
  let sent = 0;
  let bytesUp = 0;
  const begun = performance.now();
  counting = true;
  while (performance.now() < begun + seconds * 1000) {
    const now = performance.now();
    for (let author = 0; author < people; author++) {
      const spot = at[author];
      if (!spot || (due[author] ?? 0) > now) continue;
      due[author] = (due[author] ?? 0) + TICK_MS;
      spot.angle += (random() - 0.5) * 0.9;
      spot.x = Math.min(1919, Math.max(0, spot.x + Math.cos(spot.angle) * 14));
      spot.y = Math.min(1079, Math.max(0, spot.y + Math.sin(spot.angle) * 14));
      const frame = clientFrame(hubMessage([1, {}, null, HubMethod.push, [0, null, [Math.round(spot.x), Math.round(spot.y)]]]));
      sockets[author]?.send(frame);
      sent++;
      bytesUp += frame.length;
    }
    await wait(1);
  }
  counting = false;
  for (const socket of sockets) socket.close();
  return { perMove: bytes / moves, movesPerFrame: moves / frames, bytesUpPerMove: bytesUp / sent };
}

/** How many cursor moves a WebSocket message shows: three values each in the fourth field of a frame (SPEC.md, FRM). */
function movesIn(bytes: Buffer, start: number, end: number): number {
  let moves = 0;
  visitHubMessages(bytes, start, end, (message) => {
    if (message[3] !== ClientMethod.frame) return;
    const [frame] = message[4] as readonly (readonly unknown[])[];
    const cursors = frame?.[3];
    if (Array.isArray(cursors)) moves += cursors.length / 3;
  });
  return moves;
}
