import type { Pace } from '../../../core/contract/hub-contract.ts';
import type { Person } from './person.ts';
import { STAMPS, type Talk } from './talk.ts';

/** What one message says, the same for all who get it. */
export interface Reading {
  readonly bytes: Buffer;
  /** The instance of those who got it: unnamed origins mean it. */
  readonly origin: string;
  /** When each update was sent. */
  readonly sentAt: readonly number[];
  /** When the first point of each ink was drawn. */
  readonly drawnAt: readonly number[];
  /** How many of the updates are of each person, by place. Own ones do not count as delivered. */
  readonly ofPlace: ReadonlyMap<number, number>;
  readonly pace: Pace | undefined;
}

/** Messages that are remembered for a room: one reads a message, and the others get it a moment later. */
const REMEMBERED = 32;

/** Reads each message of one room once. Otherwise the load would be what is measured. */
export class RoomReadings {
  readonly #talk: Talk;
  readonly #known: Reading[] = [];
  #oldest = 0;

  constructor(talk: Talk) {
    this.#talk = talk;
  }

  of(person: Person, bytes: Buffer, start: number, end: number): Reading {
    const length = end - start;
    for (let i = this.#known.length - 1; i >= 0; i--) {
      const known = this.#known[i] as Reading;
      if (known.bytes.length !== length || known.origin !== person.origin) continue;
      if (bytes.compare(known.bytes, 0, length, start, end) === 0) return known;
    }
    const reading = this.#read(person, bytes, start, end);
    this.#known[this.#oldest] = reading;
    this.#oldest = (this.#oldest + 1) % REMEMBERED;
    return reading;
  }

  #read(person: Person, bytes: Buffer, start: number, end: number): Reading {
    const { cursors, inks, pace } = this.#talk.read(person, bytes, start, end);
    const now = performance.now();
    const sentAt: number[] = [];
    const drawnAt: number[] = [];
    const ofPlace = new Map<number, number>();
    const count = (place: number): void => void ofPlace.set(place, (ofPlace.get(place) ?? 0) + 1);
    for (const [place, stamp] of cursors) {
      sentAt.push(stampedAt(stamp, now));
      count(place);
    }
    for (const [author, n] of inks) {
      sentAt.push(author.sentAt[n] ?? Number.NaN);
      drawnAt.push(author.drawnAt[n] ?? Number.NaN);
      count(author.place);
    }
    return { bytes: Buffer.from(bytes.subarray(start, end)), origin: person.origin, sentAt, drawnAt, ofPlace, pace };
  }
}

export const stampOf = (now: number): number => Math.floor(now) % STAMPS;

/** The moment before `now` that has this stamp. */
export function stampedAt(stamp: number, now: number): number {
  const age = (now - stamp) % STAMPS;
  return now - (age < 0 ? age + STAMPS : age);
}
