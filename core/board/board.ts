import { assertNever } from '../base/assert-never.ts';
import { BoardCounts } from './board-counts.ts';
import { NO_BYTES, PointChain } from './bodies/chain.ts';
import type { PointTail } from './bodies/points-codec.ts';
import type { Birth, ChangeMark, Element, ElementState, Stamp } from './element.ts';
import { elementHash, forgottenHash } from './element-hash.ts';
import { ElementRecord } from './element-record.ts';
import { Forgotten, type ForgottenRange } from './forgotten.ts';
import { authorOf, type ClientId, type ElementId, elementId, type InstanceId, ordinalOf, type Seq } from './ids.ts';
import { BOARD_ELEMENT, Body, ElementKind, PROPS, propCode } from './kinds.ts';
import type { Op } from './op.ts';

const NO_ELEMENT: Omit<ElementState, 'id'> = {
  birth: undefined,
  values: {},
  stamps: {},
  content: NO_BYTES,
  count: 0,
  endCount: -1,
  restored: false,
  marks: [],
};
const BOARD_BIRTH: Birth = { kind: ElementKind.board, body: Body.none, facts: {} };
/** A cut is part of a run, and a run is part of a text. */
const PARTS_DEEP = 2;
const NO_PARTS: ReadonlySet<ElementId> = new Set();

/** For each origin, the seq up to which a reader knows everything. */
export interface Knowledge {
  get(origin: InstanceId): Seq | undefined;
}

/**
 * The shared document: a CRDT. Ops apply in any order and any number of times with the same result. `merge` joins whole states to
 * the same result. It repeats no check of admission (`validate-op.ts`): what a hub accepted always applies.
 */
export class Board {
  readonly #records = new Map<ElementId, ElementRecord>();
  readonly #unhashed = new Set<ElementId>();
  readonly #forgotten = new Forgotten();
  /** Cuts and runs, by the element that they are part of. */
  readonly #parts = new Map<ElementId, Set<ElementId>>();
  readonly #counts = new BoardCounts();
  #sumA = 0;
  #sumB = 0;
  #lamport = 0;
  #maxOrder = '';

  /** Elements, removed ones included. */
  get elementCount(): number {
    return this.#counts.born;
  }
  /** Living elements that stand alone. Parts of other elements are not counted. */
  get aliveCount(): number {
    return this.#counts.alive;
  }
  /** Living chat messages. */
  get wordsCount(): number {
    return this.#counts.words;
  }
  /** Living dots of all votes. */
  get dotsCount(): number {
    return this.#counts.dots;
  }
  /** Bytes of all bodies, and of values that are texts or lists. */
  get pointBytes(): number {
    return this.#counts.bytes;
  }
  /** The share of removed elements, and their bytes: a full board drops these [OPS-13]. */
  get removed(): { readonly elements: number; readonly bytes: number } {
    return this.#counts.removed;
  }
  /** Highest lamport seen. A new write takes the next one. */
  get lamport(): number {
    return this.#lamport;
  }
  /** Greatest order key ever seen, or '' on an empty board. A new element goes after it. */
  get maxOrder(): string {
    return this.#maxOrder;
  }

  /** The element, removed ones included; undefined while its `add` has not come. */
  get(id: ElementId): Element | undefined {
    return this.#recordOf(id);
  }

