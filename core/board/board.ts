import { assertNever } from '../base/assert-never.ts';
import {
  type Box,
  type ChangeMark,
  type Element,
  ElementKind,
  type ElementState,
  type ElementValues,
  isNewer,
  Prop,
  type Stamp,
  StrokeBuffer,
} from './element.ts';
import { elementHash } from './element-hash.ts';
import { authorOf, type ClientId, type ElementId, type InstanceId, type Seq } from './ids.ts';
import { type Op, SETTABLE, type SettableProp } from './op.ts';
import type { PointTail } from './points-codec.ts';

const UNWRITTEN: Stamp = Object.freeze({ lamport: 0, clientId: '' as ClientId });
const PROPS = Object.values(Prop);
const PROP_NAMES = Object.keys(Prop) as (keyof typeof Prop)[];

/** How far a reader's knowledge goes, per origin. */
export interface Knowledge {
  get(origin: InstanceId): Seq | undefined;
}

/** An element in the board's hands. Two sources of points: what its author appended, and a whole copy that somebody restored. */
class ElementRecord implements Element {
  readonly id: ElementId;
  kind: ElementKind = ElementKind.pen;
  alive = false;
  order = '';
  x = 0;
  y = 0;
  color = 0;
  width = 0;
  revision = 0;
  /** Known by more than its id: an `add` or a `restore` has come. Until then it is not on the board. */
  born = false;
  /** Its author added it in this epoch: then the author's points count, not a copy's. */
  added = false;
  readonly stamps: Stamp[] = new Array(PROPS.length).fill(UNWRITTEN);
  drawn = new StrokeBuffer(false);
  copied: StrokeBuffer | undefined;
  waiting: Map<number, Uint8Array> | undefined;
  endCount = -1;
  readonly marks: { origin: InstanceId; seq: Seq }[] = [];
  /** Cached for the fingerprint; undefined when it must be computed again. */
  hash: readonly [number, number] | undefined;

  constructor(id: ElementId) {
    this.id = id;
  }

  get stroke(): StrokeBuffer {
    return this.copied ?? this.drawn;
  }
  /** A fact of the points that count, and no register: see `StrokeBuffer`. */
  get pressured(): boolean {
    return this.stroke.pressured;
  }
  get points(): Uint8Array {
    return this.stroke.bytes;
  }
  get pointCount(): number {
    return this.stroke.count;
  }
  get ended(): boolean {
    return !this.added || (this.endCount >= 0 && this.drawn.count >= this.endCount);
  }
  get box(): Box | undefined {
    const { count, minX, minY, maxX, maxY } = this.stroke;
    if (count === 0) return undefined;
    return { minX: this.x + minX, minY: this.y + minY, maxX: this.x + maxX, maxY: this.y + maxY };
  }

  write<K extends keyof ElementValues>(name: K, prop: Prop, value: ElementValues[K], stamp: Stamp): void {
    const known = this.stamps[prop - 1] as Stamp;
    if (isNewer(known, stamp)) return;
    // Equal stamps with different values are forged; the greater value wins everywhere.
    if (!isNewer(stamp, known) && value <= (this as ElementValues)[name]) return;
    this.stamps[prop - 1] = stamp;
    if (name !== 'pressured') (this as { -readonly [P in K]: ElementValues[P] })[name] = value;
  }

  writeAll(values: ElementValues, stampOf: (prop: Prop) => Stamp): void {
    for (const name of PROP_NAMES) this.write(name, Prop[name], values[name], stampOf(Prop[name]));
  }

  /** Adds a chunk at its offset, keeps it while the part before it is missing, and ignores what is already here. */
  append(offset: number, chunk: Uint8Array): void {
    if (this.added && offset === this.drawn.count) {
      this.drawn.append(chunk);
      this.joinWaiting();
    } else if (!this.added || offset > this.drawn.count) {
      this.waiting ??= new Map();
      if (!this.waiting.has(offset)) this.waiting.set(offset, chunk.slice());
    }
  }

  joinWaiting(): void {
    if (!this.added || !this.waiting) return;
    for (let chunk = this.waiting.get(this.drawn.count); chunk; chunk = this.waiting.get(this.drawn.count)) {
      const offset = this.drawn.count;
      this.drawn.append(chunk);
      this.waiting.delete(offset);
      if (this.drawn.count === offset) break;
    }
    for (const offset of this.waiting.keys()) if (offset < this.drawn.count) this.waiting.delete(offset);
    if (this.waiting.size === 0) this.waiting = undefined;
  }

  /** From here on the author's own points count, and no copy ever again: what nobody sees is not kept. */
  becomeAdded(pressured: boolean): void {
    if (!this.added && this.drawn.pressured !== pressured) this.drawn = new StrokeBuffer(pressured);
    this.added = true;
    this.copied = undefined;
  }

