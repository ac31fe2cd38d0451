import type { Random } from '../../core/base/host.ts';
import { newRoom, type OpenRoom, Visitor } from './visitors.ts';

/** People and rooms at a time. */
const PEOPLE = 40;
const ROOMS = 8;
/** People who come in one step at most: a join costs more than drawing. */
const COME_AT_ONCE = 2;
/** How long a room and a visit last, milliseconds. */
const ROOM_MS = { least: 60_000, more: 180_000 } as const;
const VISIT_MS = { least: 10_000, more: 120_000 } as const;

/** People who come and go all the time. Always as many, so that only what is left behind can make a hub grow. */
export class Crowd {
  readonly #server: string;
  readonly #random: Random;
  readonly #people: Visitor[] = [];
  readonly #rooms: OpenRoom[] = [];
  #came = 0;
  #opened = 0;

  constructor(server: string, random: Random) {
    this.#server = server;
    this.#random = random;
  }

  get story(): string {
    const live = this.#people.filter(({ isLive }) => isLive).length;
    return `${this.#came} came so far, ${this.#opened} rooms opened, ${live} of ${this.#people.length} people live`;
  }

  get live(): number {
    return this.#people.filter(({ isLive }) => isLive).length;
  }

  /** A tenth of a second passes. `now`: milliseconds that only grow. */
  step(now: number): void {
    this.#endRooms(now);
    for (const person of this.#people.filter(({ leavesAt }) => leavesAt <= now)) this.#leave(person);
    for (let i = 0; i < COME_AT_ONCE && this.#people.length < PEOPLE; i++) this.#come(now);
    for (const person of this.#people) person.live(this.#random);
  }

  #endRooms(now: number): void {
    for (const room of this.#rooms.filter(({ endsAt }) => endsAt <= now)) {
      this.#rooms.splice(this.#rooms.indexOf(room), 1);
      const inside = this.#people.filter((person) => person.room === room);
      // The host's word first; then all of them close their windows.
      inside[0]?.endRoom();
      for (const person of inside) this.#leave(person);
    }
  }

  #come(now: number): void {
    const isNew = this.#rooms.length < ROOMS;
    const room = isNew
      ? newRoom(now + this.#span(ROOM_MS))
      : (this.#rooms[Math.floor(this.#random.next() * this.#rooms.length)] as OpenRoom);
    if (isNew) {
      this.#rooms.push(room);
      this.#opened++;
    }
    const leavesAt = now + this.#span(VISIT_MS);
    this.#people.push(new Visitor(this.#server, room, { no: this.#came++, leavesAt, isHost: isNew }));
  }

  #span({ least, more }: { readonly least: number; readonly more: number }): number {
    return least + this.#random.next() * more;
  }

  #leave(person: Visitor): void {
    person.leave();
    this.#people.splice(this.#people.indexOf(person), 1);
  }

  everybodyLeaves(): void {
    for (const person of [...this.#people]) this.#leave(person);
  }
}
