import { assertNever } from '../../base/assert-never.ts';
import { fail, ok, type Refusal, type Result } from '../../base/result.ts';
import { LIMITS } from '../../contract/limits.ts';
import { readBytes, readCount, type WireValue } from '../../wire/wire-value.ts';
import { readSpans } from '../bodies/spans.ts';
import type { ForgottenRange } from '../forgotten.ts';
import { authorOf, type ClientId, type ElementId, elementId, isClientId, isElementId, ordinalOf } from '../ids.ts';
import { acceptsValue, type Facts, isBody, isFactCode, LAST_KIND, PROPS, propCode, propName, type Values } from '../kinds.ts';
import { type AddOp, type Op, OpCode } from '../op.ts';
import { type PropValue, readPropValue } from '../prop-value.ts';
import { decodeStateTable, encodeStateTable } from './state-table.ts';

/**
 * Ops as MessagePack values (SPEC.md, section OPS). An element is written as its ordinal when it belongs to the batch's author,
 * else as its whole id. A single op stands alone, several ops form a list: a batch is `[code, …]` or `[[code, …], …]`.
 */
export function encodeOps(author: ClientId, ops: readonly Op[]): WireValue {
  const [first] = ops;
  return ops.length === 1 && first ? encodeOp(author, first) : ops.map((op) => encodeOp(author, op));
}

function encodeRef(author: ClientId, id: ElementId): WireValue {
  return authorOf(id) === author ? ordinalOf(id) : id;
}

function encodeOp(author: ClientId, op: Op): WireValue {
  switch (op.kind) {
    case 'add':
      return encodeAdd(author, op);
    case 'set':
      return [OpCode.set, encodeRef(author, op.id), op.lamport, ...pairs(op.values)];
    case 'alive':
      return [OpCode.alive, op.lamport, op.alive ? 1 : 0, ...op.ids.map((id) => encodeRef(author, id))];
    case 'append':
      return [typeof op.chunk === 'string' ? OpCode.type : OpCode.append, encodeRef(author, op.id), op.offset, op.chunk];
    case 'end':
      return [OpCode.end, encodeRef(author, op.id), op.count];
    case 'cut':
      return [OpCode.cut, encodeRef(author, op.id), ...op.spans];
    case 'forget':
      return [OpCode.forget, ...op.ranges.flatMap(({ author: of, from, to }) => [of, from, to])];
    case 'restore':
      return [OpCode.restore, encodeStateTable([{ ...op.state, marks: [] }])];
    default:
      return assertNever(op);
  }
}

/** Registers that nearly every element is born with. They are written by position, which saves one byte of code each. */
const BY_PLACE = ['order', 'x', 'y', 'color', 'width'] as const;
/** Items of an `add` before the property pairs. */
const ADD_HEAD = 5 + BY_PLACE.length;

function encodeAdd(author: ClientId, { id, lamport, birth, values }: AddOp): WireValue {
  const rest: Record<string, PropValue | undefined> = { ...values };
  const placed = BY_PLACE.map((name): WireValue => {
    const value = rest[name] as PropValue | undefined;
    delete rest[name];
    return value ?? null;
  });
  return [OpCode.add, encodeRef(author, id), lamport, birth.kind, ...placed, birth.body, ...pairs(birth.facts), ...pairs(rest)];
}

function pairs(values: object): WireValue[] {
  const out: WireValue[] = [];
  for (const [name, value] of Object.entries(values)) if (value !== undefined) out.push(propCode(name), value);
  return out;
}

/** Reads a batch's ops. Checks type and range of every field, but nothing that needs the board (see `validate-op.ts`). */
export function decodeOps(author: ClientId, raw: unknown): Result<readonly Op[], Refusal> {
  if (!Array.isArray(raw) || raw.length === 0) return fail('batch.malformed', 'ops');
  if (!Array.isArray(raw[0])) {
    const op = decodeOp(author, raw);
    return op.ok ? ok([op.value]) : op;
  }
  if (raw.length > LIMITS.opsPerBatch) return fail('batch.too_many_ops');
  const ops: Op[] = [];
  for (const item of raw) {
    const op = decodeOp(author, item);
    if (!op.ok) return op;
    ops.push(op.value);
  }
  return ok(ops);
}

/** Ops of a batch as it came that add an element, without decoding any. */
export function countAdds(raw: unknown): number {
  if (!Array.isArray(raw)) return 0;
  if (!Array.isArray(raw[0])) return raw[0] === OpCode.add ? 1 : 0;
  let adds = 0;
  for (const item of raw) if (Array.isArray(item) && item[0] === OpCode.add) adds++;
  return adds;
}

function readRef(author: ClientId, raw: unknown): ElementId | undefined {
  if (typeof raw === 'number') return readCount(raw) ? elementId(author, raw) : undefined;
  return isElementId(raw) ? raw : undefined;
}

const malformed = (what: string): Result<never, Refusal> => fail('op.malformed', what);

function decodeOp(author: ClientId, raw: unknown): Result<Op, Refusal> {
  if (!Array.isArray(raw)) return malformed('not a list');
  switch (raw[0]) {
    case OpCode.append:
      return decodeAppend(author, raw);
    case OpCode.type:
      return decodeType(author, raw);
    case OpCode.add:
      return decodeAdd(author, raw);
    case OpCode.end: {
      const id = readRef(author, raw[1]);
      const count = readCount(raw[2], LIMITS.pointsPerStroke);
      if (!id || count === undefined || raw.length !== 3) return malformed('end');
      return ok({ kind: 'end', id, count });
    }
    case OpCode.set:
      return decodeSet(author, raw);
    case OpCode.alive:
      return decodeAlive(author, raw);
    case OpCode.cut: {
      const id = readRef(author, raw[1]);
      const spans = readSpans(raw.slice(2), LIMITS.spansPerCut);
      return id && spans ? ok({ kind: 'cut', id, spans }) : malformed('cut');
    }
    case OpCode.forget:
      return decodeForget(raw);
    case OpCode.restore: {
      const states = raw.length === 2 ? decodeStateTable(raw[1]) : undefined;
      if (!states) return malformed('restore');
      if (!states.ok) return states;
      const [state] = states.value;
      const isWhole = state?.birth && !state.waiting && state.forgottenTo === undefined;
      return isWhole && states.value.length === 1 ? ok({ kind: 'restore', state }) : malformed('restore');
    }
    default:
      return typeof raw[0] === 'number' ? fail('op.unknown_code') : malformed('code');
  }
}

