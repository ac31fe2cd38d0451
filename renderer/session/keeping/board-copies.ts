import type { Clock } from '../../../core/base/host.ts';
import { hubsRefusal } from '../../../core/board/admission/hubs-refusal.ts';
import type { ClientId } from '../../../core/board/ids.ts';
import { isThing } from '../../../core/board/kinds.ts';
import type { Op } from '../../../core/board/op.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { Origin } from '../../../core/room/board-access.ts';
import { decodeSnapshot, encodeSnapshot } from '../../../core/room/snapshot/snapshot.ts';
import type { Membership } from '../joining/membership.ts';
import { judge } from '../joining/room-life.ts';
import type { Session } from '../session.ts';
import type { Tell } from '../session-event.ts';
import type { RoomSync } from '../sync/room-sync.ts';
import { type Admissible, admissibleOps } from '../writing/admissible-ops.ts';
import type { Authoring } from '../writing/authoring.ts';
import { importOps } from '../writing/import-ops.ts';
import { targetsOf } from '../writing/op-targets.ts';
import { type HeldCopy, type LostCopyTracker, opsToRestore } from './lost-copy.ts';

export interface BoardCopiesOptions {
  readonly clientId: ClientId;
  readonly clock: Clock;
  readonly sync: Pick<RoomSync, 'replica' | 'epoch' | 'life'>;
  readonly lost: LostCopyTracker;
  readonly authoring: Pick<Authoring, 'propose' | 'newGesture' | 'nextLamport' | 'refusalOf' | 'newElementId' | 'lostDecided'>;
  readonly membership: Pick<Membership, 'mayDraw'>;
  readonly tell: Tell;
}

/**
 * Copies of the board: the lost copy, saved files and opened files. A copy that was added is taken back as a whole, and is not an
 * undo step.
 */
export class BoardCopies {
  readonly #options: BoardCopiesOptions;
  /** Copies of epochs that continue. Each waits until it is known which of its elements the room lacks. */
  readonly #returning: HeldCopy[] = [];

  constructor(options: BoardCopiesOptions) {
    this.#options = options;
  }

  resolveLost(choice: 'restore' | 'discard'): void {
    const { sync, lost, authoring, tell } = this.#options;
    const restoring = choice === 'restore' && lost.copy;
    const refused = restoring ? this.#bringIn(opsToRestore(restoring, sync.replica.board), 'file').refused : undefined;
    // Elements that cannot be restored now stay in the copy, for another attempt or for a file.
    if (refused) this.#leftOut(refused);
    else lost.letGo();
    // If the room took nothing of the copy, the copy and its history stay.
    if (!lost.copy) authoring.lostDecided(choice === 'restore');
    tell({ kind: 'lostDecided' });
  }

  /** Reports that elements of a copy, or all of them, were left out. */
  #leftOut(code: RefusalCode): void {
    this.#options.tell({ kind: 'notProposed', code });
  }

  /** Adds ops from outside to the board, but only those that the hub would accept. */
  #bringIn(ops: readonly Op[], origin: Origin): Admissible {
    const { sync, authoring, clientId } = this.#options;
    const { board } = sync.replica;
    const admissible = admissibleOps(board, clientId, ops);
    const refusal = authoring.refusalOf(admissible.ops) ?? hubsRefusal(board, clientId, admissible.ops);
    if (refusal) return { ops: [], refused: refusal };
    authoring.propose(admissible.ops, authoring.newGesture(), origin);
    return admissible;
  }

  /** [INS-5] The epoch that seemed lost continues, because another instance had it. Its copy then needs no decision. */
  takeOutWhatLivesOn(): void {
    const { sync, lost } = this.#options;
    const { held } = lost;
    if (!held || !sync.life || judge(held, { says: 'serves', life: sync.life }) === 'lost') return;
    lost.letGo();
    this.#returning.push(held);
  }

  /**
   * Nothing is missing. Elements of a continuing epoch that only this client had are given to the room. Undo does not include them,
   * because no person did it.
   */
  bringBackWhatLivesOn(): void {
    const { sync, membership, lost } = this.#options;
    this.takeOutWhatLivesOn();
    if (!membership.mayDraw) return;
    for (const copy of this.#returning.splice(0)) {
      const { refused } = this.#bringIn(opsToRestore(copy, sync.replica.board), 'server');
      if (!refused) continue;
      this.#leftOut(refused);
      lost.hold(copy, sync.replica.board);
    }
  }

  /** The visible board as a file: the lost copy while there is one. */
  bytes(): Uint8Array {
    const { sync, lost, clock } = this.#options;
    const { copy } = lost;
    if (copy) return encodeSnapshot({ epoch: copy.epoch, vector: [], savedAt: copy.upTo, states: lost.states() });
    const { board, vector } = sync.replica;
    return encodeSnapshot({ epoch: sync.epoch, vector: vector.pairs(), savedAt: clock.now(), states: board.keptStates() });
  }

  importFile(bytes: Uint8Array): ReturnType<Session['importCopy']> {
    const { sync, authoring } = this.#options;
    const file = decodeSnapshot(bytes);
    if (!file.ok) return { refused: file.error.code };
    const { ops, refused } = this.#bringIn(importOps(sync.replica.board, file.value.states, authoring), 'file');
    if (refused && ops.length === 0) return { refused };
    if (refused) this.#leftOut(refused);
    const ids = new Set(ops.flatMap(targetsOf));
    return { imported: [...ids].filter((id) => isThing(sync.replica.board.get(id)?.kind ?? 0)).length };
  }
}
