import { fail, ok, type Refusal, type Result } from '../base/result.ts';
import { LIMITS } from '../contract/limits.ts';
import { readBytes, readCount, type WireValue } from '../wire/wire-value.ts';
import { type ChangeMark, type ElementState, isElementKind, Prop, type Stamp, type WaitingChunk } from './element.ts';
import { readValue } from './element-values.ts';
import { authorOf, type ClientId, elementId, type InstanceId, isClientId, isInstanceId, ordinalOf } from './ids.ts';
import { SETTABLE, type SettableProp } from './op.ts';
import { newTail, readPoints } from './points-codec.ts';

const PROP_COUNT = Object.keys(Prop).length;
const ALIVE = 1;
const PRESSURED = 2;
const RESTORED = 4;
const UNBORN = 8;

/**
 * Element states as one table: `[clients, origins, rows]`. Clients and origins are written once and named by index, which is what
 * makes a board of short strokes small. Row: `[author, k, kind, flags, order, x, y, color, width, stamps, count, end, points, marks]`;
 * `stamps` is `[lamport, client]` when all registers have the same one (the usual case), else one pair per register, flattened;
 * `end` is nil while the stroke is being drawn; `marks` is `[origin, seq, …]`. A fifteenth item, `[offset, points, …]`, is there where
 * chunks wait for the part before them.
 */
export function encodeStateTable(states: Iterable<ElementState>): WireValue {
  const head = new StateTableHead();
  const rows: WireValue[] = [];
  for (const state of states) rows.push(head.row(state));
  return [head.clients, head.origins, rows];
}

/** The clients and origins that the rows of one table name by index: complete when the last row is made. */
export class StateTableHead {
  readonly clients: ClientId[] = [];
  readonly origins: InstanceId[] = [];
  readonly #clientAt = indexer(this.clients);
  readonly #originAt = indexer(this.origins);

