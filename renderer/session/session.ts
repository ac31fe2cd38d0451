import type { Disposable } from '../../core/base/disposable.ts';
import type { Board } from '../../core/board/board.ts';
import type { ClientId, Epoch, InstanceId, RoomId } from '../../core/board/ids.ts';
import type { Grant } from '../../core/contract/grants.ts';
import type { HostAct, MadeLink, RightsView } from '../../core/contract/host-acts.ts';
import type { Persistence } from '../../core/contract/hub-contract.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { BoardAccess, PresenceAccess } from '../../core/room/board-access.ts';
import type { LastBoardBytes } from './keeping/last-board.ts';

/** The session's one lifecycle. Drawing works in every phase; what cannot be sent waits in the outbox. */
export type SessionState =
  /** Not wanted, or the system says there is no network. */
  | { readonly phase: 'offline' }
  /** Trying to reach the hub: attempt 0 is the first. `since`: `clock.mono()` when the connection was lost or first wanted. */
  | { readonly phase: 'connecting'; readonly attempt: number; readonly since: number }
  /** Reached; joining or catching up. `received` of `total` bytes for a progress bar. */
  | { readonly phase: 'joining'; readonly since: number; readonly received: number; readonly total: number }
  | { readonly phase: 'live'; readonly since: number }
  /** The hub said no and will say no again: wait for the person. */
  | { readonly phase: 'refused'; readonly code: RefusalCode };

/** The board of an epoch that the hub no longer has, held here until the person decides. */
export interface LostCopy {
  readonly epoch: Epoch;
  /** Visible strokes and other elements of the copy that the room lacks, or has in an older form. */
  readonly elements: number;
  /** Elements that were removed in the copy and are on the room's board again: somebody restored a copy from before. */
  readonly removed: number;
  /** Milliseconds since 1970 of the last change that the copy holds. */
  readonly upTo: number;
  /** Elements already in the room's new board: with any, the choice is "add beside", not "restore". */
  readonly elementsInRoom: number;
}

/** What came of the changes that were made while away. Counts are of elements that they touch. */
export interface Returned {
  /** `clock.mono()` when the last of them was settled: tells two returns apart. */
  readonly at: number;
  readonly awayMs: number;
  readonly sent: number;
  readonly refused: number;
  /** Elements that others drew or changed meanwhile. */
  readonly fromOthers: number;
}

/** Everything that the pill and its panel say. A new object at each change. */
export interface SessionStatus {
  readonly state: SessionState;
  readonly room: RoomId;
  readonly you: { readonly clientId: ClientId; readonly name: string; readonly color: number };
  /** What this client may do in the room; `draw` until the hub has said it. */
  readonly grant: Grant;
  /** Only hosts draw here now. */
  readonly locked: boolean;
  /** The hub makes signed links for hosts. */
  readonly makesLinks: boolean;
  /** What hosts have decided; undefined for who is none. */
  readonly rights: RightsView | undefined;
  /** Batches not yet seen back (or durable), and the age of the oldest. */
  readonly unsent: number;
  readonly oldestUnsentMs: number | undefined;
  readonly persistence: Persistence | undefined;
  readonly epoch: Epoch | undefined;
  /** The instance that serves this window, or served it last. `isNamed`: by its operator, to tell it from others. */
  readonly instance: { readonly id: InstanceId; readonly name: string; readonly isNamed: boolean } | undefined;
  readonly transport: string | undefined;
  /** Time from sending a batch to seeing it in a frame, milliseconds, smoothed. */
  readonly roundTripMs: number | undefined;
  readonly lostCopy: LostCopy | undefined;
  /** The board here is what this device saw last, up to then (milliseconds since 1970): the hub has not been reached yet. */
  readonly asOf: number | undefined;
  /** Last batch that the hub refused, for a toast; `at` tells two apart. */
  readonly refused: { readonly code: RefusalCode; readonly at: number } | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** There is a restore or an opened file to take back. */
  readonly canTakeBack: boolean;
  /** Strokes and other visible elements on the board here. */
  readonly elements: number;
  /** How much of what a board may hold is taken, 0 to 1. */
  readonly fullness: number;
  /** Why the hub did not let this client in at the last attempt, while it tries again by itself. */
  readonly notYet: RefusalCode | undefined;
  /** The host ended the room, and this client was not let in since: what is here is a copy. */
  readonly hostEnded: boolean;
  /** Why nobody may change the board now. What is drawn meanwhile waits in the outbox. */
  readonly readOnly: RefusalCode | undefined;
  /** Milliseconds since 1970 of the last durable write that is known of; undefined without a store or before the first. */
  readonly savedAt: number | undefined;
  /** The room was let go earlier while it was empty (memory only), and this client found it fresh. */
  readonly previousLife: { readonly endedAt: number; readonly elements: number } | undefined;
  /** Clocks that differ by minutes: this device's from the server's, or the server's from the service that carries it. `aheadMs` may be negative. */
  readonly clockTrouble: { readonly of: 'device'; readonly aheadMs: number } | { readonly of: 'server' } | undefined;
  /** Where what is unsent is kept: `device` outlives this window, `memory` does not. */
  readonly outboxKept: 'device' | 'memory';
  /** Set once when everything drawn while away is settled; undefined when nothing was drawn then. */
  readonly returned: Returned | undefined;
}

