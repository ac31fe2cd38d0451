import type { Disposable } from '../../core/base/disposable.ts';
import type { Board } from '../../core/board/board.ts';
import type { ClientId, ElementId, Epoch, InstanceId, RoomId } from '../../core/board/ids.ts';
import type { MeetingValues, NewDot } from '../../core/board/meeting-values.ts';
import type { Grant } from '../../core/contract/access/grants.ts';
import type { HostAct, MadeLink, RightsView } from '../../core/contract/access/host-acts.ts';
import type { RoomPass } from '../../core/contract/access/room-pass.ts';
import type { Persistence } from '../../core/contract/hub-contract.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { Said } from '../../core/contract/said.ts';
import type { PastWrite } from '../../core/making/past-writes.ts';
import type { BoardAccess, PresenceAccess } from '../../core/room/board-access.ts';
import type { Reaction } from '../../core/room/reaction.ts';
import type { LastBoardBytes } from './keeping/last-board.ts';

/** The lifecycle of a session. Drawing works in every phase; unsent changes wait in the outbox. */
export type SessionState =
  /** No connection is wanted, or the system reports no network. */
  | { readonly phase: 'offline' }
  /** Connecting to the hub: attempt 0 is the first. `since`: `clock.mono()` when the connection was lost or first wanted. */
  | { readonly phase: 'connecting'; readonly attempt: number; readonly since: number }
  /** Connected; joining or catching up. `received` of `total` bytes for a progress bar. */
  | { readonly phase: 'joining'; readonly since: number; readonly received: number; readonly total: number }
  | { readonly phase: 'live'; readonly since: number }
  /** The hub refused, and would refuse again: wait for the person. */
  | { readonly phase: 'refused'; readonly code: RefusalCode };

/** The board of an epoch that the hub no longer has. It stays here until the person decides. */
export interface LostCopy {
  readonly epoch: Epoch;
  /** Visible strokes and other elements of the copy that the room lacks, or has in an older form. */
  readonly elements: number;
  /** Elements that were removed in the copy and are on the room's board again, because a person restored an older copy. */
  readonly removed: number;
  /** The time of the last change in the copy. Milliseconds since 1970. */
  readonly upTo: number;
  /** The number of elements in the room's new board. With any, the choice is "add next to it", not "restore". */
  readonly elementsInRoom: number;
}

/** The result of changes that were made while away. Counts are of the elements that they change. */
export interface Returned {
  /** `clock.mono()` when the last of them was settled: distinguishes two returns. */
  readonly at: number;
  readonly awayMs: number;
  readonly sent: number;
  readonly refused: number;
  /** Elements that others added or changed meanwhile. */
  readonly fromOthers: number;
}

/** The data of the status pill and its panel. A new object at each change. */
export interface SessionStatus {
  readonly state: SessionState;
  readonly room: RoomId;
  readonly you: { readonly clientId: ClientId; readonly name: string; readonly color: number };
  /** The rights of this client in the room; `draw` until the hub has sent them. */
  readonly grant: Grant;
  /** Only hosts may draw now. */
  readonly locked: boolean;
  /** The hub makes signed links for hosts. */
  readonly makesLinks: boolean;
  /** [AUD-2] Others who only watch and are not among the members. */
  readonly viewers: number;
  /** The hosts' decisions. Undefined for a client that is not a host. */
  readonly rights: RightsView | undefined;
  /** Batches without an echo (or not durable yet), and the age of the oldest. */
  readonly unsent: number;
  readonly oldestUnsentMs: number | undefined;
  readonly persistence: Persistence | undefined;
  readonly epoch: Epoch | undefined;
  /** The instance that serves this window, or served it last. `isNamed`: its operator named it, to distinguish it from others. */
  readonly instance: { readonly id: InstanceId; readonly name: string; readonly isNamed: boolean } | undefined;
  readonly transport: string | undefined;
  /** Host of the service between this device and the server. */
  readonly carrier: string | undefined;
  /** The smoothed time from sending a batch to receiving it in a frame. Milliseconds. */
  readonly roundTripMs: number | undefined;
  readonly lostCopy: LostCopy | undefined;
  /**
   * The time of the shown board, if it is only what this device saw last because the hub has not been reached yet. Milliseconds since
   * 1970.
   */
  readonly asOf: number | undefined;
  /** The last batch that the hub refused, for a toast; `at` distinguishes two of them. */
  readonly refused: { readonly code: RefusalCode; readonly at: number } | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** There is a restore or an opened file to take back. */
  readonly canTakeBack: boolean;
  /** The number of strokes and other visible elements on this board. */
  readonly elements: number;
  /** The used share of the board's limits, 0 to 1. */
  readonly fullness: number;
  /** Why the hub refused the last join, while the client tries again by itself. */
  readonly notYet: RefusalCode | undefined;
  /** The host ended the room, and this client has not joined since. The board here is a copy. */
  readonly hostEnded: boolean;
  /** Why the board is read-only now. Changes wait in the outbox. */
  readonly readOnly: RefusalCode | undefined;
  /** The time of the last known durable write, in milliseconds since 1970. Undefined without a store or before the first write. */
  readonly savedAt: number | undefined;
  /** The hub dropped the room earlier while it was empty (memory only), and this client found a new one. */
  readonly previousLife: { readonly endedAt: number; readonly elements: number } | undefined;
  /**
   * Clocks that differ by minutes: this device's from the server's, or the server's from the service between them. `aheadMs` may be
   * negative.
   */
  readonly clockTrouble: { readonly of: 'device'; readonly aheadMs: number } | { readonly of: 'server' } | undefined;
  /** The storage of unsent work: `device` survives this window, `memory` does not. */
  readonly outboxKept: 'device' | 'memory';
  /** Set once when everything drawn while away is settled. Undefined if nothing was drawn then. */
  readonly returned: Returned | undefined;
}

