import { type Random, silentLog } from '../../../../core/base/host.ts';
import { encodePoints, newTail, type PointTail } from '../../../../core/board/bodies/points-codec.ts';
import type { ElementId, RoomId, VaultName } from '../../../../core/board/ids.ts';
import { orderKeyAfter } from '../../../../core/board/order-key.ts';
import type { Gesture } from '../../../../core/room/board-access.ts';
import { createSession } from '../../../../renderer/session/board-session.ts';
import { type MemoryVaults, memoryVaults } from '../../../../renderer/session/keeping/memory-vault.ts';
import type { Vault } from '../../../../renderer/session/keeping/vault.ts';
import type { Session } from '../../../../renderer/session/session.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { addInk } from '../../../support/ink.ts';
import { seededRandom } from '../../../support/seeded.ts';
import { FakeHub } from './fake-hub.ts';
import type { Weather } from './weather.ts';

export const ROOM = 'a-room' as RoomId;

/** A hub, a clock, and people who come and draw. */
export class World {
  readonly clock = new FakeClock();
  readonly hub: FakeHub;
  readonly #seed: number;
  #people = 0;
  readonly #vaultNames = new Map<Session, VaultName>();

  constructor(weather: Partial<Weather> = {}, seed = 1) {
    this.#seed = seed;
    this.hub = new FakeHub(this.clock, seededRandom(seed), ROOM, weather);
  }

  /** A session that has not been started. */
  person(name = `person ${this.#people + 1}`, vault?: Vault, lastBoard?: Uint8Array): Session {
    const random = seededRandom(this.#seed * 1_000 + ++this.#people);
    const { clock, hub } = this;
    const options = { room: ROOM, name, color: 1, connect: hub.connect, clock, random, log: silentLog };
    const session = createSession({ ...options, ...(vault ? { vault } : {}), ...(lastBoard ? { lastBoard } : {}) });
    if (vault) this.#vaultNames.set(session, vault.name);
    return session;
  }

  /** Vaults of a device, on which a write takes its time. */
  vaults(writeMs = 5): MemoryVaults {
    const random = seededRandom(this.#seed * 7_919);
    return memoryVaults({ random, keeps: 'device', carry: (write) => void this.clock.after(writeMs, write) });
  }

  /** The page of this session is gone without a word. */
  crash(vaults: MemoryVaults, session: Session): void {
    const name = this.#vaultNames.get(session);
    if (!name) throw new Error('This session has no vault.');
    vaults.crash(name);
  }

  /** A session that is in the room. */
  joined(name?: string): Session {
    const session = this.person(name);
    session.start();
    this.pass(100);
    return session;
  }

  pass(ms: number): void {
    this.clock.advance(ms);
  }
}

/** A hand with a pen: makes the ops that the engine makes. */
export class Pen {
  readonly #session: Session;
  readonly gesture: Gesture;
  readonly id: ElementId;
  #tail: PointTail = newTail();

  /** Puts the pen down: an element and its first points. */
  constructor(session: Session, points = 3) {
    this.#session = session;
    this.gesture = session.newGesture();
    this.id = session.newElementId();
    const order = orderKeyAfter(session.board().maxOrder);
    const values = { kind: 1, order, x: 1_600, y: 320, color: 2, width: 56, pressured: false } as const;
    session.propose([addInk({ id: this.id, lamport: session.nextLamport(), values }), this.#append(points)], this.gesture);
  }

  get count(): number {
    return this.#tail.count;
  }

  #append(points: number): { kind: 'append'; id: ElementId; offset: number; chunk: Uint8Array } {
    const offset = this.#tail.count;
    const xy = new Int32Array(points * 2);
    for (let i = 0; i < points; i++) xy.set([(offset + i) * 9, ((offset + i) * 31) % 57], 2 * i);
    return { kind: 'append', id: this.id, offset, chunk: encodePoints(this.#tail, { xy, pressure: undefined }) };
  }

  move(points = 4): void {
    this.#session.propose([this.#append(points)], this.gesture);
  }

  lift(): void {
    this.#session.propose([{ kind: 'end', id: this.id, count: this.#tail.count }], this.gesture);
  }
}

/** A whole stroke. */
export function draw(session: Session, moves = 2): ElementId {
  const pen = new Pen(session);
  for (let i = 0; i < moves; i++) pen.move();
  pen.lift();
  return pen.id;
}

export function remove(session: Session, ...ids: ElementId[]): void {
  session.propose([{ kind: 'alive', ids, lamport: session.nextLamport(), alive: false }], session.newGesture());
}

export function place(session: Session, id: ElementId, x: number, gesture = session.newGesture()): void {
  session.propose([{ kind: 'set', id, lamport: session.nextLamport(), values: { x } }], gesture);
}

/** Ids of what a person sees, sorted. */
export function visible(session: Session): readonly ElementId[] {
  return [...session.board().elements()]
    .filter(({ alive }) => alive)
    .map(({ id }) => id)
    .sort();
}

/** Strokes without any order in them, so that no coding makes them small, of `bytes` at least. */
export function scribble(session: Session, random: Random, bytes: number): void {
  for (let left = bytes; left > 0; ) {
    const id = session.newElementId();
    const gesture = session.newGesture();
    const order = orderKeyAfter(session.board().maxOrder);
    const values = { kind: 1, order, x: 0, y: 0, color: 2, width: 56, pressured: false } as const;
    const xy = Int32Array.from({ length: 400 }, () => Math.floor(random.next() * 4_000));
    const points = encodePoints(newTail(), { xy, pressure: undefined });
    session.propose(
      [
        addInk({ id, lamport: session.nextLamport(), values }),
        { kind: 'append', id, offset: 0, chunk: points },
        { kind: 'end', id, count: 200 },
      ],
      gesture,
    );
    left -= points.length;
  }
}
