import { assertNever } from '../base/assert-never.ts';
import { PointChain } from './chain.ts';
import type { Birth, ChangeMark, Element, ElementState, Stamp } from './element.ts';
import { elementHash } from './element-hash.ts';
import { ElementRecord } from './element-record.ts';
import { authorOf, type ClientId, type ElementId, type InstanceId, type Seq } from './ids.ts';
import { BOARD_ELEMENT, Body, ElementKind, isPart, PROPS, propCode } from './kinds.ts';
import type { Op } from './op.ts';
import type { PointTail } from './points-codec.ts';

const BOARD_BIRTH: Birth = { kind: ElementKind.board, body: Body.none, facts: {} };
/** A cut is part of a run, which is part of a text. */
const PARTS_DEEP = 2;
const NO_PARTS: readonly ElementId[] = [];

/** How far a reader's knowledge goes, per origin. */
export interface Knowledge {
  get(origin: InstanceId): Seq | undefined;
}

/**
 * The shared document: a CRDT. Ops apply in any order and any number of times with the same result; `merge` joins whole states to
 * the same end. It checks nothing that admission checks (`validate-op.ts`): what a hub accepted always applies.
 */
export class Board {
  readonly #records = new Map<ElementId, ElementRecord>();
  readonly #unhashed = new Set<ElementId>();
  /** Cuts and runs by the element of which they are parts. */
  readonly #parts = new Map<ElementId, ElementId[]>();
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
  /** Things that are there: parts of others are none. */
  get aliveCount(): number {
    return this.#alive;
  }
  /** Bytes of all bodies, and of values that are texts or lists. */
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
  partsOf(id: ElementId): readonly ElementId[] {
    return this.#parts.get(id) ?? NO_PARTS;
  }

  /** The stamp of a register, for undo: "is it still my write that stands?". Undefined when nobody wrote it. */
  stampOf(id: ElementId, name: string): Stamp | undefined {
    return this.#recordOf(id)?.stampOf(propCode(name));
  }

  /** The birth that counts. */
  birthOf(id: ElementId): Birth | undefined {
    return this.#records.get(id)?.standing;
  }

  /** Whether its author added it in this epoch, and it is not only a copy. */
  isAdded(id: ElementId): boolean {
    return this.#records.get(id)?.birth !== undefined;
  }

  /** A copy of the state from which the author's next chunk of points continues; undefined for an element that nobody added here. */
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
   * Gives the ids of the elements that it touched, with those of which they are parts.
   */
  apply(author: ClientId, ops: readonly Op[], at?: ChangeMark): ElementId[] {
    const touched: ElementId[] = [];
    for (const op of ops) this.#applyOne(author, op, at, touched);
    return touched;
  }

  #applyOne(author: ClientId, op: Op, at: ChangeMark | undefined, touched: ElementId[]): void {
    if (op.kind === 'restore') {
      // Where its author says that it ends is not the copy's to say.
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

  /** Joins whole states (catch-up, a file, a copy). Gives the ids of the elements. */
  merge(states: Iterable<ElementState>): ElementId[] {
    const touched: ElementId[] = [];
    for (const state of states) this.#mergeOne(state, touched);
    return touched;
  }

  #mergeOne(state: ElementState, touched: ElementId[]): void {
    for (const name in state.stamps) this.#see((state.stamps[name] as Stamp).lamport);
    this.#change(state.id, touched, (record) => record.join(state));
  }

  #see(lamport: number): void {
    if (lamport > this.#lamport) this.#lamport = lamport;
  }

  /** The one door through which a record changes: counts, parts and caches are kept here. */
  #change(id: ElementId, touched: ElementId[], change: (record: ElementRecord) => void): void {
    let record = this.#records.get(id);
    if (!record) {
      record = new ElementRecord(id);
      if (id === BOARD_ELEMENT) record.birth = BOARD_BIRTH;
      this.#records.set(id, record);
    }
    const before = { bytes: record.byteLength, isBorn: record.isBorn, isShown: isShown(record), target: record.target };
    change(record);
    record.revision++;
    this.#pointBytes += record.byteLength - before.bytes;
    if (record.isBorn && !before.isBorn) this.#born++;
    const shown = isShown(record);
    if (shown !== before.isShown) this.#alive += shown ? 1 : -1;
    const { order, target } = record;
    if (order > this.#maxOrder) this.#maxOrder = order;
    if (target !== before.target) this.#moveParts(id, before.target, target);
    if (record.hash) {
      this.#sumA = (this.#sumA - record.hash[0]) >>> 0;
      this.#sumB = (this.#sumB - record.hash[1]) >>> 0;
      record.hash = undefined;
    }
    this.#unhashed.add(id);
    touched.push(id);
    let whole = target && this.#records.get(target);
    for (let deep = 0; whole && deep < PARTS_DEEP; deep++) {
      whole.revision++;
      touched.push(whole.id);
      whole = whole.target && this.#records.get(whole.target);
    }
  }

  #moveParts(id: ElementId, from: ElementId | undefined, to: ElementId | undefined): void {
    if (from) {
      const left = this.partsOf(from).filter((part) => part !== id);
      if (left.length > 0) this.#parts.set(from, left);
      else this.#parts.delete(from);
    }
    if (!to) return;
    const parts = this.#parts.get(to);
    if (parts) parts.push(id);
    else this.#parts.set(to, [id]);
  }

  /** The element as data, for snapshots and copies; shares the bytes with the board until the next change. */
  state(id: ElementId): ElementState | undefined {
    return this.#recordOf(id)?.state();
  }

  /** States of all elements, removed ones included: for copies and files. */
  *states(): Generator<ElementState> {
    for (const record of this.#records.values()) if (record.isBorn) yield record.state();
  }

  /**
   * What another replica lacks that knows as much as `known` (nothing: all of it). More than `states`: with writes to elements whose `add`
   * has not come and chunks that wait, because who takes these states also takes the version vector, which says that they are known.
   */
  *statesPast(known?: Knowledge): Generator<ElementState> {
    for (const record of this.#records.values()) {
      const { marks } = record;
      if (known && marks.length > 0 && marks.every(({ origin, seq }) => (known.get(origin) ?? 0) >= seq)) continue;
      yield record.state(true);
    }
  }

  /**
   * 16 hex digits, equal for boards with equal elements, stamps and bodies, in whatever order they came. Not a defence against
   * forgery: it proves convergence among honest replicas. Costs only what changed since it was last asked for.
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
    return this.#sumA.toString(16).padStart(8, '0') + this.#sumB.toString(16).padStart(8, '0');
  }
}

function isShown(record: ElementRecord): boolean {
  return record.isBorn && record.alive && !isPart(record.kind);
}

export function isOwn(id: ElementId, clientId: ClientId): boolean {
  return authorOf(id) === clientId;
}