  /** The longest copy wins, then the greater bytes: the same choice wherever the copies meet. */
  takeCopy(points: Uint8Array, pressured: boolean): void {
    if (this.added) return;
    const copy = new StrokeBuffer(pressured);
    copy.append(points);
    copy.trim();
    if (this.copied === undefined || isGreaterCopy(copy, this.copied)) this.copied = copy;
  }

  mark(at: ChangeMark): void {
    for (const known of this.marks) {
      if (known.origin !== at.origin) continue;
      if (at.seq > known.seq) known.seq = at.seq;
      return;
    }
    this.marks.push({ origin: at.origin, seq: at.seq });
  }
}

function isGreaterCopy(a: StrokeBuffer, b: StrokeBuffer): boolean {
  if (a.count !== b.count) return a.count > b.count;
  if (a.byteLength !== b.byteLength) return a.byteLength > b.byteLength;
  const left = a.bytes;
  const right = b.bytes;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return (left[i] as number) > (right[i] as number);
  return a.pressured && !b.pressured;
}

/**
 * The shared document: a CRDT. Ops apply in any order and any number of times with the same result; `merge` joins whole states to
 * the same end. It checks nothing that admission checks (`validate-op.ts`): what a hub accepted always applies.
 */
export class Board {
  readonly #records = new Map<ElementId, ElementRecord>();
  readonly #unhashed = new Set<ElementId>();
  #sumA = 0;
  #sumB = 0;
  #born = 0;
  #alive = 0;
  #pointBytes = 0;
  #lamport = 0;
  #maxOrder = '';

  /** Elements, removed ones included. */
  get elementCount(): number {
    return this.#born;
  }
  get aliveCount(): number {
    return this.#alive;
  }
  /** Bytes of all strokes. */
  get pointBytes(): number {
    return this.#pointBytes;
  }
  /** Highest lamport seen. A new write takes the next one. */
  get lamport(): number {
    return this.#lamport;
  }
  /** Greatest order key ever seen, or '' on an empty board: a new element goes after it. */
  get maxOrder(): string {
    return this.#maxOrder;
  }

  /** The element, removed ones included; undefined while its `add` has not come. */
  get(id: ElementId): Element | undefined {
    const record = this.#records.get(id);
    return record?.born ? record : undefined;
  }

