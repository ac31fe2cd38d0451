import { type Histogram, histogram } from '../fanout/histogram.ts';
import { inkroomTalk } from './inkroom-talk.ts';
import { newPerson, Pen, type Person, type Role } from './person.ts';
import type { CrowdPlan, CrowdReport, FromCrowd, GoOn, Times } from './plan.ts';
import { RoomReadings, stampOf } from './readings.ts';
import { relayTalk } from './relay-talk.ts';
import type { Talk } from './talk.ts';

/** The load: all people in one process, so that what is sent and received has one clock. */

const LOOK_MS = 4;
/** People who join at the same time. */
const JOINING = 25;
/** What an idle client sends to stay (`LIMITS.presenceLifeMs` is 30 s). */
const RENEW_MS = 15_000;
/** Every so many updates one latency is kept. */
const SAMPLE_EVERY = 16;
/** A client whose server does not take its messages stops sending. */
const STALL_BYTES = 256 * 1024;
const CLIENT_PAUSE_MS = 33;

function tell(message: FromCrowd): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The main process has read the servers' figures. */
function goAhead(): Promise<void> {
  return new Promise((resolve) => process.once('message', (_: GoOn) => resolve()));
}

function roleAt(place: number, { drawing, moving }: CrowdPlan): Role {
  if (place < drawing) return 'draws';
  return place < drawing + moving ? 'moves' : 'watches';
}

class Crowd {
  readonly #plan: CrowdPlan;
  readonly #rooms: Person[][] = [];
  readonly #people: Person[] = [];
  readonly #talk: Talk;
  readonly #readings: RoomReadings[];
  readonly #latency = histogram();
  readonly #fromThePen = histogram();
  readonly #late = histogram();
  #phase: 'joining' | 'warm' | 'measured' | 'draining' | 'over' = 'joining';
  #updates = 0;
  #messages = 0;
  #bytes = 0;
  #sinceSample = 0;
  #inkDue = 0;
  #inkArrived = 0;
  #renewedAt = 0;
  #broken: Error | undefined;

  constructor(plan: CrowdPlan) {
    this.#plan = plan;
    for (let room = 0; room < plan.rooms; room++) {
      const people = Array.from({ length: plan.peoplePerRoom }, (_, place) =>
        newPerson(room * plan.peoplePerRoom + place, room, place, roleAt(place, plan)),
      );
      this.#rooms.push(people);
      this.#people.push(...people);
    }
    this.#talk = plan.server === 'relay' ? relayTalk(plan, (room) => this.#rooms[room] ?? []) : inkroomTalk(plan);
    this.#readings = this.#rooms.map(() => new RoomReadings(this.#talk));
  }

