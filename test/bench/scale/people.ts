import { setTimeout as wait } from 'node:timers/promises';
import { silentLog } from '../../../core/base/host.ts';
import type { RoomId } from '../../../core/board/ids.ts';
import { createSession } from '../../../renderer/session/board-session.ts';
import { signalRHub } from '../../../renderer/session/link/hub-client.ts';
import type { Session } from '../../../renderer/session/session.ts';
import { nodeClock, nodeRandom } from '../../../server/process/node-host.ts';
import { Pen } from '../../unit/renderer/session/world.ts';
import { type Histogram, histogram } from '../fanout/histogram.ts';
import { isDrawing, POINTS_PER_TICK, TICKS_PER_SECOND, TICKS_PER_STROKE } from '../fanout/workload.ts';
import type { CrowdReport, FromPeople, Latency, PeoplePlan, QuietPlan, ToPeople } from './messages.ts';

/** All the people of a run in one process: the product's own sessions, which send when and what they would send from a window. */

const TICK_MS = 1000 / TICKS_PER_SECOND;
/** So many come at a time. */
const AT_ONCE = 10;
/** This many look at the others' cursors: looking costs, and they all get the same frames. */
const LOOKERS = 3;
const PATIENCE_MS = 60_000;
/** Where nobody else's cursor is: x says which move it was. */
const FIRST_X = 200;

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`it did not happen in time: ${what}`);
    await wait(2);
  }
}

const isSettled = (session: Session): boolean => session.status().state.phase === 'live' && session.status().unsent === 0;

async function enter(server: string, room: string, no: number): Promise<Session> {
  const session = createSession({
    room: room as RoomId,
    name: `Person ${no}`,
    color: no % 12,
    connect: signalRHub({ server }),
    clock: nodeClock,
    random: nodeRandom,
    log: silentLog,
  });
  session.start();
  await until(`person ${no} is live`, () => isSettled(session));
  return session;
}

async function enterAll(servers: readonly string[], room: string, people: number): Promise<readonly Session[]> {
  const sessions: Session[] = [];
  for (let first = 0; first < people; first += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, people - first) }, (_, i) => first + i);
    sessions.push(...(await Promise.all(some.map((no) => enter(servers[no % servers.length] ?? '', room, no)))));
  }
  // Also those who joined at another hub.
  for (const [no, session] of sessions.entries())
    await until(`person ${no} sees everybody`, () => session.members().length === people - 1);
  return sessions;
}

/** Tells `seen` of each move of somebody else that this person sees. */
function look(session: Session, seen: (name: string, x: number) => void): void {
  const last = new Map<string, number>();
  session.onPresence(() => {
    for (const { name, cursor } of session.members()) {
      if (cursor === undefined || last.get(name) === cursor.x) continue;
      last.set(name, cursor.x);
      seen(name, cursor.x);
    }
  });
}

const latencyOf = (found: Histogram): Latency => ({ p50: found.quantile(0.5), p99: found.quantile(0.99), samples: found.count });

/** One person with a mouse: each tick a cursor move, or, for those who draw, four points of a stroke. */
class Hand {
  readonly #session: Session;
  readonly #draws: boolean;
  #pen: Pen | undefined;
  #ticks = 0;
  cursors = 0;
  appends = 0;
  readonly sentAt: number[] = [];

  constructor(session: Session, draws: boolean) {
    this.#session = session;
    this.#draws = draws;
  }

  move(now: number): void {
    const tick = this.#ticks++;
    this.sentAt[tick] = now;
    if (!this.#draws) {
      this.cursors++;
      this.#session.pointAt({ x: FIRST_X + tick, y: FIRST_X });
      return;
    }
    this.appends++;
    if (tick % TICKS_PER_STROKE === 0) {
      this.#pen?.lift();
      this.#pen = new Pen(this.#session, POINTS_PER_TICK);
    } else this.#pen?.move(POINTS_PER_TICK);
  }