  row(state: ElementState): WireValue[] {
    const { id, values } = state;
    const flags =
      (values.alive ? ALIVE : 0) |
      (values.pressured ? PRESSURED : 0) |
      (state.restored ? RESTORED : 0) |
      (state.unborn ? UNBORN : 0);
    const [first] = state.stamps;
    const same = state.stamps.every((stamp) => stamp.lamport === first?.lamport && stamp.clientId === first.clientId);
    const written = same ? state.stamps.slice(0, 1) : state.stamps;
    return [
      this.#clientAt(authorOf(id)),
      ordinalOf(id),
      values.kind,
      flags,
      values.order,
      values.x,
      values.y,
      values.color,
      values.width,
      written.flatMap((stamp) => [stamp.lamport, this.#clientAt(stamp.clientId)]),
      state.pointCount,
      state.endCount < 0 ? null : state.endCount,
      state.points,
      state.marks.flatMap((mark) => [this.#originAt(mark.origin), mark.seq]),
      ...(state.waiting ? [state.waiting.flatMap(({ offset, points }) => [offset, points])] : []),
    ];
  }
}

function indexer<T>(table: T[]): (value: T) => number {
  const known = new Map<T, number>();
  return (value) => {
    let at = known.get(value);
    if (at === undefined) {
      at = table.length;
      table.push(value);
      known.set(value, at);
    }
    return at;
  };
}

const malformed = (detail: string): Result<never, Refusal> => fail('snapshot.malformed', detail);

/** A table whose rows are read one by one, by who must not be busy for long. */
export interface StateTable {
  readonly size: number;
  /** Reads row `index`, checking every field; the points of a stroke are walked once. */
  state(index: number): Result<ElementState, Refusal>;
}

export function openStateTable(raw: unknown): Result<StateTable, Refusal> {
  if (!Array.isArray(raw) || raw.length !== 3) return malformed('table');
  const [clients, origins, rows] = raw;
  if (!Array.isArray(clients) || !clients.every(isStampClient)) return malformed('clients');
  if (!Array.isArray(origins) || !origins.every(isInstanceId)) return malformed('origins');
  if (!Array.isArray(rows)) return malformed('rows');
  // Instances fill a board at the same time, each up to the bound [OPS-8].
  if (rows.length > 2 * LIMITS.elementsPerBoard) return fail('board.too_many_elements');
  return ok({ size: rows.length, state: (index) => decodeRow(rows[index], clients, origins) });
}

/** Opens and reads a whole table. */
export function decodeStateTable(raw: unknown): Result<readonly ElementState[], Refusal> {
  const table = openStateTable(raw);
  return table.ok ? readStateTable(table.value) : table;
}

/** Reads every row. */
export function readStateTable(table: StateTable): Result<readonly ElementState[], Refusal> {
  const states: ElementState[] = [];
  for (let i = 0; i < table.size; i++) {
    const state = table.state(i);
    if (!state.ok) return state;
    states.push(state.value);
  }
  return ok(states);
}

/** The author of a register that nobody has written is ''. */
function isStampClient(raw: unknown): raw is ClientId {
  return raw === '' || isClientId(raw);
}

function decodeRow(row: unknown, clients: readonly ClientId[], origins: readonly InstanceId[]): Result<ElementState, Refusal> {
  if (!Array.isArray(row) || (row.length !== 14 && row.length !== 15)) return malformed('row');
  const [author, k, kind, flags, order, x, y, color, width, rawStamps, rawCount, rawEnd, rawPoints, rawMarks, rawWaiting] = row;
  const owner = clients[readCount(author) ?? -1];
  const ordinal = readCount(k);
  const bits = readCount(flags, 15);
  if (!owner || !ordinal || bits === undefined) return malformed('id');
  if (!isElementKind(kind)) return fail('op.value', 'kind');
  const isUnborn = (bits & UNBORN) !== 0;
  const stamps = decodeStamps(rawStamps, clients);
  const settable = { order, x, y, color, width } as Record<SettableProp, never>;
  for (const name of Object.keys(settable) as SettableProp[]) {
    // A register that nobody has written yet is '' or 0, which nobody may write.
    if (isUnborn && stamps?.[SETTABLE[name] - 1]?.clientId === '' && (settable[name] === '' || settable[name] === 0)) continue;
    const refused = readValue(name, settable[name]);
    if (refused) return refused;
  }
  const waiting = rawWaiting === undefined ? undefined : decodeWaiting(rawWaiting);
  const marks = decodeMarks(rawMarks, origins);
  const points = readBytes(rawPoints);
  const count = readCount(rawCount, LIMITS.pointsPerStroke);
  const end = rawEnd === null ? -1 : readCount(rawEnd, LIMITS.pointsPerStroke);
  if (!stamps || !marks || !points || count === undefined || end === undefined) return malformed('row');
  if (row.length === 15 && !waiting) return malformed('waiting');
  const pressured = (bits & PRESSURED) !== 0;
  const walked = readPoints(newTail(), points, pressured);
  if (typeof walked === 'string') return fail(walked);
  if (walked !== count) return malformed('count');
  return ok({
    id: elementId(owner, ordinal),
    values: { kind, alive: (bits & ALIVE) !== 0, pressured, ...settable },
    stamps,
    points,
    pointCount: count,
    endCount: end,
    restored: (bits & RESTORED) !== 0,
    ...(isUnborn ? { unborn: true } : {}),
    ...(waiting ? { waiting } : {}),
    marks,
  });
}

function decodeStamps(raw: unknown, clients: readonly ClientId[]): Stamp[] | undefined {
  if (!Array.isArray(raw) || (raw.length !== 2 && raw.length !== 2 * PROP_COUNT)) return undefined;
  const stamps: Stamp[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const lamport = readCount(raw[i]);
    const clientId = clients[readCount(raw[i + 1]) ?? -1];
    if (lamport === undefined || clientId === undefined) return undefined;
    stamps.push({ lamport, clientId });
  }
  const [only] = stamps;
  return stamps.length === 1 && only ? new Array<Stamp>(PROP_COUNT).fill(only) : stamps;
}

function decodeMarks(raw: unknown, origins: readonly InstanceId[]): ChangeMark[] | undefined {
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

function decodeWaiting(raw: unknown): WaitingChunk[] | undefined {
  if (!Array.isArray(raw) || raw.length % 2 !== 0) return undefined;
  const waiting: WaitingChunk[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const offset = readCount(raw[i], LIMITS.pointsPerStroke);
    const points = readBytes(raw[i + 1]);
    if (offset === undefined || !points || points.length > LIMITS.appendBytes) return undefined;
    waiting.push({ offset, points });
  }
  return waiting;
}
