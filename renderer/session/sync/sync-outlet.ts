import type { Clock, Log } from '../../../core/base/host.ts';
import type { ClientId, ElementId, Epoch } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import type { CatchUpRequest } from '../../../core/contract/hub-contract.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { BoardChange } from '../../../core/room/board-access.ts';
import type { Replica } from '../../../core/room/replica.ts';
import type { Members } from '../joining/members.ts';
import type { Outbox } from '../writing/outbox.ts';
import type { Progress } from './catch-up-reader.ts';

/** What the sync tells the session, and asks of it. */
export interface SyncOutlet {
  askCatchUp(request: CatchUpRequest): void;
  changed(change: BoardChange): void;
  /** The hub lost the board: `old` is what it was; the replica is a new one, and the outbox is empty. */
  epochLost(old: Replica, epoch: Epoch): void;
  progress(progress: Progress): void;
  /** Everything that was missed is here. */
  synced(): void;
  /** This connection makes no sense any more; another one may. */
  stuck(reason: string): void;
  /** The hub speaks a language that this client does not read. */
  unreadable(): void;
  /** The hub will not take this own batch; it is off the board, or soon will be. */
  refused(code: RefusalCode, ops: readonly Op[]): void;
  /** What others changed while this client was away. */
  missed(ids: Iterable<ElementId>): void;
  answered(roundTripMs: number | undefined): void;
  rest(waitMs: number): void;
  /** Nobody may change the board now; own batches are kept. */
  readOnly(code: RefusalCode): void;
  /** More of the hub's batches are durable than before. */
  saved(): void;
  presenceChanged(): void;
}

export interface SyncOptions {
  readonly clientId: ClientId;
  readonly outbox: Outbox;
  readonly members: Members;
  readonly clock: Clock;
  readonly log: Log;
  readonly outlet: SyncOutlet;
}
