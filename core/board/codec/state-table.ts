import { fail, ok, type Refusal, type Result } from '../../base/result.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { WireValue } from '../../wire/wire-value.ts';
import type { Birth, ElementState, Stamp } from '../element.ts';
import { authorOf, type ClientId, type InstanceId, isClientId, isElementId, isInstanceId, ordinalOf } from '../ids.ts';
import { Body, isFactCode, NAMES_ELEMENT, propCode, propName } from '../kinds.ts';
import type { PropValue } from '../prop-value.ts';
import { decodeOldRow } from './old-state-row.ts';
import { decodeRow, ENDED, FORGOTTEN, HAS_END, RESTORED, readShape, SEALED, UNBORN, WAITING } from './state-row.ts';

/**
 * Element states as one table: `[clients, origins, shapes, rows]`. Clients, origins and *shapes* are written once and named by
 * index, which makes a board of short strokes small.
 * - Shape: `[kind, body, property, …]`, facts and registers by ascending codes.
 * - Row: `[author, k, shape, flags, stamps, marks, body, value, …]` with one value for each property of the shape, then the end
 *   (HAS_END) and `[offset, chunk, …]` (WAITING).
 * - `stamps`: `[lamport, client]` of most registers, then `i, lamport, client` for each other one; `i` counts registers.
 * - `marks`: `[origin, seq, …]`. `body`: bytes of points, text, a list of spans, or nil.
 * - Where a property names an element (`NAMES_ELEMENT`), the index of its author and its ordinal stand for its id.
 */
export function encodeStateTable(states: Iterable<ElementState>): WireValue {
  const head = new StateTableHead();
  const rows: WireValue[] = [];
  for (const state of states) rows.push(head.row(state));
  return [head.clients, head.origins, head.shapes, rows];
}

/** The values that the rows of one table name by index. Complete after the last row. */
export class StateTableHead {
  readonly clients: ClientId[] = [];
  readonly origins: InstanceId[] = [];
  readonly shapes: WireValue[] = [];
  readonly #clientAt = indexer(this.clients);
  readonly #originAt = indexer(this.origins);
  readonly #shapeAt = new Map<string, number>();

  row(state: ElementState): WireValue[] {
    const { id, birth, content, count, endCount, spans, waiting } = state;
    const named: [number, PropValue][] = [];
    for (const [name, value] of Object.entries({ ...birth?.facts, ...state.values })) named.push([propCode(name), value]);
    named.sort(([a], [b]) => a - b);
    const stamps: Stamp[] = [];
    for (const [code] of named) if (!isFactCode(code)) stamps.push(state.stamps[propName(code) as string] as Stamp);
    const hasEnd = endCount >= 0 && endCount !== count;
    const flags =
      (state.restored ? RESTORED : 0) |
      (endCount >= 0 && !hasEnd ? ENDED : 0) |
      (hasEnd ? HAS_END : 0) |
      (state.sealed ? SEALED : 0) |
      (waiting ? WAITING : 0) |
      (state.forgottenTo === undefined ? 0 : FORGOTTEN);
    return [
      this.#clientAt(authorOf(id)),
      ordinalOf(id),
      this.#shape(birth, named),
      flags,
      this.#stamps(stamps),
      state.marks.flatMap((mark) => [this.#originAt(mark.origin), mark.seq]),
      state.forgottenTo ?? spans ?? (count > 0 ? content : null),
      ...named.map(([code, value]) => (NAMES_ELEMENT.has(code) ? this.#withRef(value) : value)),
      ...(hasEnd ? [endCount] : []),
      ...(waiting ? [waiting.flatMap(({ offset, chunk }): WireValue[] => [offset, chunk])] : []),
    ];
  }

  /** An element id, alone or as the first item of a list, becomes the index of its author and its ordinal. */
  #withRef(value: PropValue): WireValue {
    const [id, ...rest] = typeof value === 'object' ? value : [value];
    return isElementId(id) ? [this.#clientAt(authorOf(id)), ordinalOf(id), ...rest] : value;
  }

  #shape(birth: Birth | undefined, named: readonly [number, PropValue][]): number {
    const shape = [birth?.kind ?? UNBORN, birth?.body ?? Body.none, ...named.map(([code]) => code)];
    const key = shape.join();
    let at = this.#shapeAt.get(key);
    if (at === undefined) {
      at = this.shapes.push(shape) - 1;
      this.#shapeAt.set(key, at);
    }
    return at;
  }

  #stamps(stamps: readonly Stamp[]): WireValue[] {
    const usual = usualStamp(stamps);
    if (!usual) return [];
    const out: WireValue[] = [usual.lamport, this.#clientAt(usual.clientId)];
    for (const [i, stamp] of stamps.entries()) {
      if (!isSame(stamp, usual)) out.push(i, stamp.lamport, this.#clientAt(stamp.clientId));
    }
    return out;
  }
}

const isSame = (a: Stamp, b: Stamp): boolean => a === b || (a.lamport === b.lamport && a.clientId === b.clientId);

function usualStamp(stamps: readonly Stamp[]): Stamp | undefined {
  let best: Stamp | undefined;
  let most = 0;
  for (const stamp of stamps) {
    if (best && isSame(best, stamp)) continue;
    const times = stamps.reduce((sum, other) => sum + (isSame(other, stamp) ? 1 : 0), 0);
    if (times > most) {
      best = stamp;
      most = times;
    }
    if (2 * times >= stamps.length) break;
  }
  return best;
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

/** A table whose rows are read one by one, for readers that must not block for long. */
export interface StateTable {
  readonly size: number;
  /** Reads row `index` and checks every field. Walks a body once. */
  state(index: number): Result<ElementState, Refusal>;
}

/** Reads current tables, and those of formats 1 and 2, which have no shapes. */
export function openStateTable(raw: unknown): Result<StateTable, Refusal> {
  if (!Array.isArray(raw) || (raw.length !== 3 && raw.length !== 4)) return malformed('table');
  const [clients, origins] = raw;
  const rows: unknown = raw.at(-1);
  if (!Array.isArray(clients) || !clients.every(isStampClient)) return malformed('clients');
  if (!Array.isArray(origins) || !origins.every(isInstanceId)) return malformed('origins');
  if (!Array.isArray(rows)) return malformed('rows');
  // Several instances may fill a board at the same time, each up to the bound [OPS-8].
  if (rows.length > 2 * LIMITS.elementsPerBoard) return fail('board.too_many_elements');
  const head = { clients, origins };
  if (raw.length === 3) return ok({ size: rows.length, state: (index) => decodeOldRow(rows[index], head) });
  if (!Array.isArray(raw[2])) return malformed('shapes');
  const shapes = raw[2].map(readShape);
  return ok({ size: rows.length, state: (index) => decodeRow(rows[index], head, shapes) });
}

/** Opens and reads a whole table. */
export function decodeStateTable(raw: unknown): Result<readonly ElementState[], Refusal> {
  const table = openStateTable(raw);
  return table.ok ? readStateTable(table.value) : table;
}

/** Reads every row and skips unreadable ones. When all are unreadable, returns the reason of the first. */
export function readStateTable(table: StateTable): Result<readonly ElementState[], Refusal> {
  const states: ElementState[] = [];
  let problem: Result<never, Refusal> | undefined;
  for (let i = 0; i < table.size; i++) {
    const state = table.state(i);
    if (state.ok) states.push(state.value);
    else problem ??= state;
  }
  return problem && states.length === 0 ? problem : ok(states);
}

/** A register that was never written has the author ''. */
function isStampClient(raw: unknown): raw is ClientId {
  return raw === '' || isClientId(raw);
}
