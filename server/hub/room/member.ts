import type { MemberEntry } from '../../../core/contract/hub-contract.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import { NOTHING_SHOWN, type Shown } from '../../../core/room/shown.ts';
import type { ClientConnection } from '../../ports/client-transport.ts';
import { type ClientRecord, type RefusedBatch, refusalsToRepeat } from './client-records.ts';

/** Why a batch was refused. For `batch.gap`, `expected` is the n that the hub waits for. */
export interface BatchRefusal {
  readonly code: RefusalCode;
  readonly expected?: number;
}

/** Tells the member that batch `n` was refused. */
export type Refuse = (n: number, refusal: BatchRefusal) => void;

/**
 * Takes new elements from the budgets of the member's connection and address [ADM-8]. Returns a code when too few are left.
 * `mono`: `clock.mono()`.
 */
export type TakeElements = (count: number, mono: number) => RefusalCode | undefined;

/**
 * A person in a room, on one connection. Owned by the room.
 * `new`: no frame has announced it yet. `silent`: not heard for the life of a presence, so the others were told that it left; its
 * next message makes it `new` again.
 */
export interface Member {
  readonly entry: MemberEntry;
  readonly connection: ClientConnection;
  readonly refuse: Refuse;
  readonly takeElements: TakeElements;
  /** True for a window of the app that hosts. */
  readonly isHost: boolean;
  phase: 'new' | 'announced' | 'silent' | 'gone';
  /** Outlives the member: a returning client finds it again. */
  readonly record: ClientRecord;
  /** Refusals sent into an earlier connection, which may not have arrived. Empty once they are repeated. */
  owed: readonly RefusedBatch[];
  /** `clock.mono()` of its last message. */
  heardAt: number;
  /**
   * `clock.mono()` when its connection was lost; undefined while it has one. The others see the member until it returns or is
   * overdue [PRS-4].
   */
  awaySince: number | undefined;
  /** World pixels; NaN while the pointer is off the board. */
  cursorX: number;
  cursorY: number;
  /** True when the next frame must carry the cursor. */
  moved: boolean;
  /** [PRS-5] What it shows besides the pointer, and whether the next frame must carry that. */
  shown: Shown;
  shownIsNews: boolean;
}

export function newMember(
  entry: MemberEntry,
  { connection, refuse, takeElements, isHost }: Pick<Member, 'connection' | 'refuse' | 'takeElements' | 'isHost'>,
  record: ClientRecord,
  mono: number,
): Member {
  return {
    entry,
    connection,
    refuse,
    takeElements,
    isHost,
    phase: 'new',
    record,
    owed: refusalsToRepeat(record, mono),
    heardAt: mono,
    awaySince: undefined,
    cursorX: Number.NaN,
    cursorY: Number.NaN,
    moved: false,
    shown: NOTHING_SHOWN,
    shownIsNews: false,
  };
}

export function isPresent(member: Member): boolean {
  return member.phase === 'new' || member.phase === 'announced';
}
