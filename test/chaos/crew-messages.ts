import type { ClientId, ElementId, Epoch, RoomId } from '../../core/board/ids.ts';
import type { PersistenceMode } from '../../core/contract/hub-contract.ts';
import type { SessionState } from '../../renderer/session/session.ts';
import type { StrokeMark } from './stroke-mark.ts';

/** Number of a person in a run. Stays the same when they crash and come back. */
export type Who = number;

/** A write of an element's `alive`, as its stamp orders it among all others. */
export interface Intent {
  readonly id: ElementId;
  readonly alive: boolean;
  readonly lamport: number;
  readonly by: ClientId;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What the status said to a person at one moment. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly phase: SessionState['phase'];
  readonly unsent: number;
  readonly epoch: Epoch | undefined;
  /** Name of the instance that serves this person, or did last. */
  readonly instance: string | undefined;
  readonly persistence: PersistenceMode | undefined;
  readonly lostCopy: { readonly epoch: Epoch; readonly elements: number } | undefined;
  /** Code of the last batch that the hub refused. */
  readonly refused: string | undefined;
  /** By how much the person's process was late lately, milliseconds: its status cannot be newer than that. */
  readonly lagMs: number;
}

export interface SeenElement extends StrokeMark {
  readonly alive: boolean;
  readonly ended: boolean;
}

/** All that a person has before them. */
export interface Witness {
  readonly who: Who;
  readonly sample: Sample;
  readonly fingerprint: string;
  /** The board, removed elements included. */
  readonly elements: readonly SeenElement[];
  /** The strokes of the lost copy, while there is one. */
  readonly copy: readonly StrokeMark[] | undefined;
}

/** To a process with people in it. */
export type Order =
  | { readonly kind: 'begin'; readonly room: RoomId; readonly logFile: string; readonly people: readonly PersonOrder[] }
  /** The machine or the network came back: the app is told. */
  | { readonly kind: 'wake' }
  /** Finish the stroke at hand, and draw no more. */
  | { readonly kind: 'rest' }
  | { readonly kind: 'restore' }
  | { readonly kind: 'look'; readonly no: number }
  | { readonly kind: 'leave' };

export interface PersonOrder {
  readonly who: Who;
  readonly seed: number;
  /** `http://host:port` of this person's line. */
  readonly server: string;
  /** File of the person's vault: who comes back finds what was kept there. */
  readonly vault: string;
  /** Who does not draw watches. */
  readonly draws: boolean;
}

/** From there. */
export type Word =
  | { readonly kind: 'begun'; readonly who: Who; readonly id: ElementId }
  /** `at`: milliseconds since 1970. */
  | { readonly kind: 'finished'; readonly who: Who; readonly stroke: StrokeMark; readonly at: number }
  | { readonly kind: 'intent'; readonly who: Who; readonly intent: Intent }
  /** Nothing was unsent any more: these strokes and intents are the hub's, in this epoch. */
  | {
      readonly kind: 'accepted';
      readonly who: Who;
      readonly epoch: Epoch;
      readonly strokes: readonly ElementId[];
      readonly intents: readonly Pick<Intent, 'id' | 'lamport'>[];
    }
  /** The person threw the lost copy away, and this was in it. */
  | { readonly kind: 'discarded'; readonly who: Who; readonly ids: readonly ElementId[] }
  | { readonly kind: 'status'; readonly who: Who; readonly sample: Sample }
  | { readonly kind: 'seen'; readonly no: number; readonly witnesses: readonly Witness[] };