  async run(): Promise<CrowdReport> {
    await this.#join();
    await this.#edge('joined');
    this.#phase = 'warm';
    const working = this.#work();
    await pause(this.#plan.warmMs);
    await this.#edge('start');
    this.#phase = 'measured';
    await pause(this.#plan.measureMs);
    await this.#edge('end');
    this.#phase = 'draining';
    const clientPauseMs = Math.max(...this.#people.map(({ cursorMs }) => cursorMs));
    await working;
    const deadline = performance.now() + this.#plan.drainMs;
    while (this.#inkArrived < this.#inkDue && performance.now() < deadline) await pause(50);
    this.#phase = 'over';
    if (this.#broken) throw this.#broken;
    return {
      latency: timesOf(this.#latency),
      fromThePen: timesOf(this.#fromThePen),
      inkDue: this.#inkDue,
      inkArrived: this.#inkArrived,
      lateP99: this.#late.quantile(0.99),
      clientPauseMs,
      counted: this.#people.filter(({ isCounted }) => isCounted).length,
    };
  }

  async #edge(edge: 'joined' | 'start' | 'end'): Promise<void> {
    const going = goAhead();
    await tell({ kind: 'edge', edge });
    await going;
    const { user, system } = process.cpuUsage();
    const count = { updates: this.#updates, messages: this.#messages, bytes: this.#bytes };
    await tell({ kind: 'count', count: { ...count, cpuMicros: user + system, atMs: performance.now() } });
  }

  async #join(): Promise<void> {
    for (let i = 0; i < this.#people.length; i += JOINING) {
      await Promise.all(this.#people.slice(i, i + JOINING).map((person) => this.#joinOne(person)));
      if (i % 500 === 0) this.#renew();
    }
    if (this.#broken) throw this.#broken;
  }

  async #joinOne(person: Person): Promise<void> {
    await this.#talk.join(
      person,
      (bytes, start, end) => this.#heard(person, bytes, start, end),
      (why) => {
        if (this.#phase !== 'over') this.#broken ??= new Error(`person ${person.index} was cut off: ${why}`);
      },
    );
  }

  #heard(person: Person, bytes: Buffer, start: number, end: number): void {
    this.#bytes += end - start;
    this.#messages++;
    const reading = this.#readings[person.room]?.of(person, bytes, start, end);
    if (!reading) return;
    const { sentAt, drawnAt, ofPlace, pace } = reading;
    if (pace) {
      person.batchMs = Math.max(CLIENT_PAUSE_MS, pace.frameMs / 2);
      person.cursorMs = Math.max(CLIENT_PAUSE_MS, pace.cursorMs ?? 0);
    }
    this.#inkArrived += drawnAt.length;
    const others = sentAt.length - (ofPlace.get(person.place) ?? 0);
    this.#updates += others;
    if (this.#phase !== 'measured' || others === 0) return;
    const now = performance.now();
    for (this.#sinceSample += others; this.#sinceSample >= SAMPLE_EVERY; this.#sinceSample -= SAMPLE_EVERY) {
      const pick = this.#sinceSample * 7 + person.place;
      this.#latency.add(now - (sentAt[pick % sentAt.length] ?? now));
      if (drawnAt.length > 0) this.#fromThePen.add(now - (drawnAt[pick % drawnAt.length] ?? now));
    }
  }

  /** Idle clients say that they are here, at moments of their own. */
  #renew(): void {
    const { renewal } = this.#talk;
    const now = performance.now();
    this.#renewedAt = now;
    if (!renewal) return;
    for (const person of this.#people) {
      if (person.role !== 'watches' && this.#phase !== 'joining') continue;
      if (person.socket === undefined || person.due > now) continue;
      if (person.due > 0) person.socket.send(renewal(person));
      person.due = now + RENEW_MS * (person.due > 0 ? 1 : Math.random());
    }
  }

  /** Everybody sends in their turn, until the window is over. */
  async #work(): Promise<void> {
    const active = this.#people.filter(({ role }) => role !== 'watches');
    const begin = performance.now();
    for (const [i, person] of active.entries()) {
      person.due = begin + (i / active.length) * CLIENT_PAUSE_MS;
      if (person.role === 'draws') person.pen = new Pen(person.index, begin);
    }
    while (this.#phase !== 'draining' && !this.#broken) {
      for (const person of active) this.#sendIfDue(person);
      if (performance.now() - this.#renewedAt > 1_000) this.#renew();
      await pause(LOOK_MS);
    }
  }

  #sendIfDue(person: Person): void {
    const now = performance.now();
    if (person.due > now || !person.socket) return;
    if (this.#phase === 'measured') this.#late.add(now - person.due);
    const pauseMs = person.pen ? person.batchMs : person.cursorMs;
    // Not from `now`: a late load would send less than it should.
    person.due = Math.max(person.due + pauseMs, now - 4 * pauseMs);
    if (person.socket.backlog > STALL_BYTES) return;
    if (!person.pen) {
      person.socket.send(this.#talk.cursor(person, stampOf(now)));
      return;
    }
    const n = person.sentAt.length;
    person.drawnAt.push(person.pen.drawnAt);
    person.socket.send(this.#talk.ink(person, n, person.pen.take(now)));
    person.sentAt.push(now);
    this.#inkDue += this.#plan.peoplePerRoom;
  }
}

function timesOf(times: Histogram): Times {
  return { p50: times.quantile(0.5), p99: times.quantile(0.99) };
}

process.once('message', (plan: CrowdPlan) => {
  new Crowd(plan)
    .run()
    .then((report) => tell({ kind: 'done', report }))
    .catch((error: unknown) => tell({ kind: 'failed', why: String(error) }))
    .finally(() => process.exit(0));
});
