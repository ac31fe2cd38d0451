import type { Clock } from '../../core/base/host.ts';
import { decodeSnapshot, encodeSnapshot } from '../../core/room/snapshot.ts';
import type { Authoring } from './authoring.ts';
import { importOps } from './import-ops.ts';
import { type HeldCopy, type LostCopyKeeper, opsToRestore } from './lost-copy.ts';
import type { RoomSync } from './room-sync.ts';
import type { Session } from './session.ts';

export interface BoardCopiesOptions {
  readonly clock: Clock;
  readonly sync: Pick<RoomSync, 'replica' | 'epoch' | 'livesOn'>;
  readonly lost: LostCopyKeeper;
  readonly authoring: Pick<Authoring, 'propose' | 'newGesture' | 'nextLamport' | 'mayDraw'>;
}

/** Copies of the board: the one that was lost, those that are saved, those that are opened. What comes in is taken back as a whole, and is no step of undo. */
export class BoardCopies {
  readonly #options: BoardCopiesOptions;
  /** Of epochs that go on, until it shows what the room lacks of them. */
  readonly #returning: HeldCopy[] = [];

  constructor(options: BoardCopiesOptions) {
    this.#options = options;
  }

  resolveLost(choice: 'restore' | 'discard'): void {
    const { sync, lost, authoring } = this.#options;
    const ops = choice === 'restore' && lost.copy ? opsToRestore(lost.copy, sync.replica.board) : [];
    lost.letGo();
    authoring.propose(ops, authoring.newGesture(), 'file');
  }

  /** [INS-5] The epoch that was taken for lost goes on: another instance had it. There is nothing to decide about what was drawn in it. */
  takeOutWhatLivesOn(): void {
    const { sync, lost } = this.#options;
    const { held } = lost;
    if (!held || held.isOfSeveral || !sync.livesOn(held.epoch)) return;
    lost.letGo();
    this.#returning.push(held);
  }

  /** Nothing is missing here: what only this client knew of an epoch that goes on belongs to the room. Nobody can undo it: nobody did it. */
  bringBackWhatLivesOn(): void {
    const { sync, authoring } = this.#options;
    this.takeOutWhatLivesOn();
    if (!authoring.mayDraw) return;
    for (const copy of this.#returning.splice(0)) {
      authoring.propose(opsToRestore(copy, sync.replica.board), authoring.newGesture(), 'server');
    }
  }

  /** What is visible, as a file: of the lost copy while there is one. */
  bytes(): Uint8Array {
    const { sync, lost, clock } = this.#options;
    const { copy } = lost;
    if (copy) return encodeSnapshot({ epoch: copy.epoch, vector: [], savedAt: copy.upTo, states: lost.states() });
    const { board, vector } = sync.replica;
    const states = [...board.states()].filter(({ values }) => values.alive);
    return encodeSnapshot({ epoch: sync.epoch, vector: vector.pairs(), savedAt: clock.now(), states });
  }

  importFile(bytes: Uint8Array): ReturnType<Session['importCopy']> {
    const { sync, authoring } = this.#options;
    const file = decodeSnapshot(bytes);
    if (!file.ok) return { refused: file.error.code };
    const { ops, imported } = importOps(sync.replica.board, file.value.states, authoring.nextLamport());
    authoring.propose(ops, authoring.newGesture(), 'file');
    return { imported };
  }
}
