import { type Random, silentLog } from '../../core/base/host.ts';
import { type ElementId, newRoomKey, type RoomKey, roomIdOf } from '../../core/board/ids.ts';
import { createSession } from '../../renderer/session/board-session.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { Pen } from '../unit/renderer/session/world.ts';

/** A room that people come to, until its host ends it. */
export interface OpenRoom {
  readonly key: RoomKey;
  readonly endsAt: number;
}

/** Tenths of a second that a stroke takes at most. */
const STROKE_STEPS = 20;

const below = (most: number, random: Random): number => Math.floor(random.next() * most);

/** One person: comes to a room, draws, erases, talks, and goes. */
export class Visitor {
  readonly room: OpenRoom;
  readonly leavesAt: number;
  readonly #session: Session;
  readonly #drawn: ElementId[] = [];
  #pen: { readonly pen: Pen; left: number } | undefined;

  /** `isHost`: it made the room. */
  constructor(server: string, room: OpenRoom, who: { readonly no: number; readonly leavesAt: number; readonly isHost: boolean }) {
    this.room = room;
    this.leavesAt = who.leavesAt;
    this.#session = createSession({
      room: roomIdOf(room.key),
      name: `Visitor ${who.no}`,
      color: who.no % 12,
      connect: signalRHub({ server }),
      clock: nodeClock,
      random: nodeRandom,
      log: silentLog,
      ...(who.isHost ? { roomKey: room.key } : {}),
    });
    this.#session.start();
  }

  get isLive(): boolean {
    return this.#session.status().state.phase === 'live';
  }

  /** A tenth of a second passes. */
  live(random: Random): void {
    if (!this.isLive) return;
    const session = this.#session;
    if (this.#pen) this.#draw(this.#pen);
    else if (random.next() < 0.05) this.#pen = { pen: new Pen(session), left: 1 + below(STROKE_STEPS, random) };
    else if (random.next() < 0.02) this.#erase(random);
    else if (random.next() < 0.005) session.say(`What ${below(1_000, random)} says`);
    else if (random.next() < 0.01) session.undo();
    else if (random.next() < 0.003) void session.act({ act: 'hand', up: random.next() < 0.5 });
    else session.pointAt({ x: below(2_000, random), y: below(1_000, random) });
  }

  #draw(drawing: { readonly pen: Pen; left: number }): void {
    drawing.pen.move();
    if (--drawing.left > 0) return;
    drawing.pen.lift();
    this.#drawn.push(drawing.pen.id);
    this.#pen = undefined;
  }

  #erase(random: Random): void {
    const id = this.#drawn[below(Math.max(1, this.#drawn.length), random)];
    if (id === undefined) return;
    const lamport = this.#session.nextLamport();
    this.#session.propose([{ kind: 'alive', ids: [id], lamport, alive: false }], this.#session.newGesture());
  }

  /** Sends everybody else away. */
  endRoom(): void {
    void this.#session.act({ act: 'end' });
  }

  leave(): void {
    this.#session.dispose();
  }
}

export const newRoom = (endsAt: number): OpenRoom => ({ key: newRoomKey(nodeRandom), endsAt });