  #recordOf(id: ElementId): ElementRecord | undefined {
    const record = this.#records.get(id);
    return record?.isBorn ? record : undefined;
  }

  /** All elements, removed ones included, in no order. */
  *elements(): Generator<Element> {
    for (const record of this.#records.values()) if (record.isBorn) yield record;
  }

  /** The cuts and runs of an element, removed ones included, in no order. */
  partsOf(id: ElementId): ReadonlySet<ElementId> {
    return this.#parts.get(id) ?? NO_PARTS;
  }

  /** The stamp of a register. Undo compares it, to see whether its own write is still the latest. Undefined: never written. */
  stampOf(id: ElementId, name: string): Stamp | undefined {
    return this.#recordOf(id)?.stampOf(propCode(name));
  }

  /** Where its changes were numbered: for each origin the last one. Empty for a change that no instance has numbered. */
  marksOf(id: ElementId): readonly ChangeMark[] {
    return this.#records.get(id)?.marks ?? [];
  }

  /** The birth that counts, of several. */
  birthOf(id: ElementId): Birth | undefined {
    return this.#records.get(id)?.standing;
  }

  /** True when its author added it in this epoch. False when it is only a copy. */
  isAdded(id: ElementId): boolean {
    return this.#records.get(id)?.birth !== undefined;
  }

  /**
   * A copy of the state from which the author's next chunk of points continues. Undefined for an element that was not added here.
   */
  tailOf(id: ElementId): PointTail | undefined {
    const record = this.#records.get(id);
    if (!record?.birth) return undefined;
    return record.chain instanceof PointChain ? record.chain.tail() : undefined;
  }

  /** Units of an author's body so far: points, or UTF-16 units of text. */
  countOf(id: ElementId): number {
    const record = this.#records.get(id);
    return record?.birth ? (record.chain?.count ?? 0) : 0;
  }

  /**
   * Applies a batch. `at` says where it was numbered; leave it out for a change that no instance has numbered yet (optimistic).
   * Returns the ids of the changed elements, and of the elements that they are part of.
   */
  apply(author: ClientId, ops: readonly Op[], at?: ChangeMark): ElementId[] {
    const touched: ElementId[] = [];
    for (const op of ops) this.#applyOne(author, op, at, touched);
    return touched;
  }

  #applyOne(author: ClientId, op: Op, at: ChangeMark | undefined, touched: ElementId[]): void {
    if (op.kind === 'forget') {
      for (const range of op.ranges) this.#forget(range, touched);
      return;
    }
    if (op.kind === 'restore') {
      // A copy does not decide where the author ended the body.
      this.#mergeOne({ ...op.state, restored: true, endCount: -1, marks: at ? [at] : [] }, touched);
      return;
    }
    const stamp: Stamp = { lamport: 'lamport' in op ? op.lamport : 0, clientId: author };
    this.#see(stamp.lamport);
    const change = (id: ElementId, by: (record: ElementRecord) => void): void =>
      this.#change(id, touched, (record) => {
        by(record);
        if (at) record.mark(at);
      });
    switch (op.kind) {
      case 'append':
        change(op.id, (record) => record.append(op.offset, op.chunk));
        break;
      case 'end':
        change(op.id, (record) => record.end(op.count));
        break;
      case 'cut':
        change(op.id, (record) => record.cut(op.spans));
        break;
      case 'add':
        change(op.id, (record) => {
          record.write(PROPS.alive.code, true, stamp);
          record.writeAll(op.values, () => stamp);
          record.beBorn(op.birth);
        });
        break;
      case 'set':
        change(op.id, (record) => record.writeAll(op.values, () => stamp));
        break;
      case 'alive':
        for (const id of op.ids) change(id, (record) => record.write(PROPS.alive.code, op.alive, stamp));
        break;
      default:
        assertNever(op);
    }
  }

  /** Joins whole states (catch-up, a file, a copy). Returns the ids of the elements. */
  merge(states: Iterable<ElementState>): ElementId[] {
    const touched: ElementId[] = [];
    for (const state of states) this.#mergeOne(state, touched);
    return touched;
  }

  #mergeOne(state: ElementState, touched: ElementId[]): void {
    if (state.forgottenTo !== undefined) {
      this.#forget({ author: authorOf(state.id), from: ordinalOf(state.id), to: state.forgottenTo }, touched);
      return;
    }
    for (const name in state.stamps) this.#see((state.stamps[name] as Stamp).lamport);
    this.#change(state.id, touched, (record) => record.join(state));
  }

  #see(lamport: number): void {
    if (lamport > this.#lamport) this.#lamport = lamport;
  }

  /** Every change of a record goes through here: it keeps counts, parts and caches correct. */
  #change(id: ElementId, touched: ElementId[], change: (record: ElementRecord) => void): void {
    if (this.#forgotten.has(id)) return;
    let record = this.#records.get(id);
    if (!record) {
      record = new ElementRecord(id);
      if (id === BOARD_ELEMENT) record.birth = BOARD_BIRTH;
      this.#records.set(id, record);
    }
    this.#counts.count(record, -1);
    const targetBefore = record.target;
    change(record);
    record.revision++;
    this.#counts.count(record, 1);
    const { order, target } = record;
    if (order > this.#maxOrder) this.#maxOrder = order;
    if (target !== targetBefore) this.#moveParts(id, targetBefore, target);
    this.#unhash(record);
    this.#unhashed.add(id);
    touched.push(id);
    let whole = target && this.#records.get(target);
    for (let deep = 0; whole && deep < PARTS_DEEP; deep++) {
      whole.revision++;
      touched.push(whole.id);
      whole = whole.target && this.#records.get(whole.target);
    }
  }

  /** True when an element, removed or not, shows the picture with this hash. */
  hasPicture(hash: string): boolean {
    return this.#counts.hasPicture(hash);
  }

  /** For each of these origins, the highest lamport of an element that it changed. It tells how old its last change is. */
  lastTraces(origins: Iterable<InstanceId>): Map<InstanceId, number> {
    const traces = new Map<InstanceId, number>(Array.from(origins, (origin) => [origin, -1]));
    for (const record of this.#records.values()) {
      const at = removedAt(record);
      for (const { origin } of record.marks) if (at > (traces.get(origin) ?? at)) traces.set(origin, at);
    }
    return traces;
  }

  /** Removes the marks of these origins. */
  unmark(origins: ReadonlySet<InstanceId>): void {
    for (const record of this.#records.values()) record.unmark(origins);
  }

  /** True when it was dropped permanently [OPS-13]. */
  isForgotten(id: ElementId): boolean {
    return this.#forgotten.has(id);
  }

  #forget(range: ForgottenRange, touched: ElementId[]): void {
    this.#forgotten.add(range);
    // Walks the smaller of the two sets.
    const ids =
      range.to - range.from < this.#records.size
        ? Array.from({ length: range.to - range.from }, (_, i) => elementId(range.author, range.from + i))
        : [...this.#records.keys()].filter((id) => this.#forgotten.has(id));
    for (const id of ids) this.#drop(id, touched);
  }

  #drop(id: ElementId, touched: ElementId[]): void {
    const record = this.#records.get(id);
    if (!record) return;
    this.#records.delete(id);
    this.#unhashed.delete(id);
    this.#unhash(record);
    this.#counts.count(record, -1);
    this.#moveParts(id, record.target, undefined);
    touched.push(id);
  }

  /**
   * Elements to drop when the board is full: about `count` of those removed longest ago (by lamport), with their parts. Removed
   * parts of living elements count too.
   */
  oldestRemoved(count: number): readonly ElementId[] {
    const removed = [...this.#records.values()].filter((record) => this.#mayGo(record));
    // Sorting plain numbers takes a tenth of the time that sorting the elements takes.
    const lamports = Float64Array.from(removed, removedAt).sort();
    const last = lamports[Math.min(count, lamports.length) - 1] ?? -1;
    const oldest = new Set<ElementId>();
    const take = (id: ElementId): void => {
      if (oldest.has(id)) return;
      oldest.add(id);
      for (const part of this.partsOf(id)) take(part);
    };
    for (const record of removed) {
      if (oldest.size >= count) break;
      if (removedAt(record) <= last) take(record.id);
    }
    return [...oldest];
  }

  /**
   * True for a removed element, and for a part of a forgotten one. A run stays, because its neighbours in the text refer to it.
   */
  #mayGo(record: ElementRecord): boolean {
    const { target } = record;
    if (!record.isBorn || record.kind === ElementKind.board) return false;
    if (target !== undefined && this.#forgotten.has(target)) return true;
    if (record.alive) return false;
    return record.kind !== ElementKind.run || target === undefined || !this.#records.get(target)?.alive;
  }

  #unhash(record: ElementRecord): void {
    if (!record.hash) return;
    this.#sumA = (this.#sumA - record.hash[0]) >>> 0;
    this.#sumB = (this.#sumB - record.hash[1]) >>> 0;
    record.hash = undefined;
  }

  #moveParts(id: ElementId, from: ElementId | undefined, to: ElementId | undefined): void {
    const left = from && this.#parts.get(from);
    if (left) {
      left.delete(id);
      if (left.size === 0) this.#parts.delete(from);
    }
    if (!to) return;
    const parts = this.#parts.get(to);
    if (parts) parts.add(id);
    else this.#parts.set(to, new Set([id]));
  }

  /** The element as data, for snapshots and copies. Shares its bytes with the board until the next change. */
  state(id: ElementId): ElementState | undefined {
    return this.#recordOf(id)?.state();
  }

  /** States of all elements, removed ones included: for copies and files. */
  *states(): Generator<ElementState> {
    for (const record of this.#records.values()) if (record.isBorn) yield record.state();
  }

  /**
   * The content of a file: living elements, the board's own element, and removed runs, to which other runs of their text refer.
   */
  *keptStates(): Generator<ElementState> {
    for (const record of this.#records.values()) {
      const { isBorn, alive, kind, target } = record;
      const isHeld = kind === ElementKind.run && target !== undefined && this.#records.get(target)?.alive === true;
      if (isBorn && (alive || isHeld || kind === ElementKind.board)) yield record.state();
    }
  }

  /**
   * The states that a replica with the knowledge `known` lacks (nothing: all of them). Unlike `states` it includes writes to
   * elements whose `add` has not come, and waiting chunks: the reader also takes the version vector, which claims to know them.
   */
  *statesPast(known?: Knowledge): Generator<ElementState> {
    for (const { author, from, to } of this.#forgotten.ranges())
      yield { ...NO_ELEMENT, id: elementId(author, from), forgottenTo: to };
    for (const record of this.#records.values()) {
      const { marks } = record;
      if (known && marks.length > 0 && marks.every(({ origin, seq }) => (known.get(origin) ?? 0) >= seq)) continue;
      yield record.state(true);
    }
  }

  /**
   * 16 hex digits, equal for boards with equal elements, stamps and bodies, in any order of arrival. It proves convergence among
   * honest replicas and is no defence against forgery. Cost: only what changed since the last call.
   */
  fingerprint(): string {
    for (const id of this.#unhashed) {
      const record = this.#recordOf(id);
      if (!record) continue;
      record.hash = elementHash(record);
      this.#sumA = (this.#sumA + record.hash[0]) >>> 0;
      this.#sumB = (this.#sumB + record.hash[1]) >>> 0;
    }
    this.#unhashed.clear();
    const [a, b] = this.#forgotten.isEmpty ? [0, 0] : forgottenHash(this.#forgotten);
    return hex((this.#sumA + a) >>> 0) + hex((this.#sumB + b) >>> 0);
  }
}

const removedAt = (record: ElementRecord): number => record.stampOf(PROPS.alive.code)?.lamport ?? 0;
const hex = (sum: number): string => sum.toString(16).padStart(8, '0');
