import { fail, type Refusal, type Result } from '../../../core/base/result.ts';
import { bytesOf, checkBatch } from '../../../core/board/admission/validate-op.ts';
import type { Board } from '../../../core/board/board.ts';
import { countAdds, decodeOps, encodeOps } from '../../../core/board/codec/op-codec.ts';
import type { ElementState } from '../../../core/board/element.ts';
import { rangesOf } from '../../../core/board/forgotten.ts';
import type { ClientId, InstanceId } from '../../../core/board/ids.ts';
import { BOARD_AUTHOR, ElementKind } from '../../../core/board/kinds.ts';
import type { Op, OpBatch } from '../../../core/board/op.ts';
import { areForHosts, areOwnAsides } from '../../../core/board/words.ts';
import { mayDraw } from '../../../core/contract/access/grants.ts';
import type { MemberEntry } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { NumberedBatches, Received, Replica } from '../../../core/room/replica.ts';
import type { VersionVector } from '../../../core/room/version-vector.ts';
import type { WireValue } from '../../../core/wire/wire-value.ts';
import { BatchLog } from '../catch-up/batch-log.ts';
import { copyOps } from '../durability/copy-ops.ts';
import type { RoomDurability } from '../durability/room-durability.ts';
import { growthOf, LOG_FACTOR } from '../rooms/board-memory.ts';
import { type ClientRecord, rememberRefused } from './client-records.ts';
import { type BatchRefusal, deniedBy, type Member } from './member.ts';
import type { RoomCounters, RoomHost } from './room-start.ts';

/** Refusals for missing parts that another instance may have: what the batch depends on, or an earlier batch of its author. */
const LACKING: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['op.unknown_element', 'append.gap']);

/** A full board drops removed elements [OPS-13]. A full hub does not make it do so: other rooms may have filled the hub. */
const FULL: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['board.too_many_elements', 'board.too_many_bytes']);
/** Elements that a full board drops in one turn: some 20 ms. */
const FORGET_AT_ONCE = 10_000;

/**
 * An accepted batch that waits for the next frame. `ops` as they came: the author encoded them once, and only the frame encodes
 * them again.
 */
export interface PendingBatch {
  /** A member, or an author that is none: the board itself, or a system outside. */
  readonly author: Member | ClientId;
  readonly n: number;
  readonly ops: WireValue;
}

/** What the checks ask of who draws: a member, or a system outside. */
type Drawer = Pick<Member, 'grant' | 'admitted' | 'elements' | 'takeWords'> & {
  readonly entry: Pick<MemberEntry, 'clientId'>;
};

/** [ADM-14] It draws and decides nothing; the rate of its key is its budget. */
function outsider(clientId: ClientId): Drawer {
  const free = (): undefined => undefined;
  const admitted = { grant: 'draw', isOwn: false, link: undefined, passHash: undefined } as const;
  return { entry: { clientId }, grant: 'draw', admitted, elements: { lacks: free, take: free }, takeWords: free };
}

/** Changes a room's board: numbers the batches of its members [SEQ-1], and applies what other instances numbered. */
export class RoomBoard {
  readonly replica: Replica;
  readonly log: BatchLog;
  readonly #host: Pick<RoomHost, 'clock' | 'memory'>;
  readonly #origin: InstanceId;
  readonly #durability: RoomDurability;
  readonly #counters: RoomCounters;
  #pending: PendingBatch[] = [];
  #accepted: OpBatch[] = [];
  #acceptedBytes = 0;
  #revision = 0;

  constructor(
    replica: Replica,
    durability: RoomDurability,
    host: Pick<RoomHost, 'instanceId' | 'clock' | 'counters' | 'memory'>,
  ) {
    this.#host = host;
    this.#origin = host.instanceId;
    this.replica = replica;
    // [SEQ-1] This instance may have served the room before: its numbers go on.
    this.log = new BatchLog(LIMITS.logBatches, LIMITS.logBytes, replica.vector.get(host.instanceId) + 1);
    this.#durability = durability;
    this.#counters = host.counters;
    this.#changed();
  }

