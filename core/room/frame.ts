import { fail, ok, type Refusal, type Result } from '../base/result.ts';
import { decodeOps } from '../board/codec/op-codec.ts';
import { type ClientId, type InstanceId, isClientId, isInstanceId, type RoomId, type Seq } from '../board/ids.ts';
import type { OpBatch } from '../board/op.ts';
import type { MemberEntry } from '../contract/hub-contract.ts';
import { LIMITS } from '../contract/limits.ts';
import { readCount, type WireValue } from '../wire/wire-value.ts';
import { isReaction, type Reaction } from './reaction.ts';
import { encodeShown, readShown, type Shown } from './shown.ts';

/**
 * A batch in a frame. Its author is a member number, or a whole id when the member has left. `ops` stays as it came (encode
 * once).
 */
export interface FrameBatch {
  readonly author: number | ClientId;
  readonly n: number;
  readonly ops: WireValue;
}

/** Cursor of a member, world pixels. Without x and y: off the board. */
export interface FrameCursor {
  readonly no: number;
  readonly x?: number;
  readonly y?: number;
  /** [PRS-5] Only when it has changed. */
  readonly shown?: Shown;
  /** [PRS-6] The member reacted since the last frame. */
  readonly reaction?: Reaction;
}

export type MemberChange =
  | { readonly kind: 'joined'; readonly member: MemberEntry }
  | { readonly kind: 'left'; readonly no: number };

/** What an instance sends to a room in one tick. */
export interface Frame {
  /** Undefined: the instance that the receiver joined. */
  readonly origin: InstanceId | undefined;
  /** Seq of the first batch, or the next seq when there is no batch. Either way a gap before it shows. */
  readonly firstSeq: Seq;
  /** Everything of this origin up to here is durable. */
  readonly durableSeq: Seq;
  readonly batches: readonly FrameBatch[];
  readonly cursors: readonly FrameCursor[];
  readonly members: readonly MemberChange[];
}

/**
 * The argument of the client method `f` (SPEC.md, section FRM): `[firstSeq, lag, batches, cursors?, members?, origin?, room?, shown?, reactions?]`,
 * without trailing empty fields. `lag` is how far durableSeq is behind the frame's last seq (0: all of it is durable).
 */
export function encodeFrame(frame: Frame): WireValue[] {
  const batches: WireValue[] = [];
  for (const batch of frame.batches) batches.push(batch.author, batch.n, batch.ops);
  const lastSeq = frame.firstSeq + frame.batches.length - 1;
  const fields: WireValue[] = [frame.firstSeq, Math.max(0, lastSeq - frame.durableSeq), batches];
  if (frame.cursors.length > 0 || frame.members.length > 0 || frame.origin !== undefined) {
    const cursors: WireValue[] = [];
    for (const cursor of frame.cursors) cursors.push(cursor.no, cursor.x ?? null, cursor.y ?? null);
    fields.push(cursors);
  }
  if (frame.members.length > 0 || frame.origin !== undefined) {
    fields.push(frame.members.map((change) => (change.kind === 'left' ? [change.no] : memberFields(change.member))));
  }
  if (frame.origin !== undefined) fields.push(frame.origin);
  const shown = frame.cursors.flatMap((cursor): WireValue[] => (cursor.shown ? [cursor.no, encodeShown(cursor.shown)] : []));
  const reactions = frame.cursors.flatMap(({ no, reaction }): WireValue[] => (reaction === undefined ? [] : [no, reaction]));
  if (shown.length + reactions.length > 0) {
    for (const empty of [[], [], null, null].slice(fields.length - FRAME_CURSORS)) fields.push(empty);
    fields.push(shown);
  }
  if (reactions.length > 0) fields.push(reactions);
  return fields;
}

/** A member on the wire: `no, id, name, color`, and 1 for a program [PRS-7]. */
export function memberFields({ no, clientId, name, color, program }: MemberEntry): WireValue[] {
  return program === true ? [no, clientId, name, color, 1] : [no, clientId, name, color];
}

/** Reads `memberFields`. */
export function readMemberFields(raw: readonly unknown[]): MemberEntry | undefined {
  return parseMember({ no: raw[0], clientId: raw[1], name: raw[2], color: raw[3], program: raw[4] === 1 });
}

/** Index of the cursors. The fields after it may be left out. */
const FRAME_CURSORS = 3;

/**
 * Index of the room's id in a frame that members of several rooms and instances may receive over one connection. Clients skip it.
 */
export const FRAME_ROOM = 6;

/**
 * Adds the room to a frame, for a transport whose group sends reach other instances too. The origin is named then. Changes
 * `fields`.
 */
export function nameRoom(fields: WireValue[], room: RoomId): WireValue[] {
  fields[FRAME_ROOM] = room;
  return fields;
}

const malformed = (what: string): Result<never, Refusal> => fail('frame.malformed', what);

