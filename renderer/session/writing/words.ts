import type { Board } from '../../../core/board/board.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import { BOARD_ELEMENT, Body, ElementKind } from '../../../core/board/kinds.ts';
import type { MeetingValues, NewDot } from '../../../core/board/meeting-values.ts';
import type { Op } from '../../../core/board/op.ts';
import { sayable, wordsOps } from '../../../core/board/words.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { Membership } from '../joining/membership.ts';
import type { RoomSync } from '../sync/room-sync.ts';
import type { Authoring } from './authoring.ts';

/** [CHT-2] A client that may draw keeps the board's messages below this number. */
const WORDS_KEPT = 1_000;

export interface WordsOptions {
  readonly authoring: Pick<Authoring, 'propose' | 'newElementId' | 'newGesture' | 'nextLamport'>;
  readonly membership: Pick<Membership, 'profile' | 'mayDraw' | 'hubNow'>;
  readonly sync: Pick<RoomSync, 'replica'>;
}

/** What this person puts on the board in addition to the drawing: messages, dots, timer and vote. Undo does not touch it. */
export class Words {
  readonly #options: WordsOptions;

  constructor(options: WordsOptions) {
    this.#options = options;
  }

  /** False: there is nothing to say, or too much. */
  say(raw: string): boolean {
    const { authoring, membership, sync } = this.#options;
    const text = sayable(raw);
    if (text === undefined) return false;
    const { name, color } = membership.profile;
    const id = authoring.newElementId();
    const words = {
      id,
      lamport: authoring.nextLamport(),
      text,
      by: name,
      byColor: color,
      sentAt: Math.max(0, Math.round(membership.hubNow())),
    };
    authoring.propose([...wordsOps(words), ...this.#makeRoom(sync.replica.board)], authoring.newGesture(), 'aside');
    return true;
  }

  remove(ids: readonly ElementId[]): void {
    const { authoring } = this.#options;
    if (ids.length === 0) return;
    const lamport = authoring.nextLamport();
    authoring.propose([{ kind: 'alive', ids, lamport, alive: false }], authoring.newGesture(), 'aside');
  }

  /** Sets registers of the board by which people meet. */
  setMeeting(values: MeetingValues): void {
    const { authoring } = this.#options;
    const lamport = authoring.nextLamport();
    authoring.propose([{ kind: 'set', id: BOARD_ELEMENT, lamport, values }], authoring.newGesture(), 'aside');
  }

  placeDot({ ballot, x, y, on }: NewDot): void {
    const { authoring } = this.#options;
    const id = authoring.newElementId();
    const birth = { kind: ElementKind.dot, body: Body.none, facts: { ballot } };
    const values = { x, y, ...(on ? { to: on } : {}) };
    authoring.propose([{ kind: 'add', id, lamport: authoring.nextLamport(), birth, values }], authoring.newGesture(), 'aside');
  }

  /** Removes the oldest messages beyond the number that is kept. */
  #makeRoom(board: Board): readonly Op[] {
    const tooMany = board.wordsCount - WORDS_KEPT + 1;
    if (tooMany <= 0 || !this.#options.membership.mayDraw) return [];
    const lamportOf = (id: ElementId): number => board.stampOf(id, 'alive')?.lamport ?? 0;
    const oldest = [...board.elements()]
      .filter(({ kind, alive }) => kind === ElementKind.words && alive)
      .map(({ id }) => id)
      .sort((a, b) => lamportOf(a) - lamportOf(b));
    const ids = oldest.slice(0, Math.min(tooMany, LIMITS.refsPerOp));
    return [{ kind: 'alive', ids, lamport: this.#options.authoring.nextLamport(), alive: false }];
  }
}