  /** Changes with every change of the board. */
  get revision(): number {
    return this.#revision;
  }
  /** Batches that wait for the next frame. */
  get pendingCount(): number {
    return this.#pending.length;
  }

  /**
   * [ADM-2], [ADM-3] Handles one batch of a member, with its ops as they came. Undefined: it is accepted, or was handled before.
   * A batch refused for anything but a gap uses up its n.
   * `mayLack`: what the batch depends on may still come. Then `lacking` says that it is missing, and nothing has changed.
   */
  accept(member: Member, n: number, rawOps: unknown, mono: number, mayLack: boolean): BatchRefusal | 'lacking' | undefined {
    const { record } = member;
    const { lastN } = record;
    if (lastN !== 0) {
      if (n <= lastN) return undefined;
      if (n !== lastN + 1 && !record.mayJump) return { code: 'batch.gap', expected: lastN + 1 };
    }
    const ops = this.#decode(member, rawOps, mono);
    const refused = ops.ok ? this.#check(member, ops.value, mono) : ops.error;
    if (mayLack && refused && LACKING.has(refused.code)) return 'lacking';
    record.lastN = n;
    record.mayJump = false;
    if (ops.ok && !refused) {
      this.#number(member, n, ops.value, rawOps as WireValue);
      return undefined;
    }
    const code = refused?.code ?? 'batch.malformed';
    rememberRefused(record, { n, code, at: mono });
    return { code };
  }

  /**
   * [ADM-14] Handles one batch of an author that is no member: a system outside. Its ops pass the same checks. Undefined: it is
   * accepted. A refused batch leaves no trace, because its author waits for the answer and repeats nothing.
   */
  acceptFrom(author: ClientId, record: ClientRecord, rawOps: WireValue, mono: number): Refusal | undefined {
    const ops = decodeOps(author, rawOps);
    if (!ops.ok) return ops.error;
    const refused = this.#check(outsider(author), ops.value, mono);
    if (refused) return refused;
    record.lastN++;
    this.#number(author, record.lastN, ops.value, rawOps);
    return undefined;
  }

