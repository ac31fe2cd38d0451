import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { refusalText } from '../../../core/contract/refusal-codes.ts';
import type { Room } from '../room/room.ts';
import { pause } from '../turns/pause.ts';

/**
 * Time for the store to make accepted batches durable before clients are disconnected, milliseconds. The rest is stored at the
 * end.
 */
const SETTLE_MS = 2_000;
/** Pause between two groups of disconnected clients, milliseconds. */
const STEP_MS = 20;
/** Clients disconnected in one step, unless that would exceed the total time. */
const PEOPLE_PER_STEP = 10;
/** All clients are disconnected after this time, milliseconds. The process that waits for the hub's end waits for this too. */
const SPREAD_MAX_MS = 1_000;
/** Time for all clients to return, milliseconds per client: a join, and a shared catch-up. */
const RETURN_MS_PER_PERSON = 5;
const RETURN_MIN_MS = 250;
const RETURN_MAX_MS = 3_000;

/** The window in which this many clients should return, each at a random moment, milliseconds. */
export function returnWindowMs(people: number): number {
  return Math.min(RETURN_MAX_MS, Math.max(RETURN_MIN_MS, people * RETURN_MS_PER_PERSON));
}

/** Clients to disconnect in each step, so that the drain is neither a stampede nor slow. */
export function peoplePerStep(people: number): number {
  return Math.max(PEOPLE_PER_STEP, Math.ceil(people / (SPREAD_MAX_MS / STEP_MS)));
}

/** `restarts`: clients return soon [CLS-1]. `ends`: the host ended the hub, and clients have nothing to return to [CLS-5]. */
export type HubEnd = 'restarts' | 'ends';

/** [CLS-5] Closes a member's connection permanently; the code says why. */
const HOST_ENDED = { error: refusalText('room.host_ended'), allowReconnect: false } as const;

/**
 * [CLS-1] Notifies all members of the end and of the time to return, sends and stores accepted batches, and then disconnects the
 * members, a few at a time. Batches that still come are accepted: closing the rooms stores them.
 */
export async function drainRooms(rooms: readonly Room[], clock: Clock, end: HubEnd = 'restarts'): Promise<void> {
  const people = rooms.reduce((sum, room) => sum + room.memberCount, 0);
  const returnInMs = returnWindowMs(people);
  for (const room of rooms) {
    room.flushNow();
    if (end === 'restarts') room.notify({ kind: 'draining', returnInMs });
  }
  await atMost(clock, SETTLE_MS, Promise.all(rooms.map((room) => room.settled())));
  // A client that sees its batch as durable need not send it again.
  for (const room of rooms) room.flushNow();
  const leaving = rooms.flatMap((room) => Array.from(room.everyone(), ({ connection }) => connection));
  const atOnce = peoplePerStep(leaving.length);
  for (let i = 0; i < leaving.length; i += atOnce) {
    if (i > 0) await pause(clock, STEP_MS);
    for (const connection of leaving.slice(i, i + atOnce))
      connection.close(end === 'ends' ? HOST_ENDED : { allowReconnect: true });
  }
}

async function atMost(clock: Clock, waitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: Disposable | undefined;
  const late = new Promise<void>((resolve) => {
    timer = clock.after(waitMs, resolve);
  });
  await Promise.race([work, late]);
  timer?.dispose();
}