  rest(): void {
    this.#pen?.lift();
    this.#pen = undefined;
  }
}

async function crowd(plan: PeoplePlan): Promise<CrowdReport> {
  const sessions = await enterAll(plan.servers, plan.room, plan.people);
  const hands = sessions.map((session, no) => new Hand(session, isDrawing(no)));
  const latency = histogram();
  let isMeasuring = false;
  for (const session of sessions.slice(-LOOKERS)) {
    look(session, (name, x) => {
      const sentAt = hands[Number(name.slice('Person '.length))]?.sentAt[x - FIRST_X];
      if (isMeasuring && sentAt !== undefined) latency.add(performance.now() - sentAt);
    });
  }
  const counts = (): { cursors: number; appends: number } => ({
    cursors: hands.reduce((sum, { cursors }) => sum + cursors, 0),
    appends: hands.reduce((sum, { appends }) => sum + appends, 0),
  });

  const begin = performance.now() + TICK_MS;
  let turn = 0;
  /** Everybody has their own place within the tick. A late turn is caught up with: the input is the same on every machine. */
  const moveUntil = async (end: number): Promise<void> => {
    while (performance.now() < end) {
      while (begin + (turn * TICK_MS) / plan.people <= performance.now()) {
        hands[turn % plan.people]?.move(performance.now());
        turn++;
      }
      await wait(1);
    }
  };
  await moveUntil(begin + plan.warmMs);
  const before = { at: performance.now(), ...counts() };
  isMeasuring = true;
  await edge();
  await moveUntil(begin + plan.warmMs + plan.measureMs);
  const after = { at: performance.now(), ...counts() };
  isMeasuring = false;
  await edge();

  for (const hand of hands) hand.rest();
  await until('everything that was drawn is accepted', () => sessions.every(isSettled));
  await until('all boards are the same', () => new Set(sessions.map((session) => session.fingerprint())).size === 1);
  const strokes = sessions[0]?.status().elements ?? 0;
  for (const session of sessions) session.dispose();
  return {
    cursors: after.cursors - before.cursors,
    appends: after.appends - before.appends,
    seconds: (after.at - before.at) / 1_000,
    latency: latencyOf(latency),
    strokes,
  };
}

/** Two people; one moves once in a while, so that nothing is ever held back to go with something else: what is left is the way. */
async function quiet(plan: QuietPlan): Promise<Latency> {
  const [mover, looker] = await enterAll(plan.servers, plan.room, 2);
  if (!mover || !looker) throw new Error('nobody came');
  const latency = histogram();
  let sentAt = 0;
  look(looker, () => latency.add(performance.now() - sentAt));
  for (let i = 0; i < plan.moves; i++) {
    await wait(plan.pauseMs);
    const seen = latency.count;
    sentAt = performance.now();
    mover.pointAt({ x: FIRST_X + i, y: FIRST_X });
    await until('the move is seen', () => latency.count > seen);
  }
  for (const session of [mover, looker]) session.dispose();
  return latencyOf(latency);
}

function tell(message: FromPeople): void {
  process.send?.(message);
}

let edgeRead: (() => void) | undefined;
/** Waits until the bench has read the figures of this moment. Nobody moves meanwhile. */
function edge(): Promise<void> {
  tell({ kind: 'edge' });
  return new Promise((resolve) => {
    edgeRead = resolve;
  });
}

process.on('message', (message: ToPeople) => {
  if (message.kind === 'read') {
    edgeRead?.();
    return;
  }
  const run =
    message.kind === 'crowd'
      ? crowd(message.plan).then((report): FromPeople => ({ kind: 'crowd', report }))
      : quiet(message.plan).then((latency): FromPeople => ({ kind: 'quiet', latency }));
  run
    .catch((error: unknown): FromPeople => ({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }))
    .then(tell)
    .finally(() => process.disconnect?.());
});