/** `raw`: the argument of `f` as it came. */
export function decodeFrame(raw: unknown): Result<Frame, Refusal> {
  if (!Array.isArray(raw)) return malformed('no list');
  const [
    rawFirst,
    rawLag,
    rawBatches,
    rawCursors = [],
    rawMembers = [],
    origin,
    ,
    rawShown = [],
    rawReactions = [],
  ]: readonly unknown[] = raw;
  if (origin !== null && origin !== undefined && !isInstanceId(origin)) return malformed('origin');
  const firstSeq = readCount(rawFirst);
  const lag = readCount(rawLag);
  if (!firstSeq || lag === undefined) return malformed('seq');
  if (!Array.isArray(rawBatches) || rawBatches.length % 3 !== 0) return malformed('batches');
  if (!Array.isArray(rawCursors) || rawCursors.length % 3 !== 0) return malformed('cursors');
  if (!Array.isArray(rawMembers)) return malformed('members');
  const shownBy = readShownBy(rawShown);
  if (!shownBy) return malformed('shown');
  const reactionBy = readReactions(rawReactions);
  const batches: FrameBatch[] = [];
  for (let i = 0; i < rawBatches.length; i += 3) {
    const author: unknown = rawBatches[i];
    const n = readCount(rawBatches[i + 1]);
    const known = isClientId(author) || readCount(author) !== undefined;
    if (!known || !n) return malformed('batch');
    batches.push({ author: author as number | ClientId, n, ops: rawBatches[i + 2] });
  }
  const cursors: FrameCursor[] = [];
  for (let i = 0; i < rawCursors.length; i += 3) {
    const no = readCount(rawCursors[i]);
    const x: unknown = rawCursors[i + 1];
    const y: unknown = rawCursors[i + 2];
    if (no === undefined) return malformed('cursor');
    const shown = shownBy.get(no);
    const reaction = reactionBy.get(no);
    const more = { ...(shown ? { shown } : {}), ...(reaction === undefined ? {} : { reaction }) };
    if (x === null && y === null) cursors.push({ no, ...more });
    else if (Number.isFinite(x) && Number.isFinite(y)) cursors.push({ no, x: x as number, y: y as number, ...more });
    else return malformed('cursor');
  }
  const members: MemberChange[] = [];
  for (const rawChange of rawMembers) {
    const change = decodeMemberChange(rawChange);
    if (!change) return malformed('member');
    members.push(change);
  }
  const lastSeq = firstSeq + batches.length - 1;
  return ok({ origin: origin ?? undefined, firstSeq, durableSeq: lastSeq - lag, batches, cursors, members });
}

/** `no, shown` repeated. */
function readShownBy(raw: unknown): ReadonlyMap<number, Shown> | undefined {
  if (!Array.isArray(raw) || raw.length % 2 !== 0) return undefined;
  const shownBy = new Map<number, Shown>();
  for (let i = 0; i < raw.length; i += 2) {
    const [no, shown] = [readCount(raw[i]), readShown(raw[i + 1])];
    if (no === undefined || !shown) return undefined;
    shownBy.set(no, shown);
  }
  return shownBy;
}

/** `no, reaction` repeated. A reader leaves out what it does not know: a reaction is worth no connection. */
function readReactions(raw: unknown): ReadonlyMap<number, Reaction> {
  const reactionBy = new Map<number, Reaction>();
  if (!Array.isArray(raw)) return reactionBy;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [no, reaction]: [number | undefined, unknown] = [readCount(raw[i]), raw[i + 1]];
    if (no !== undefined && isReaction(reaction)) reactionBy.set(no, reaction);
  }
  return reactionBy;
}

function decodeMemberChange(raw: unknown): MemberChange | undefined {
  if (!Array.isArray(raw)) return undefined;
  if (raw.length === 1) {
    const no = readCount(raw[0]);
    return no === undefined ? undefined : { kind: 'left', no };
  }
  const member = readMemberFields(raw);
  return member && { kind: 'joined', member };
}

export function parseMember(raw: unknown): MemberEntry | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { no, clientId, name, color, program } = raw as Record<string, unknown>;
  const number = readCount(no);
  const hue = readCount(color, 255);
  if (number === undefined || hue === undefined || !isClientId(clientId)) return undefined;
  if (typeof name !== 'string' || name.length > LIMITS.nameChars) return undefined;
  return { no: number, clientId, name, color: hue, ...(program === true ? { program } : {}) };
}

/**
 * Reads the ops of a frame's batches. `authorOfMember` resolves a member number; an unknown number means that a frame was missed.
 */
export function openBatches(
  frame: Frame,
  authorOfMember: (no: number) => ClientId | undefined,
): Result<readonly OpBatch[], Refusal> {
  const opened: OpBatch[] = [];
  for (const batch of frame.batches) {
    const author = typeof batch.author === 'number' ? authorOfMember(batch.author) : batch.author;
    if (author === undefined) return malformed('unknown member');
    const ops = decodeOps(author, batch.ops);
    if (!ops.ok) return ops;
    opened.push({ author, n: batch.n, ops: ops.value });
  }
  return ok(opened);
}
