import { fail, ok, type Refusal, type Result } from '../../base/result.ts';
import { LIMITS } from '../../contract/limits.ts';
import { readBytes, readCount } from '../../wire/wire-value.ts';
import { type Chunk, isRunText, NO_BYTES } from '../bodies/chain.ts';
import { newTail, readPoints } from '../bodies/points-codec.ts';
import { readSpans, type Spans } from '../bodies/spans.ts';
import type { ChangeMark, ElementState, Stamp, WaitingChunk } from '../element.ts';
import { type ClientId, elementId, type InstanceId } from '../ids.ts';
import {
  acceptsValue,
  BOARD_ELEMENT,
  Body,
  type Facts,
  isBody,
  isFactCode,
  LAST_KIND,
  NAMES_ELEMENT,
  PROPS,
  propName,
  type Values,
} from '../kinds.ts';
import { type PropValue, readPropValue } from '../prop-value.ts';

/** Bits of a row's flags. */
export const RESTORED = 1;
/** The author's end is the end of the content. */
export const ENDED = 2;
/** The author's end is elsewhere: a number after the values. */
export const HAS_END = 4;
export const SEALED = 8;
export const WAITING = 16;
/** Not an element: the author's elements from this ordinal up to the body, a number, are forgotten. */
export const FORGOTTEN = 32;
/** Items of a row before the values. */
const ROW_HEAD = 7;
/** Kind of a row that has registers but no birth yet. */
export const UNBORN = 0;

const malformed = (detail: string): Result<never, Refusal> => fail('snapshot.malformed', detail);

/** What many rows have in common (`state-table.ts`). */
export interface Shape {
  readonly kind: number;
  readonly body: Body;
  /** Ascending, so facts come last. */
  readonly codes: readonly number[];
  readonly names: readonly string[];
  readonly registers: number;
}

/** Undefined: this version cannot read the shape. That costs the rows of the shape, not the table. */
export function readShape(raw: unknown): Shape | undefined {
  if (!Array.isArray(raw) || raw.length < 2) return undefined;
  const [kind, body, ...codes] = raw as unknown[];
  const code = readCount(kind, LAST_KIND);
  if (code === undefined || !isBody(body)) return undefined;
  const names: string[] = [];
  for (const [i, prop] of codes.entries()) {
    const name = typeof prop === 'number' ? propName(prop) : undefined;
    if (name === undefined || (i > 0 && (codes[i - 1] as number) >= (prop as number))) return undefined;
    names.push(name);
  }
  const known = codes as number[];
  return { kind: code, body, codes: known, names, registers: known.filter((prop) => !isFactCode(prop)).length };
}

/** The clients and origins that a table names by index. */
export interface RowHead {
  readonly clients: readonly ClientId[];
  readonly origins: readonly InstanceId[];
}

/** Reads one row of the current format. */
export function decodeRow(row: unknown, head: RowHead, shapes: readonly (Shape | undefined)[]): Result<ElementState, Refusal> {
  if (!Array.isArray(row) || row.length < ROW_HEAD) return malformed('row');
  const [author, k, rawShape, rawFlags, rawStamps, rawMarks, rawBody] = row;
  const owner = head.clients[readCount(author) ?? -1];
  const ordinal = readCount(k);
  const shape = shapes[readCount(rawShape) ?? -1];
  const flags = readCount(rawFlags, 63);
  if (!owner || ordinal === undefined || !shape || flags === undefined) return malformed('row head');
  const id = elementId(owner, ordinal);
  if (ordinal === 0 && id !== BOARD_ELEMENT) return malformed('id');
  const hasEnd = (flags & HAS_END) !== 0;
  const hasWaiting = (flags & WAITING) !== 0;
  const end = ROW_HEAD + shape.codes.length;
  if (row.length !== end + (hasEnd ? 1 : 0) + (hasWaiting ? 1 : 0)) return malformed('row length');
  const stamps = decodeStamps(rawStamps, head.clients, shape.registers);
  const marks = decodeMarks(rawMarks, head.origins);
  if (!stamps || !marks) return malformed('stamps');
  const values: Record<string, PropValue> = {};
  const facts: Record<string, PropValue> = {};
  const stampOf: Record<string, Stamp> = {};
  for (const [i, code] of shape.codes.entries()) {
    const raw: unknown = row[ROW_HEAD + i];
    const value = readPropValue(NAMES_ELEMENT.has(code) ? withId(code, raw, head.clients) : raw);
    const name = shape.names[i] as string;
    if (value === undefined || !acceptsValue(code, value)) return fail('op.value', name);
    if (i >= shape.registers) facts[name] = value;
    else {
      values[name] = value;
      stampOf[name] = stamps[i] as Stamp;
    }
  }
  const forgottenTo = (flags & FORGOTTEN) !== 0 ? readCount(rawBody) : undefined;
  if ((flags & FORGOTTEN) !== 0 && (forgottenTo === undefined || forgottenTo <= ordinal || shape.kind !== UNBORN))
    return malformed('forgotten');
  const body = readBody(shape.body, forgottenTo === undefined ? rawBody : null);
  if (!body.ok) return body;
  const { content, count, spans } = body.value;
  const endCount = hasEnd ? readCount(row[end], LIMITS.pointsPerStroke) : (flags & ENDED) !== 0 ? count : -1;
  const waiting = hasWaiting ? decodeWaiting(row.at(-1)) : undefined;
  if (endCount === undefined || (hasWaiting && !waiting)) return malformed('end');
  return ok({
    id,
    birth: shape.kind === UNBORN ? undefined : { kind: shape.kind, body: shape.body, facts: facts as Facts },
    values: values as Values,
    stamps: stampOf,
    content,
    count,
    endCount,
    restored: (flags & RESTORED) !== 0,
    ...((flags & SEALED) !== 0 ? { sealed: true as const } : {}),
    ...(spans ? { spans } : {}),
    ...(waiting ? { waiting } : {}),
    ...(forgottenTo === undefined ? {} : { forgottenTo }),
    marks,
  });
}

