import type { ClientId, ElementId, Epoch } from '../../core/board/ids.ts';
import type { Op } from '../../core/board/op.ts';
import type { CatchUpRequest } from '../../core/contract/hub-contract.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import type { Said } from '../../core/contract/said.ts';
import type { BoardChange } from '../../core/room/board-access.ts';
import type { Reaction } from '../../core/room/reaction.ts';
import type { Replica } from '../../core/room/replica.ts';
import type { RoomEvent } from './link/hub-port.ts';
import type { HeardAnnouncement } from './session.ts';
import type { Link } from './session-machine.ts';
import type { Progress } from './sync/catch-up-reader.ts';

/** Events of the link about the connection. */
type ConnectionEvent =
  | { readonly kind: 'linkChanged'; readonly link: Link }
  /** The connection is up and waits for a `join`. */
  | { readonly kind: 'joining' }
  /** A connection begins, a room is joined again, or a connection is lost: unfinished work of the old one is void. */
  | { readonly kind: 'cut'; readonly at: number }
  /** The connection ended. The reason is a text that may contain a code. */
  | { readonly kind: 'closed'; readonly reason: string | undefined }
  /** Sending is possible again. */
  | { readonly kind: 'lineUp' }
  /** The hub may be gone: send it a request. */
  | { readonly kind: 'doubted' }
  /** A message came from the hub. Messages arrive on time even in a page whose timers are throttled. */
  | { readonly kind: 'heard'; readonly at: number }
  /** One second has passed. */
  | { readonly kind: 'pulse'; readonly at: number };

/** Events of the sync about the replica, and its requests. */
type SyncEvent =
  /** Something is missing: request it from the hub. */
  | { readonly kind: 'lacking'; readonly request: CatchUpRequest }
  | { readonly kind: 'receiving'; readonly progress: Progress }
  /** Everything that was missed is here. */
  | { readonly kind: 'synced' }
  /** The hub lost the board. `old` is the replica of `epoch`; the current replica is new, and the outbox is empty. */
  | { readonly kind: 'epochLost'; readonly old: Replica; readonly epoch: Epoch }
  /** This connection cannot continue; another one may work. */
  | { readonly kind: 'stuck'; readonly reason: string }
  /** The hub uses a protocol that this client cannot read. */
  | { readonly kind: 'unreadable' }
  /** Elements that others changed while this client was away. */
  | { readonly kind: 'missed'; readonly ids: Iterable<ElementId> }
  | { readonly kind: 'presenceChanged' };

/** Events about own work. */
type WorkEvent =
  /** The hub refused this own batch. It is off the board, or will be soon. */
  | { readonly kind: 'batchRefused'; readonly code: RefusalCode; readonly ops: readonly Op[] }
  /** This client may not propose these ops, or the hub would refuse them. The board never had them, or not all of them. */
  | { readonly kind: 'notProposed'; readonly code: RefusalCode }
  /** The hub has answered own batches. Milliseconds since the newest of them was sent; undefined if it was sent on another connection. */
  | { readonly kind: 'answered'; readonly roundTripMs: number | undefined }
  /** The hub answered "not now". */
  | { readonly kind: 'rest'; readonly waitMs: number }
  /** The board is read-only for all. Own batches are kept. */
  | { readonly kind: 'readOnly'; readonly code: RefusalCode }
  /** The person decided about the lost copy. */
  | { readonly kind: 'lostDecided' };

/** All events of a session. Parts send them, and one switch of `BoardSession` handles them. */
export type SessionEvent =
  | RoomEvent
  | ConnectionEvent
  | SyncEvent
  | WorkEvent
  /** The board has changed. */
  | { readonly kind: 'changed'; readonly change: BoardChange }
  /** [CHT-4] A private message came. */
  | { readonly kind: 'said'; readonly said: Said }
  /** [PRS-6] */
  | { readonly kind: 'reacted'; readonly who: ClientId; readonly reaction: Reaction }
  /** [PIC-3] */
  | { readonly kind: 'pictureWanted'; readonly hash: string }
  /** [ANN-1] */
  | { readonly kind: 'announced'; readonly announcement: HeardAnnouncement }
  /** [TRC-3] The hub asks about a batch. */
  | { readonly kind: 'traceAsked'; readonly question: Readonly<Record<string, unknown>> }
  /** [TRC-4] Unread: only who shows them reads them. */
  | { readonly kind: 'traceCame'; readonly records: unknown }
  /** The status has changed. */
  | { readonly kind: 'statusChanged' };

export type Tell = (event: SessionEvent) => void;
