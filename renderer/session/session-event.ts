import type { ElementId, Epoch } from '../../core/board/ids.ts';
import type { Op } from '../../core/board/op.ts';
import type { CatchUpRequest } from '../../core/contract/hub-contract.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { BoardChange } from '../../core/room/board-access.ts';
import type { Replica } from '../../core/room/replica.ts';
import type { RoomEvent } from './link/hub-port.ts';
import type { Link } from './session-machine.ts';
import type { Progress } from './sync/catch-up-reader.ts';

/** What the link tells of the connection. */
type ConnectionEvent =
  | { readonly kind: 'linkChanged'; readonly link: Link }
  /** The connection is there and waits for a `join`. */
  | { readonly kind: 'joining' }
  /** A connection begins, a room is joined anew, or a connection is gone: nothing half done counts any more. */
  | { readonly kind: 'cut'; readonly at: number }
  /** The connection ended, with a reason in words that may hold a code. */
  | { readonly kind: 'closed'; readonly reason: string | undefined }
  /** What could not be sent can be. */
  | { readonly kind: 'lineUp' }
  /** The hub may be gone: it should be asked something. */
  | { readonly kind: 'doubted' }
  /** Something came from the hub. Its messages arrive on time in a page whose timers are slowed down. */
  | { readonly kind: 'heard'; readonly at: number }
  /** A second is over. */
  | { readonly kind: 'pulse'; readonly at: number };

/** What the sync tells of the replica, and needs for it. */
type SyncEvent =
  /** Something is missing: the hub should be asked for it. */
  | { readonly kind: 'lacking'; readonly request: CatchUpRequest }
  | { readonly kind: 'receiving'; readonly progress: Progress }
  /** Everything that was missed is here. */
  | { readonly kind: 'synced' }
  /** The hub lost the board: `old` is what it was in `epoch`; the replica is a new one, and the outbox is empty. */
  | { readonly kind: 'epochLost'; readonly old: Replica; readonly epoch: Epoch }
  /** This connection makes no sense any more; another one may. */
  | { readonly kind: 'stuck'; readonly reason: string }
  /** The hub speaks a language that this client does not read. */
  | { readonly kind: 'unreadable' }
  /** What others changed while this client was away. */
  | { readonly kind: 'missed'; readonly ids: Iterable<ElementId> }
  | { readonly kind: 'presenceChanged' };

/** What became of own work. */
type WorkEvent =
  /** The hub will not take this own batch; it is off the board, or soon will be. */
  | { readonly kind: 'batchRefused'; readonly code: RefusalCode; readonly ops: readonly Op[] }
  /** This client may not propose this, or the hub would not take it: it never was on the board, or not all of it. */
  | { readonly kind: 'notProposed'; readonly code: RefusalCode }
  /** The hub has answered to own batches. Milliseconds since the newest of them was sent; undefined when it was sent on another connection. */
  | { readonly kind: 'answered'; readonly roundTripMs: number | undefined }
  /** The hub said "not now". */
  | { readonly kind: 'rest'; readonly waitMs: number }
  /** Nobody may change the board now; own batches are kept. */
  | { readonly kind: 'readOnly'; readonly code: RefusalCode }
  /** The person decided about the lost copy. */
  | { readonly kind: 'lostDecided' };

/** What happens in a session. Parts tell it; what follows for the others is in one switch of `BoardSession`. */
export type SessionEvent =
  | RoomEvent
  | ConnectionEvent
  | SyncEvent
  | WorkEvent
  /** The board here looks different now. */
  | { readonly kind: 'changed'; readonly change: BoardChange }
  /** [PIC-3] */
  | { readonly kind: 'pictureWanted'; readonly hash: string }
  /** The status says something else now. */
  | { readonly kind: 'statusChanged' };

export type Tell = (event: SessionEvent) => void;