/** What taking a restore or an opened file back has changed. */
export interface TakenBack {
  readonly elements: number;
  /** How many of them are this client's. */
  readonly own: number;
  /** People whose elements they are. */
  readonly authors: number;
}

/** What came of an act. `link`: the one that was asked for. */
export type ActOutcome = { readonly link?: MadeLink } | { readonly refused: RefusalCode };

/** The headless client of one room: replica, outbox, history, presence and connection behind one face. */
export interface Session extends BoardAccess, PresenceAccess {
  status(): SessionStatus;
  onStatus(listener: (status: SessionStatus) => void): Disposable;
  /** Starts connecting and keeps at it until `dispose`. */
  start(): void;
  /** Tries at once instead of waiting for the back-off: the network, the window or the machine came back. */
  wake(): void;
  /** The system says that the network is gone. A hint: a live connection is asked whether it still is, and attempts go on. */
  networkLost(): void;
  /** What the others see beside one's cursor. Those in the room see the change at once. */
  changeProfile(change: { readonly name?: string; readonly color?: number }): void;
  /** Decides about the room, as a host; or raises a hand. Never rejects. */
  act(act: HostAct): Promise<ActOutcome>;
  undo(): void;
  redo(): void;
  /** Takes the newest restore or opened file back, other people's ink included; undo brings it back. Says how much of whose ink goes. */
  takeBack(): TakenBack;
  /** Decides about the lost copy. `restore` sends it as new changes, which `takeBack` takes back; `discard` keeps the room as it is. */
  resolveLostCopy(choice: 'restore' | 'discard'): void;
  /** The board here, or the lost copy while there is one, as the bytes of a `.inkroom` file. */
  copyBytes(): Uint8Array;
  /** What this device has seen of the room, to be kept for the next session, in steps; undefined while nothing is here that the last one had not. */
  packLastBoard(): Generator<undefined, LastBoardBytes> | undefined;
  /** The board of the lost copy, to be shown; undefined without one. The same object while it is the same copy. */
  lostBoard(): Board | undefined;
  /** Puts a file's elements on the board as new changes. A damaged file gives the reason. */
  importCopy(bytes: Uint8Array): { readonly imported: number } | { readonly refused: RefusalCode };
  /** 16 hex digits, equal for everyone with the same board. */
  fingerprint(): string;
  /** Writes what is unsent to where it is kept, now: the page or the app may be gone the next moment. */
  keep(): void;
  /** The page ends the next moment: the hub is told, so that the others need not wait to see that nobody comes back [PRS-4]. */
  sayGoodbye(): void;
  /** Tells the hub (as far as it can be reached) and ends everything. Safe to call twice. */
  dispose(): void;
}