/** Restores element ids from the table's form. Two numbers alone are a point, where the property can be a point. */
function withId(code: number, raw: unknown, clients: readonly ClientId[]): unknown {
  if (!Array.isArray(raw) || raw.length < 2 || (raw.length === 2 && code !== PROPS.target.code)) return raw;
  const [author, k, ...rest] = raw as unknown[];
  const owner = clients[readCount(author) ?? -1];
  const ordinal = readCount(k);
  if (!owner || ordinal === undefined) return undefined;
  const id = elementId(owner, ordinal);
  return code === PROPS.target.code ? id : [id, ...rest];
}

const EMPTY = { content: NO_BYTES, count: 0, spans: undefined };

interface BodyRead {
  readonly content: Chunk;
  readonly count: number;
  readonly spans: Spans | undefined;
}

function readBody(body: Body, raw: unknown): Result<BodyRead, Refusal> {
  if (raw === null || raw === undefined) return ok(EMPTY);
  switch (body) {
    case Body.none:
      return malformed('body');
    case Body.spans: {
      const spans = Array.isArray(raw) ? readSpans(raw, LIMITS.spansRead) : undefined;
      return spans ? ok({ ...EMPTY, spans }) : malformed('spans');
    }
    case Body.text:
      return isRunText(raw) ? ok({ content: raw, count: raw.length, spans: undefined }) : malformed('text');
    default: {
      const points = readBytes(raw);
      if (!points) return malformed('points');
      const count = readPoints(newTail(), points, body === Body.pressuredPoints);
      if (typeof count === 'string') return fail(count);
      return count <= LIMITS.pointsPerStroke ? ok({ content: points, count, spans: undefined }) : malformed('count');
    }
  }
}

function decodeStamps(raw: unknown, clients: readonly ClientId[], registers: number): Stamp[] | undefined {
  if (!Array.isArray(raw)) return undefined;
  if (registers === 0) return raw.length === 0 ? [] : undefined;
  if (raw.length % 3 !== 2) return undefined;
  const stampAt = (at: number): Stamp | undefined => {
    const lamport = readCount(raw[at]);
    const clientId = clients[readCount(raw[at + 1]) ?? -1];
    return lamport === undefined || clientId === undefined ? undefined : { lamport, clientId };
  };
  const usual = stampAt(0);
  if (!usual) return undefined;
  const stamps = new Array<Stamp>(registers).fill(usual);
  for (let at = 2; at < raw.length; at += 3) {
    const i = readCount(raw[at], registers - 1);
    const stamp = stampAt(at + 1);
    if (i === undefined || !stamp) return undefined;
    stamps[i] = stamp;
  }
  return stamps;
}

export function decodeMarks(raw: unknown, origins: readonly InstanceId[]): ChangeMark[] | undefined {
  if (!Array.isArray(raw) || raw.length % 2 !== 0) return undefined;
  const marks: ChangeMark[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const origin = origins[readCount(raw[i]) ?? -1];
    const seq = readCount(raw[i + 1]);
    if (origin === undefined || seq === undefined) return undefined;
    marks.push({ origin, seq });
  }
  return marks;
}

/** `[offset, chunk, …]`. Only catch-up bodies and stores have them. Both are MessagePack, so bytes stay bytes. */
export function decodeWaiting(raw: unknown): WaitingChunk[] | undefined {
  if (!Array.isArray(raw) || raw.length % 2 !== 0) return undefined;
  const waiting: WaitingChunk[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const offset = readCount(raw[i], LIMITS.pointsPerStroke);
    const item: unknown = raw[i + 1];
    const chunk = Array.isArray(item) ? readSpans(item, LIMITS.spansRead) : readChunk(item);
    if (offset === undefined || chunk === undefined) return undefined;
    waiting.push({ offset, chunk });
  }
  return waiting;
}

function readChunk(raw: unknown): Chunk | undefined {
  if (raw instanceof Uint8Array) return raw.length <= LIMITS.appendBytes ? raw : undefined;
  return isRunText(raw) ? raw : undefined;
}