/** The effect of taking back a restore or an opened file. */
export interface TakenBack {
  readonly elements: number;
  /** The number of them that this client drew. */
  readonly own: number;
  /** The number of people who drew them. */
  readonly authors: number;
}

/** The result of an act. `link`: the requested link. */
export type ActOutcome = { readonly link?: MadeLink } | { readonly refused: RefusalCode };

/** [ANN-1] A text from outside the room. `topic`: the person asked for announcements about it. */
export interface HeardAnnouncement {
  readonly text: string;
  readonly from: string;
  readonly topic: string | undefined;
}

/** Another person's reaction. */
export interface Reacted {
  readonly who: ClientId;
  readonly reaction: Reaction;
}

/** The headless client of one room: replica, outbox, history, presence and connection behind one interface. */
export interface Session extends BoardAccess, PresenceAccess {
  status(): SessionStatus;
  onStatus(listener: (status: SessionStatus) => void): Disposable;
  /** Starts connecting, and tries again until `dispose`. */
  start(): void;
  /** Tries at once instead of waiting for the backoff: the network, the window or the machine came back. */
  wake(): void;
  /** The system reports that the network is lost. This is only a hint: a live connection is checked, and attempts continue. */
  networkLost(): void;
  /** Changes the name and colour that the others see. Members see the change at once. */
  changeProfile(change: { readonly name?: string; readonly color?: number }): void;
  /** [ANN-1] */
  onAnnouncement(listener: (announcement: HeardAnnouncement) => void): Disposable;
  /** [ANN-2] Asks the hub for announcements about these topics, and no others. */
  askForTopics(topics: readonly string[]): void;
  /** [RGT-11] Shows this for the room's password from now on, and tries again at once. */
  enter(pass: RoomPass): void;
  /** Sends a host's decision about the room, or raises a hand. Never rejects. */
  act(act: HostAct): Promise<ActOutcome>;
  /** Writes a message into the board's chat. False: the text is empty or too long. */
  say(text: string): boolean;
  /** Removes messages from the chat. */
  removeWords(ids: readonly ElementId[]): void;
  /** A private message came: to this person, or to the hosts. Private messages are sent with `act`. */
  onSaid(listener: (said: Said) => void): Disposable;
  /** [TRC-4] What the hub tells a host who watches the room's messages (`act`). Unread. */
  onTrace(listener: (records: unknown) => void): Disposable;
  /** Shows a reaction to the others for a moment. False: the hub takes none. */
  react(reaction: Reaction): boolean;
  onReaction(listener: (reacted: Reacted) => void): Disposable;
  /** Sets the room's timer, vote or spotlight, which all members see. Undo does not know it. */
  setMeeting(values: MeetingValues): void;
  /** Puts a dot on the board, for a vote. */
  placeDot(dot: NewDot): void;
  /** Milliseconds since 1970 by the hub's clock, as far as the last welcome told it. */
  hubNow(): number;
  undo(): void;
  redo(): void;
  /** Takes back the newest restore or opened file, including other people's ink; undo restores it. Returns the counts of removed ink. */
  takeBack(): TakenBack;
  /** Decides about the lost copy. `restore` sends it as new changes, which `takeBack` can take back; `discard` keeps the room as it is. */
  resolveLostCopy(choice: 'restore' | 'discard'): void;
  /** The bytes of a `.inkroom` file of this board, or of the lost copy while there is one. */
  copyBytes(): Uint8Array;
  /**
   * Packs, in steps, the board as this device has seen it, for the next session. Undefined while this session has nothing that the
   * last one had not.
   */
  packLastBoard(): Generator<undefined, LastBoardBytes> | undefined;
  /** The board of the lost copy, for display; undefined without one. The same object for the same copy. */
  lostBoard(): Board | undefined;
  /** Adds a file's elements to the board as new changes. For a damaged file it returns the reason. */
  importCopy(bytes: Uint8Array): { readonly imported: number } | { readonly refused: RefusalCode };
  /** The overwritten values that this client knows, for a replay of the board's making. */
  pastWrites(): readonly PastWrite[];
  /** 16 hex digits. Equal boards have equal fingerprints. */
  fingerprint(): string;
  /** Writes unsent work to its storage now, because the page or the app may end at any moment. */
  keep(): void;
  /** The page is about to end. Tells the hub, so that the others need not wait for the end of this client's presence [PRS-4]. */
  sayGoodbye(): void;
  /** Tells the hub (if it can be reached) and ends everything. Safe to call twice. */
  dispose(): void;
}
