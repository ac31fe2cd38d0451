import { fail, ok, type Refusal, type Result } from '../../../core/base/result.ts';
import type { StateTable } from '../../../core/board/codec/state-table.ts';
import { type Epoch, isEpoch, isInstanceId } from '../../../core/board/ids.ts';
import type { ElsewhereMembers, MemberEntry } from '../../../core/contract/hub-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { openStates, unpackSuffix } from '../../../core/room/catch-up.ts';
import { parseMember } from '../../../core/room/frame.ts';
import type { NumberedBatches } from '../../../core/room/replica.ts';
import { parseVector, type VersionVector } from '../../../core/room/version-vector.ts';
import { readBytes, readCount } from '../../../core/wire/wire-value.ts';

interface Reached {
  readonly epoch: Epoch;
  /** The hub's vector at the end. */
  readonly vector: VersionVector;
  readonly members: readonly MemberEntry[];
  readonly elsewhere: readonly ElsewhereMembers[];
}

/** The content of a catch-up. */
export type CaughtUp =
  | (Reached & { readonly how: 'suffix'; readonly parts: readonly NumberedBatches[] })
  | (Reached & { readonly how: 'delta' | 'snapshot'; readonly states: StateTable });

export interface Progress {
  readonly received: number;
  readonly total: number;
}

type Start = { readonly how: CaughtUp['how']; readonly epoch: Epoch; readonly bytes: number; readonly id: string };

/** The received part of a body. The rest may be requested later from the same hub [RPL-4]. */
export interface BrokenOff extends Start {
  readonly chunks: readonly Uint8Array[];
  readonly received: number;
}

/** Most characters of a body's id. */
const ID_CHARS = 64;
const NO_STATES: StateTable = { size: 0, state: () => malformed('catch-up row') };
const malformed = (what: string): Result<never, Refusal> => fail('frame.malformed', what);

/**
 * Assembles the items of one `catchUp` stream (RPL-1 to RPL-4), after those of an earlier interrupted one. One reader per stream.
 */
export class CatchUpReader {
  #start: Start | undefined;
  readonly #begun: BrokenOff | undefined;
  #chunks: Uint8Array[] = [];
  #received = 0;
  #end: Omit<Reached, 'epoch'> | undefined;

  constructor(begun?: BrokenOff) {
    this.#begun = begun;
  }

  /**
   * The received part of the body, when the stream ended early. The part of an earlier stream is kept until this one has begun.
   */
  get brokenOff(): BrokenOff | undefined {
    if (!this.#start) return this.#begun;
    return this.#received > 0 ? { ...this.#start, chunks: this.#chunks, received: this.#received } : undefined;
  }

  get isUnderWay(): boolean {
    return this.#start !== undefined && this.#received < this.#start.bytes;
  }

  item(raw: unknown): Result<Progress> {
    if (typeof raw !== 'object' || raw === null) return malformed('catch-up item');
    const { kind, how, epoch, bytes, vector, members, elsewhere, id, at } = raw as Record<string, unknown>;
    if (kind === 'start') {
      const total = readCount(bytes, LIMITS.snapshotBytes);
      if (how !== 'suffix' && how !== 'delta' && how !== 'snapshot') return malformed('catch-up way');
      if (this.#start || !isEpoch(epoch) || total === undefined) return malformed('catch-up start');
      if (typeof id !== 'string' || id.length > ID_CHARS) return malformed('catch-up id');
      if (at !== 0 && !this.#goesOn({ id, at, epoch, bytes: total })) return malformed('catch-up offset');
      this.#start = { how, epoch, bytes: total, id };
      if (at !== 0 && this.#begun) {
        this.#chunks = [...this.#begun.chunks];
        this.#received = this.#begun.received;
      }
    } else if (kind === 'chunk') {
      const chunk = readBytes(bytes);
      if (!this.#start || !chunk) return malformed('catch-up chunk');
      this.#received += chunk.length;
      if (this.#received > this.#start.bytes) return malformed('catch-up size');
      this.#chunks.push(chunk);
    } else if (kind === 'end') {
      const reached = parseVector(vector);
      const present = parseMembers(members);
      const others = parseElsewhere(elsewhere);
      if (!this.#start || !reached || !present || !others) return malformed('catch-up end');
      this.#end = { vector: reached, members: present, elsewhere: others };
    } else {
      return malformed('catch-up kind');
    }
    return ok({ received: this.#received, total: this.#start.bytes });
  }

  #goesOn({ id, at, epoch, bytes }: { id: string; at: unknown; epoch: Epoch; bytes: number }): boolean {
    const begun = this.#begun;
    return begun?.id === id && begun.received === at && begun.epoch === epoch && begun.bytes === bytes;
  }

  /** The whole body, when the stream is complete. */
  finish(): Result<CaughtUp> {
    if (!this.#start || !this.#end || this.#received < this.#start.bytes) return malformed('catch-up incomplete');
    const { how, epoch } = this.#start;
    const body = joinChunks(this.#chunks, this.#received);
    if (how === 'suffix') {
      // An empty body: nothing was missing.
      const parts = body.length === 0 ? ok([]) : unpackSuffix(body);
      return parts.ok ? ok({ how, epoch, ...this.#end, parts: parts.value }) : parts;
    }
    const states = body.length === 0 ? ok(NO_STATES) : openStates(body);
    return states.ok ? ok({ how, epoch, ...this.#end, states: states.value }) : states;
  }
}

function joinChunks(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

export function parseMembers(raw: unknown): readonly MemberEntry[] | undefined {
  if (!Array.isArray(raw)) return undefined;
  const members: MemberEntry[] = [];
  for (const item of raw) {
    const member = parseMember(item);
    if (!member) return undefined;
    members.push(member);
  }
  return members;
}

/** Most other instances that a room may report. */
const MAX_ORIGINS = 256;

/** [PRS-3] Empty when absent. */
export function parseElsewhere(raw: unknown): readonly ElsewhereMembers[] | undefined {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw) || raw.length > MAX_ORIGINS) return undefined;
  const tables: ElsewhereMembers[] = [];
  for (const item of raw) {
    const { origin, members } = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
    const present = parseMembers(members);
    if (!isInstanceId(origin) || !present) return undefined;
    tables.push({ origin, members: present });
  }
  return tables;
}
