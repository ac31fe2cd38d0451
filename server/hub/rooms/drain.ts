import type { Disposable } from '../../../core/base/disposable.ts';
import type { Clock } from '../../../core/base/host.ts';
import { refusalText } from '../../../core/contract/refusal-codes.ts';
import type { Room } from '../room/room.ts';
import { pause } from '../turns/pause.ts';

/** The store gets this long to make durable what was accepted before people are sent away, milliseconds. Whatever is left is stored at the end. */
const SETTLE_MS = 2_000;
/** Pause between two groups of people that are sent away, milliseconds. */
const STEP_MS = 20;
/** People who are sent away in one step, unless that would take longer than the whole may. */
const PEOPLE_PER_STEP = 10;
/** All are gone after this long, milliseconds: whoever waits for the hub to end waits for this as well. */
const SPREAD_MAX_MS = 1_000;
/** Time for everybody to come back in, milliseconds per person: a join, and a catch-up that is shared by all. */
const RETURN_MS_PER_PERSON = 5;
const RETURN_MIN_MS = 250;
const RETURN_MAX_MS = 3_000;

/** The window in which so many people had better come back, each at a moment of its own, milliseconds. */
export function returnWindowMs(people: number): number {
  return Math.min(RETURN_MAX_MS, Math.max(RETURN_MIN_MS, people * RETURN_MS_PER_PERSON));
}

/** How many people to send away in each step, so that it neither is a stampede nor takes long. */
export function peoplePerStep(people: number): number {
  return Math.max(PEOPLE_PER_STEP, Math.ceil(people / (SPREAD_MAX_MS / STEP_MS)));
}

/** `restarts`: people come back soon [CLS-1]. `ends`: the host ended it, and there is nothing to come back to [CLS-5]. */
export type HubEnd = 'restarts' | 'ends';

/** [CLS-5] Closes a member's connection for good; the code says why. */
export const HOST_ENDED = { error: refusalText('room.host_ended'), allowReconnect: false } as const;

/**
 * [CLS-1] Everybody hears that the hub ends and when to come back; what was accepted is sent and stored; then people are sent away, a few at
 * a time. What they still draw meanwhile is taken: closing the rooms stores it.
 */
export async function drainRooms(rooms: readonly Room[], clock: Clock, end: HubEnd = 'restarts'): Promise<void> {
  const people = rooms.reduce((sum, room) => sum + room.memberCount, 0);
  const returnInMs = returnWindowMs(people);
  for (const room of rooms) {
    room.flushNow();
    if (end === 'restarts') room.notify({ kind: 'draining', returnInMs });
  }
  await atMost(clock, SETTLE_MS, Promise.all(rooms.map((room) => room.settled())));
  // Who sees a batch back as durable need not send it again.
  for (const room of rooms) room.flushNow();
  const leaving = rooms.flatMap((room) => room.connections());
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