function decodeAppend(author: ClientId, raw: readonly unknown[]): Result<Op, Refusal> {
  const id = readRef(author, raw[1]);
  const offset = readCount(raw[2], LIMITS.pointsPerStroke);
  const chunk = readBytes(raw[3]);
  if (!id || offset === undefined || !chunk || chunk.length === 0 || raw.length !== 4) return malformed('append');
  if (chunk.length > LIMITS.appendBytes) return fail('append.too_many_points');
  return ok({ kind: 'append', id, offset, chunk });
}

function decodeType(author: ClientId, raw: readonly unknown[]): Result<Op, Refusal> {
  const id = readRef(author, raw[1]);
  const offset = readCount(raw[2], LIMITS.textUnitsPerRun);
  const chunk: unknown = raw[3];
  if (!id || offset === undefined || typeof chunk !== 'string' || chunk === '' || raw.length !== 4) return malformed('type');
  if (!chunk.isWellFormed()) return malformed('half a character');
  if (offset + chunk.length > LIMITS.textUnitsPerRun) return fail('text.too_long');
  return ok({ kind: 'append', id, offset, chunk });
}

function decodeAlive(author: ClientId, raw: readonly unknown[]): Result<Op, Refusal> {
  const lamport = readCount(raw[1]);
  if (lamport === undefined || (raw[2] !== 0 && raw[2] !== 1) || raw.length < 4) return malformed('alive');
  if (raw.length - 3 > LIMITS.refsPerOp) return fail('batch.too_many_ops');
  const ids: ElementId[] = [];
  for (let i = 3; i < raw.length; i++) {
    const id = readRef(author, raw[i]);
    if (!id) return malformed('alive');
    ids.push(id);
  }
  return ok({ kind: 'alive', lamport, alive: raw[2] === 1, ids });
}

function decodeForget(raw: readonly unknown[]): Result<Op, Refusal> {
  if (raw.length < 4 || raw.length % 3 !== 1 || raw.length > 3 * LIMITS.rangesPerForget + 1) return malformed('forget');
  const ranges: ForgottenRange[] = [];
  for (let i = 1; i < raw.length; i += 3) {
    const author: unknown = raw[i];
    const from = readCount(raw[i + 1]);
    const to = readCount(raw[i + 2]);
    if (!isClientId(author) || !from || to === undefined || to <= from) return malformed('forget');
    ranges.push({ author, from, to });
  }
  return ok({ kind: 'forget', ranges });
}

function decodeAdd(author: ClientId, raw: readonly unknown[]): Result<Op, Refusal> {
  if (raw.length < ADD_HEAD || (raw.length - ADD_HEAD) % 2 !== 0) return malformed('add');
  const id = readRef(author, raw[1]);
  const lamport = readCount(raw[2]);
  const kind = readCount(raw[3], LAST_KIND);
  const body = raw[ADD_HEAD - 1];
  if (!id || lamport === undefined || !kind || !isBody(body)) return malformed('add');
  const values: Record<string, PropValue> = {};
  for (const [i, name] of BY_PLACE.entries()) {
    const value = raw[4 + i];
    const refused = value === null ? undefined : readProp(values, PROPS[name].code, value);
    if (refused) return refused;
  }
  const facts: Record<string, PropValue> = {};
  for (let i = ADD_HEAD; i < raw.length; i += 2) {
    const code: unknown = raw[i];
    const refused = readProp(typeof code === 'number' && isFactCode(code) ? facts : values, code, raw[i + 1]);
    if (refused) return refused;
  }
  return ok({ kind: 'add', id, lamport, birth: { kind, body, facts: facts as Facts }, values: values as Values });
}

function decodeSet(author: ClientId, raw: readonly unknown[]): Result<Op, Refusal> {
  const id = readRef(author, raw[1]);
  const lamport = readCount(raw[2]);
  if (!id || lamport === undefined || raw.length < 5 || raw.length % 2 === 0) return malformed('set');
  const values: Record<string, PropValue> = {};
  for (let i = 3; i < raw.length; i += 2) {
    const code: unknown = raw[i];
    if (typeof code === 'number' && isFactCode(code)) return fail('op.value', 'property');
    const refused = readProp(values, code, raw[i + 1]);
    if (refused) return refused;
  }
  return ok({ kind: 'set', id, lamport, values: values as Values });
}

/** Puts the value of a property into `into`, or returns the reason why not. `alive` has an op of its own. */
function readProp(into: Record<string, PropValue>, code: unknown, raw: unknown): ReturnType<typeof fail> | undefined {
  const name = typeof code === 'number' ? propName(code) : undefined;
  if (name === undefined || name in into || code === PROPS.alive.code) return fail('op.value', 'property');
  const value = readPropValue(raw);
  if (value === undefined || !acceptsValue(code as number, value)) {
    return fail(name === 'x' || name === 'y' ? 'op.coordinate' : 'op.value', name);
  }
  into[name] = value;
  return undefined;
}