  /** Who adds too many elements gets no op decoded: that costs more than all that comes before. Hot path: most batches add none. */
  #decode(member: Member, rawOps: unknown, mono: number): Result<readonly Op[], Refusal> {
    const adds = countAdds(rawOps);
    const code = adds > 0 ? member.elements.lacks(adds, mono) : undefined;
    return code ? fail(code) : decodeOps(member.entry.clientId, rawOps);
  }

  #check(member: Drawer, ops: readonly Op[], mono: number): Refusal | undefined {
    if (this.#durability.isFailing) return { code: 'room.read_only' };
    const { board } = this.replica;
    if (!mayDraw(member.grant) && !areOwnAsides(board, member.entry.clientId, ops)) return { code: deniedBy(member) };
    if (member.grant !== 'host' && areForHosts(ops)) return { code: 'host.needed' };
    const now = this.#host.clock.now();
    for (;;) {
      const refused = checkBatch(board, member.entry.clientId, ops, now) ?? this.#checkBudgets(member, ops, mono);
      if (!refused || !FULL.has(refused.code) || !this.#forgetSome()) return refused;
    }
  }

  /** [ADM-8], [ADM-9] A refused batch takes nothing from the budgets. */
  #checkBudgets(member: Drawer, ops: readonly Op[], mono: number): Refusal | undefined {
    const { elements, words, pointBytes } = growthBy(this.replica.board, ops);
    if (elements + pointBytes === 0) return undefined;
    if (!this.#host.memory.mayGrow(growthOf(elements, pointBytes))) return { code: 'server.full' };
    // First the smaller budget: what it refuses takes nothing from the other one.
    const code =
      (words > 0 ? member.takeWords(words, mono) : undefined) ??
      (elements > 0 ? member.elements.take(elements, mono) : undefined);
    return code && { code };
  }

  /** Call it after every change of the board. */
  #changed(): void {
    const { elementCount, pointBytes } = this.replica.board;
    this.#host.memory.is({ elements: elementCount, pointBytes, logBytes: this.log.bytes });
  }

  /** [OPS-13] Drops the elements removed longest ago, as a batch of the board itself. False: there are none. */
  #forgetSome(): boolean {
    const { board } = this.replica;
    if (board.removed.elements === 0) return false;
    const ranges = rangesOf(board.oldestRemoved(FORGET_AT_ONCE));
    if (ranges.length === 0) return false;
    const ops: readonly Op[] = [{ kind: 'forget', ranges: ranges.slice(0, LIMITS.rangesPerForget) }];
    this.#number(BOARD_AUTHOR, this.log.nextSeq, ops, encodeOps(BOARD_AUTHOR, ops));
    return true;
  }

  #number(from: Member | ClientId, n: number, ops: readonly Op[], wire: WireValue): void {
    const author = typeof from === 'string' ? from : from.entry.clientId;
    const origin = this.#origin;
    const seq = this.log.nextSeq;
    this.replica.board.apply(author, ops, { origin, seq });
    this.replica.vector.advance(origin, seq);
    this.#revision++;
    const kept = copyOps(ops);
    const batch: OpBatch = { author, n, ops: kept.ops };
    // [ADM-9] When memory is short the log keeps its size, and returning clients get a delta instead of a suffix.
    const mayGrow = this.#host.memory.mayGrow(kept.bytes * LOG_FACTOR);
    this.log.add(batch, kept.bytes, mayGrow ? LIMITS.logBytes : this.log.bytes);
    this.#accepted.push(batch);
    this.#acceptedBytes += kept.bytes;
    this.#pending.push({ author: from, n, ops: wire });
    this.#counters.batches++;
    this.#changed();
  }

  /** [ADM-3] Refuses a batch whose ops were not read. It uses up its n. */
  refuseUnread(member: Member, n: number, code: RefusalCode, mono: number): void {
    const { record } = member;
    if (record.lastN !== 0 && n !== record.lastN + 1 && !(record.mayJump && n > record.lastN)) return;
    record.lastN = n;
    record.mayJump = false;
    rememberRefused(record, { n, code, at: mono });
  }

  /** Applies batches that another instance numbered. */
  receive(numbered: NumberedBatches): Received {
    const received = this.replica.receive(numbered);
    if (received.applied.length > 0) this.#revision++;
    this.#changed();
    return received;
  }

  /** [INS-3] Merges states of another instance, and its vector from the time of sending. */
  merge(states: Iterable<ElementState>, vector: VersionVector): void {
    this.replica.merge(states, vector);
    this.#revision++;
    this.#changed();
  }

  /** Passes the batches accepted since the last call to the store. */
  store(): void {
    if (this.#accepted.length === 0) return;
    const batches = this.#accepted;
    const bytes = this.#acceptedBytes;
    this.#accepted = [];
    this.#acceptedBytes = 0;
    this.#durability.add(batches, bytes);
  }

  /** Returns the batches of the next frame. They are no longer pending. */
  takePending(): readonly PendingBatch[] {
    const pending = this.#pending;
    this.#pending = [];
    return pending;
  }
}

/** What a valid batch adds to the board. Hot path: most batches are one chunk of a stroke. */
function growthBy(
  board: Board,
  ops: readonly Op[],
): { readonly elements: number; readonly words: number; readonly pointBytes: number } {
  let elements = 0;
  let words = 0;
  let pointBytes = 0;
  for (const op of ops) {
    pointBytes += bytesOf(op);
    if (op.kind === 'add' || (op.kind === 'restore' && !board.get(op.state.id))) elements++;
    if (op.kind === 'add' && op.birth.kind === ElementKind.words) words++;
  }
  return { elements, words, pointBytes };
}