  /** All elements, removed ones included, in no order. */
  *elements(): Generator<Element> {
    for (const record of this.#records.values()) if (record.born) yield record;
  }

  /** The stamp of a register, for undo: "is it still my write that stands?". */
  stampOf(id: ElementId, prop: Prop): Stamp | undefined {
    const record = this.#records.get(id);
    return record?.born ? record.stamps[prop - 1] : undefined;
  }

  /** A copy of the state from which the author's next chunk continues; undefined for an element that nobody added here. */
  tailOf(id: ElementId): PointTail | undefined {
    const record = this.#records.get(id);
    return record?.born ? record.drawn.tail() : undefined;
  }

  /**
   * Applies a batch. `at` says where it was numbered; leave it out for a change that no instance has numbered yet (optimistic).
   * Gives the ids of the elements that it touched.
   */
  apply(author: ClientId, ops: readonly Op[], at?: ChangeMark): ElementId[] {
    const touched: ElementId[] = [];
    for (const op of ops) {
      if (op.kind === 'alive') {
        const stamp: Stamp = { lamport: op.lamport, clientId: author };
        this.#see(op.lamport);
        for (const id of op.ids)
          touched.push(this.#change(id, at, (record) => record.write('alive', Prop.alive, op.alive, stamp)));
        continue;
      }
      touched.push(this.#applyOne(author, op, at));
    }
    return touched;
  }

  #applyOne(author: ClientId, op: Exclude<Op, { kind: 'alive' }>, at: ChangeMark | undefined): ElementId {
    switch (op.kind) {
      case 'append':
        return this.#change(op.id, at, (record) => record.append(op.offset, op.points));
      case 'end':
        return this.#change(op.id, at, (record) => {
          record.endCount = Math.max(record.endCount, op.count);
          if (record.ended) record.drawn.trim();
        });
      case 'add': {
        const stamp: Stamp = { lamport: op.lamport, clientId: author };
        this.#see(op.lamport);
        return this.#change(op.id, at, (record) => {
          record.writeAll({ ...op.values, alive: true }, () => stamp);
          record.born = true;
          record.becomeAdded(op.values.pressured);
          record.joinWaiting();
        });
      }
      case 'set': {
        const stamp: Stamp = { lamport: op.lamport, clientId: author };
        this.#see(op.lamport);
        return this.#change(op.id, at, (record) => {
          for (const name of Object.keys(op.values) as SettableProp[]) {
            const value = op.values[name];
            if (value !== undefined) record.write(name, SETTABLE[name], value as never, stamp);
          }
        });
      }
      case 'restore':
        return this.#mergeOne({ ...op.state, restored: true, marks: at ? [at] : [] });
      default:
        return assertNever(op);
    }
  }

  /** Joins whole states (catch-up, a file, a copy). Gives the ids of the elements. */
  merge(states: Iterable<ElementState>): ElementId[] {
    const touched: ElementId[] = [];
    for (const state of states) touched.push(this.#mergeOne(state));
    return touched;
  }

  #mergeOne(state: ElementState): ElementId {
    for (const stamp of state.stamps) this.#see(stamp.lamport);
    return this.#change(state.id, undefined, (record) => {
      record.writeAll(state.values, (prop) => state.stamps[prop - 1] ?? UNWRITTEN);
      if (!state.unborn) record.born = true;
      if (state.restored) {
        record.takeCopy(state.points, state.values.pressured);
      } else {
        if (!state.unborn) record.becomeAdded(state.values.pressured);
        record.endCount = Math.max(record.endCount, state.endCount);
        this.#takeDrawn(record, state);
      }
      for (const { offset, points } of state.waiting ?? []) record.append(offset, points);
      record.joinWaiting();
      for (const mark of state.marks) record.mark(mark);
    });
  }

  /** The author's chain is one chain: of two lengths the longer holds the shorter, so only the rest is appended. */
  #takeDrawn(record: ElementRecord, state: ElementState): void {
    if (state.pointCount <= record.drawn.count || state.values.pressured !== record.drawn.pressured) return;
    record.drawn.append(state.points.subarray(record.drawn.byteLength));
    if (record.ended) record.drawn.trim();
  }

  #see(lamport: number): void {
    if (lamport > this.#lamport) this.#lamport = lamport;
  }

  /** The one door through which a record changes: counts, marks and caches are kept here. */
  #change(id: ElementId, at: ChangeMark | undefined, change: (record: ElementRecord) => void): ElementId {
    let record = this.#records.get(id);
    if (!record) {
      record = new ElementRecord(id);
      this.#records.set(id, record);
    }
    const bytesBefore = record.stroke.byteLength;
    const bornBefore = record.born;
    const visibleBefore = record.born && record.alive;
    change(record);
    if (at) record.mark(at);
    record.revision++;
    this.#pointBytes += record.stroke.byteLength - bytesBefore;
    if (record.born && !bornBefore) this.#born++;
    const visible = record.born && record.alive;
    if (visible !== visibleBefore) this.#alive += visible ? 1 : -1;
    if (record.order > this.#maxOrder) this.#maxOrder = record.order;
    if (record.hash) {
      this.#sumA = (this.#sumA - record.hash[0]) >>> 0;
      this.#sumB = (this.#sumB - record.hash[1]) >>> 0;
      record.hash = undefined;
    }
    this.#unhashed.add(id);
    return id;
  }

  /** The element as data, for snapshots and copies; shares the bytes with the board until the next change. */
  state(id: ElementId): ElementState | undefined {
    const record = this.#records.get(id);
    return record?.born ? stateOf(record) : undefined;
  }

  /** States of all elements, removed ones included: for copies and files. */
  *states(): Generator<ElementState> {
    for (const record of this.#records.values()) if (record.born) yield stateOf(record);
  }

  /**
   * What another replica lacks that knows as much as `known` (nothing: all of it). More than `states`: with writes to elements whose `add`
   * has not come and chunks that wait, because who takes these states also takes the version vector, which says that they are known.
   */
  *statesPast(known?: Knowledge): Generator<ElementState> {
    for (const record of this.#records.values()) {
      if (known && record.marks.length > 0 && record.marks.every(({ origin, seq }) => (known.get(origin) ?? 0) >= seq)) continue;
      const state = stateOf(record);
      const waiting = record.waiting && [...record.waiting].map(([offset, points]) => ({ offset, points }));
      yield { ...state, ...(record.born ? {} : { unborn: true }), ...(waiting ? { waiting } : {}) };
    }
  }

  /**
   * 16 hex digits, equal for boards with equal elements, stamps and points, in whatever order they came. Not a defence against
   * forgery: it proves convergence among honest replicas. Costs only what changed since it was last asked for.
   */
  fingerprint(): string {
    for (const id of this.#unhashed) {
      const record = this.#records.get(id);
      if (!record?.born) continue;
      record.hash = elementHash(stateOf(record));
      this.#sumA = (this.#sumA + record.hash[0]) >>> 0;
      this.#sumB = (this.#sumB + record.hash[1]) >>> 0;
    }
    this.#unhashed.clear();
    return this.#sumA.toString(16).padStart(8, '0') + this.#sumB.toString(16).padStart(8, '0');
  }
}

function stateOf(record: ElementRecord): ElementState {
  const { kind, alive, order, x, y, color, width, pressured } = record;
  return {
    id: record.id,
    values: { kind, alive, order, x, y, color, width, pressured },
    stamps: record.stamps.slice(),
    points: record.points,
    pointCount: record.pointCount,
    endCount: record.added || !record.born ? record.endCount : record.pointCount,
    restored: record.born && !record.added,
    marks: record.marks.map((mark) => ({ ...mark })),
  };
}

export function isOwn(id: ElementId, clientId: ClientId): boolean {
  return authorOf(id) === clientId;
}
