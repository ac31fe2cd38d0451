import { type Grant, mayDraw } from '../../../core/contract/access/grants.ts';
import type { MemberEntry } from '../../../core/contract/hub-contract.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { Reaction } from '../../../core/room/reaction.ts';
import { NOTHING_SHOWN, type Shown } from '../../../core/room/shown.ts';
import type { ClientConnection } from '../../ports/client-transport.ts';
import type { Admitted } from '../access.ts';
import { type ClientRecord, type RefusedBatch, refusalsToRepeat } from './client-records.ts';

/** Why a batch was refused. For `batch.gap`, `expected` is the n that the hub waits for. */
export interface BatchRefusal {
  readonly code: RefusalCode;
  readonly expected?: number;
}

/** Tells the member that batch `n` was refused. */
export type Refuse = (n: number, refusal: BatchRefusal) => void;

/** Returns a code when fewer than `count` are left. `mono`: `clock.mono()`. */
type OfBudget = (count: number, mono: number) => RefusalCode | undefined;

/** [ADM-8] Elements that the member's connection and its address may add. */
export interface ElementsBudget {
  /** Takes nothing. */
  readonly lacks: OfBudget;
  readonly take: OfBudget;
}

/** [CHT-2] Takes messages from the budget of the member's connection. */
export type TakeWords = OfBudget;

/**
 * A person in a room, on one connection. Owned by the room.
 * `new`: no frame has announced it yet. `silent`: not heard for the life of a presence, so the others were told that it left; its
 * next message makes it `new` again.
 * `counted`: it only watches, in a large audience [AUD-1]. No list, frame or cursor names it.
 */
export interface Member {
  readonly entry: MemberEntry;
  readonly connection: ClientConnection;
  readonly refuse: Refuse;
  readonly elements: ElementsBudget;
  readonly takeWords: TakeWords;
  /** What it came with. */
  readonly admitted: Admitted;
  /** What it may do now: hosts may change it. */
  grant: Grant;
  /** [ANN-2] Topics of announcements that it asked for. */
  readonly topics: readonly string[];
  phase: 'new' | 'announced' | 'silent' | 'counted' | 'gone';
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
  /** [PRS-6] For the next frame. */
  reaction: Reaction | undefined;
}

export function newMember(
  entry: MemberEntry,
  {
    connection,
    refuse,
    elements,
    takeWords,
    admitted,
    grant,
    topics = [],
  }: Pick<Member, 'connection' | 'refuse' | 'elements' | 'takeWords' | 'admitted' | 'grant'> & {
    readonly topics?: readonly string[] | undefined;
  },
  record: ClientRecord,
  mono: number,
): Member {
  return {
    entry,
    connection,
    refuse,
    elements,
    takeWords,
    admitted,
    grant,
    topics,
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
    reaction: undefined,
  };
}

/** [RGT-6] Why the member may not draw: its link, or the room whose lock keeps it from drawing. */
export function deniedBy({ admitted }: Pick<Member, 'admitted'>): RefusalCode {
  return mayDraw(admitted.grant) ? 'room.locked' : 'access.denied';
}

export function isPresent(member: Member): boolean {
  return member.phase === 'new' || member.phase === 'announced';
}
