import { setTimeout as wait } from 'node:timers/promises';
import { silentLog } from '../../../core/base/host.ts';
import type { ElementId, RoomId } from '../../../core/board/ids.ts';
import { ElementKind } from '../../../core/board/kinds.ts';
import type { BoardChange } from '../../../core/room/board-access.ts';
import { USUAL_PROFILE } from '../../../renderer/engine/ink/pen-profile.ts';
import { Scene } from '../../../renderer/engine/scene.ts';
import { PenTool } from '../../../renderer/engine/tools/pen.ts';
import type { PointerSample } from '../../../renderer/engine/tools/tool.ts';
import { createSession } from '../../../renderer/session/board-session.ts';
import { signalRHub } from '../../../renderer/session/link/hub-client.ts';
import type { Session } from '../../../renderer/session/session.ts';
import { nodeRandom } from '../../../server/process/node-host.ts';
import { openTcpLine, type TcpLine } from '../../harness/tcp-line.ts';
import type { HandPoint } from '../hand-stroke.ts';
import { type StepClock, stepClock } from './step-clock.ts';

/**
 * A person at a real hub: the product's pen, session and SignalR client, behind a TCP line that counts bytes. Only the clock is the
 * bench's, so that 120 samples a second make the same messages on every machine.
 */
export interface Person {
  readonly session: Session;
  readonly clock: StepClock;
  readonly line: TcpLine;
  hover(point: HandPoint): void;
  press(point: HandPoint, pressured: boolean): ElementId;
  drag(point: HandPoint, pressured: boolean): void;
  lift(): void;
  close(): Promise<void>;
}

const SAMPLE_MS = 1000 / 120;
/** Longer than a network tick: whatever waits goes out. */
const TICK_MS = 100;
/** Of the points that are not counted, this many go in one message. */
const POINTS_AT_ONCE = 400;
const LOOK_MS = 1;
const PATIENCE_MS = 20_000;
const NO_HEARTBEAT_MS = 1e9;
const PEN = { color: 0, width: 56 } as const;

export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`It did not happen in time: ${what}`);
    await wait(LOOK_MS);
  }
}

export async function enter(hubPort: number, room: RoomId, name: string): Promise<Person> {
  const line = await openTcpLine(hubPort);
  const clock = stepClock();
  // The bench's time runs faster than the hub's: its silence would mean nothing.
  const connect = signalRHub({ server: line.server, heartbeatMs: NO_HEARTBEAT_MS });
  const session = createSession({ room, name, color: 1, connect, clock, random: nodeRandom, log: silentLog });
  const changed = (change: BoardChange): void => pen.boardChanged(change);
  let drawn: ElementId | undefined;
  const pen = new PenTool(
    {
      access: session,
      clock,
      scene: new Scene(() => session.board()),
      habits: () => ({ snaps: false, encloses: false, ...USUAL_PROFILE }),
      zoom: () => 1,
      style: () => PEN,
      draft: (ink) => {
        drawn = ink.traits.id;
      },
      undraft: () => undefined,
      wake: () => undefined,
    },
    ElementKind.pen,
  );
  session.onChange(changed);
  const sample = (point: HandPoint, pressured: boolean): PointerSample => ({
    xScreen: point.x,
    yScreen: point.y,
    xWorld: point.x,
    yWorld: point.y,
    pressure: point.pressure,
    pressured,
    pointer: pressured ? 'pen' : 'mouse',
    shift: false,
    alt: false,
    mod: false,
    space: false,
  });
  session.start();
  await until(`${name} joins`, () => session.status().state.phase === 'live');
  return {
    session,
    clock,
    line,
    hover: (point) => session.pointAt(point),
    press: (point, pressured) => {
      pen.press(sample(point, pressured));
      if (!drawn) throw new Error('The pen draws nothing');
      return drawn;
    },
    drag: (point, pressured) => {
      session.pointAt(point);
      pen.drag(sample(point, pressured));
    },
    lift: () => pen.release(),
    close: async () => {
      session.dispose();
      await line.close();
    },
  };
}

export interface StrokeBytes {
  readonly up: number;
  readonly down: number;
  readonly points: number;
  readonly seconds: number;
}

export interface DrawOptions {
  readonly points: readonly HandPoint[];
  readonly pressured: boolean;
  /** So many points of the same stroke come first, uncounted: what follows has great offsets. */
  readonly before?: readonly HandPoint[];
}

/**
 * Draws at 120 samples a second and counts what passes the author's line upwards and the peer's downwards. Four samples are a network
 * tick; the next four come when this tick's frame has reached the peer, and not before their time: every tick is a message and a
 * frame of its own, as on a quiet machine.
 */
export async function drawStroke(author: Person, peer: Person, options: DrawOptions): Promise<StrokeBytes> {
  const { points, pressured, before = [] } = options;
  const first = before[0] ?? points[0];
  if (!first) throw new Error('A stroke has points');
  const seen = (id: ElementId): number => peer.session.board().get(id)?.pointCount ?? 0;
  const here = (id: ElementId): number => author.session.board().get(id)?.pointCount ?? 0;
  const arrived = (): Promise<void> =>
    until('the stroke arrives', () => seen(id) === here(id) && author.session.status().unsent === 0);

  // The pointer was there before it was pressed; what that cost is not the stroke's.
  author.hover(first);
  author.clock.advance(TICK_MS);
  await until('the pointer is seen', () => peer.session.members()[0]?.cursor !== undefined);
  const atPress = count(author, peer);
  const id = author.press(first, pressured);
  await arrived();
  for (const [i, point] of before.slice(1).entries()) {
    author.drag(point, pressured);
    if (i % POINTS_AT_ONCE === 0) {
      author.clock.advance(TICK_MS);
      await arrived();
    }
  }
  author.clock.advance(TICK_MS);
  await arrived();

  const counted = before.length > 0 ? count(author, peer) : atPress;
  const begun = performance.now();
  let i = before.length > 0 ? 0 : 1;
  for (const point of points.slice(i)) {
    author.clock.advance(SAMPLE_MS);
    author.drag(point, pressured);
    if (++i % 4 !== 0) continue;
    await wait(Math.max(0, begun + i * SAMPLE_MS - performance.now()));
    await arrived();
  }
  author.lift();
  author.clock.advance(TICK_MS);
  await until('the stroke ends', () => peer.session.board().get(id)?.ended === true && author.session.status().unsent === 0);
  const total = count(author, peer);
  return {
    up: total.up - counted.up,
    down: total.down - counted.down,
    points: points.length,
    seconds: (performance.now() - begun) / 1000,
  };
}

function count(author: Person, peer: Person): { up: number; down: number } {
  return { up: author.line.bytes().up, down: peer.line.bytes().down };
}
