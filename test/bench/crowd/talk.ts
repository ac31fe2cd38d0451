import type { Pace } from '../../../core/contract/hub-contract.ts';
import type { Ink, Person } from './person.ts';

/** Where the clients of a room come from in its messages. */
export interface Read {
  /** For each cursor: whose, by the place in the room, and the stamp that it carries. */
  readonly cursors: (readonly [place: number, stamp: number])[];
  readonly inks: (readonly [author: Person, n: number])[];
  pace: Pace | undefined;
}

/** How the crowd speaks to one kind of server. */
export interface Talk {
  /** Connects and enters the room. `heard` gets the messages that come after that. */
  join(person: Person, heard: (bytes: Buffer, start: number, end: number) => void, ended: (why: string) => void): Promise<void>;
  cursor(person: Person, stamp: number): Buffer;
  ink(person: Person, n: number, ink: Ink): Buffer;
  /** What keeps an idle connection and presence. */
  readonly renewal: ((person: Person) => Buffer) | undefined;
  /** Reads a message as `person` got it. Borrows the bytes. */
  read(person: Person, bytes: Buffer, start: number, end: number): Read;
}

/** A cursor says when it was sent by its x, within this many milliseconds, and whose it is by its y: numbers of the size that real coordinates have. */
export const STAMPS = 16_384;
