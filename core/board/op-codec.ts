import { assertNever } from '../base/assert-never.ts';
import { fail, ok, type Refusal, type Result } from '../base/result.ts';
import { LIMITS } from '../contract/limits.ts';
import { readBytes, readCount, type WireValue } from '../wire/wire-value.ts';
import { isElementKind } from './element.ts';
import { decodeStateTable, encodeStateTable } from './element-codec.ts';
import { readValue } from './element-values.ts';
import { authorOf, type ClientId, type ElementId, elementId, isElementId, ordinalOf } from './ids.ts';
import { type Op, OpCode, SETTABLE, type Settable, type SettableProp } from './op.ts';

/**
 * Ops as MessagePack values (SPEC.md, section OPS). An element is written as its ordinal when it belongs to the batch's author, else
 * as its whole id. One op stands for itself; several stand in a list: a batch is `[code, …]` or `[[code, …], …]`.
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
    case 'add': {
      const { kind, order, x, y, color, width, pressured } = op.values;
      return [OpCode.add, encodeRef(author, op.id), op.lamport, kind, order, x, y, color, width, pressured ? 1 : 0];
    }
    case 'set': {
      const out: WireValue[] = [OpCode.set, encodeRef(author, op.id), op.lamport];
      for (const name of Object.keys(op.values) as SettableProp[]) {
        const value = op.values[name];
        if (value !== undefined) out.push(SETTABLE[name], value);
      }
      return out;
    }
    case 'alive':
      return [OpCode.alive, op.lamport, op.alive ? 1 : 0, ...op.ids.map((id) => encodeRef(author, id))];
    case 'append':
      return [OpCode.append, encodeRef(author, op.id), op.offset, op.points];
    case 'end':
      return [OpCode.end, encodeRef(author, op.id), op.count];
    case 'restore':
      return [OpCode.restore, encodeStateTable([{ ...op.state, marks: [] }])];
    default:
      return assertNever(op);
  }
}

/** Reads a batch's ops; every field is checked for type and range, nothing for the board (that is `validate-op.ts`). */
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

function readRef(author: ClientId, raw: unknown): ElementId | undefined {
  if (typeof raw === 'number') return readCount(raw) ? elementId(author, raw) : undefined;
  return isElementId(raw) ? raw : undefined;
}

const malformed = (what: string): Result<never, Refusal> => fail('op.malformed', what);

function decodeOp(author: ClientId, raw: unknown): Result<Op, Refusal> {
  if (!Array.isArray(raw)) return malformed('not a list');
  switch (raw[0]) {
    case OpCode.append: {
      const id = readRef(author, raw[1]);
      const offset = readCount(raw[2], LIMITS.pointsPerStroke);
      const points = readBytes(raw[3]);
      if (!id || offset === undefined || !points || points.length === 0 || raw.length !== 4) return malformed('append');
      if (points.length > LIMITS.appendBytes) return fail('append.too_many_points');
      return ok({ kind: 'append', id, offset, points });
    }
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
    case OpCode.alive: {
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
    case OpCode.restore: {
      const states = raw.length === 2 ? decodeStateTable(raw[1]) : undefined;
      if (!states) return malformed('restore');
      if (!states.ok) return states;
      const [state] = states.value;
      const isWhole = state && !state.unborn && !state.waiting;
      return isWhole && states.value.length === 1 ? ok({ kind: 'restore', state }) : malformed('restore');
    }
    default:
      return typeof raw[0] === 'number' ? fail('op.unknown_code') : malformed('code');
  }
}

function decodeAdd(author: ClientId, raw: readonly unknown[]): Result<Op, Refusal> {
  if (raw.length !== 10) return malformed('add');
  const [, ref, rawLamport, kind, order, x, y, color, width, pressured] = raw;
  const id = readRef(author, ref);
  const lamport = readCount(rawLamport);
  if (!id || lamport === undefined || (pressured !== 0 && pressured !== 1)) return malformed('add');
  if (!isElementKind(kind)) return fail('op.value', 'kind');
  const settable = { order, x, y, color, width };
  for (const name of Object.keys(settable) as SettableProp[]) {
    const refused = readValue(name, settable[name]);
    if (refused) return refused;
  }
  const values = { kind, ...(settable as Required<Settable>), pressured: pressured === 1 };
  return ok({ kind: 'add', id, lamport, values });
}

const NAMES = new Map<number, SettableProp>((Object.keys(SETTABLE) as SettableProp[]).map((name) => [SETTABLE[name], name]));

function decodeSet(author: ClientId, raw: readonly unknown[]): Result<Op, Refusal> {
  const id = readRef(author, raw[1]);
  const lamport = readCount(raw[2]);
  if (!id || lamport === undefined || raw.length < 5 || raw.length % 2 === 0) return malformed('set');
  const values: { -readonly [P in SettableProp]?: unknown } = {};
  for (let i = 3; i < raw.length; i += 2) {
    const name = typeof raw[i] === 'number' ? NAMES.get(raw[i] as number) : undefined;
    if (!name || name in values) return fail('op.value', 'property');
    const refused = readValue(name, raw[i + 1]);
    if (refused) return refused;
    values[name] = raw[i + 1];
  }
  return ok({ kind: 'set', id, lamport, values: values as Settable });
}
