import { type Chain, type Chunk, compareContents, NO_BYTES, PointChain, TextChain } from './bodies/chain.ts';
import { NO_SPANS, type Spans, unite } from './bodies/spans.ts';
import {
  type Birth,
  type Box,
  type ChangeMark,
  type Element,
  type ElementState,
  isNewer,
  type Stamp,
  type WaitingChunk,
} from './element.ts';
import type { ElementId, InstanceId } from './ids.ts';
import { Body, isFactCode, KINDS, PROPS, type PropName, type PropValues, propCode, propName, type Values } from './kinds.ts';
import { compareValues, type PropValue, valueSize } from './prop-value.ts';

const NO_CELLS: (PropValue | Stamp)[] = [];
const NO_MARKS: readonly ChangeMark[] = [];
/** Stands for all folded origins. No vector names it, so a reader's vector never claims to know their changes. */
const FOLDED: ChangeMark = { origin: 'folded-----' as InstanceId, seq: 1 };

/** A whole element from a `restore`. Birth and body belong together. */
interface Copy {
  readonly birth: Birth;
  readonly chain: Chain | undefined;
  readonly spans: Spans;
}

/**
 * An element as the board stores it. Its body has two sources: what its author added in this epoch, and whole copies from
 * `restore`. The author's body wins over any copy.
 */
export class ElementRecord implements Element {
  readonly id: ElementId;
  revision = 0;
  /** The author's birth, in this epoch. */
  birth: Birth | undefined;
  /** Cached for the fingerprint. Undefined: must be computed again. */
  hash: readonly [number, number] | undefined;
  /** `code, value, stamp` of every written register, by ascending code. Three slots each cost less memory than an object. */
  #cells: (PropValue | Stamp)[] = NO_CELLS;
  #chain: Chain | undefined;
  #spans: Spans = NO_SPANS;
  #copy: Copy | undefined;
  #waiting: WaitingChunk[] | undefined;
  #endCount = -1;
  #sealed = false;
  #marks: { -readonly [K in keyof ChangeMark]: ChangeMark[K] }[] | undefined;

  constructor(id: ElementId) {
    this.id = id;
  }

  /** False while only its id is known: then it is not on the board. */
  get isBorn(): boolean {
    return this.birth !== undefined || this.#copy !== undefined;
  }
  /** The birth that counts. Undefined until one has come. */
  get standing(): Birth | undefined {
    return this.birth ?? this.#copy?.birth;
  }
  get kind(): number {
    return this.standing?.kind ?? 0;
  }
  get body(): Body {
    return this.standing?.body ?? Body.none;
  }
  get target(): ElementId | undefined {
    return this.standing?.facts.target;
  }
  get alive(): boolean {
    return this.get('alive');
  }
  get order(): string {
    return this.get('order');
  }
  get x(): number {
    return this.get('x');
  }
  get y(): number {
    return this.get('y');
  }
  get color(): number {
    return this.get('color');
  }
  get width(): number {
    return this.get('width');
  }
  get<N extends PropName>(name: N): PropValues[N] {
    const { code, initial } = PROPS[name];
    if (isFactCode(code))
      return ((this.standing?.facts as Record<string, PropValue> | undefined)?.[name] ?? initial) as PropValues[N];
    const at = this.#find(code);
    return (this.#cells[at] === code ? this.#cells[at + 1] : initial) as PropValues[N];
  }
  get chain(): Chain | undefined {
    return this.birth ? this.#chain : this.#copy?.chain;
  }
  get spans(): Spans {
    return this.birth ? this.#spans : (this.#copy?.spans ?? NO_SPANS);
  }
  get pressured(): boolean {
    return this.body === Body.pressuredPoints;
  }
  get points(): Uint8Array {
    const content = this.chain?.content;
    return content instanceof Uint8Array ? content : NO_BYTES;
  }
  get pointCount(): number {
    return this.chain instanceof PointChain ? this.chain.count : 0;
  }
  get text(): string {
    const content = this.chain?.content;
    return typeof content === 'string' ? content : '';
  }
  get ended(): boolean {
    if (!this.birth || !this.#chain || this.#sealed) return true;
    return this.#endCount >= 0 && this.#chain.count >= this.#endCount;
  }
  get box(): Box | undefined {
    const { chain, x, y } = this;
    if (!(chain instanceof PointChain) || chain.count === 0) return undefined;
    return { minX: x + chain.minX, minY: y + chain.minY, maxX: x + chain.maxX, maxY: y + chain.maxY };
  }
  get isSealed(): boolean {
    return this.#sealed;
  }
  get endCount(): number {
    return this.#endCount;
  }
  /** Its share of the board's bytes. */
  get byteLength(): number {
    let bytes = (this.chain?.byteLength ?? 0) + 4 * this.spans.length;
    for (let at = 0; at < this.#cells.length; at += 3) {
      const value = this.#cells[at + 1] as PropValue;
      if (typeof value === 'object' || (typeof value === 'string' && this.#cells[at] !== PROPS.order.code))
        bytes += valueSize(value);
    }
    return bytes;
  }

  /** The written registers, by ascending code. */
  *registers(): Generator<readonly [code: number, value: PropValue, stamp: Stamp]> {
    const cells = this.#cells;
    for (let at = 0; at < cells.length; at += 3) yield [cells[at] as number, cells[at + 1] as PropValue, cells[at + 2] as Stamp];
  }

  stampOf(code: number): Stamp | undefined {
    const at = this.#find(code);
    return this.#cells[at] === code ? (this.#cells[at + 2] as Stamp) : undefined;
  }

  /** Index of the register, or of the place where it would be inserted. */
  #find(code: number): number {
    let at = 0;
    while (at < this.#cells.length && (this.#cells[at] as number) < code) at += 3;
    return at;
  }

  write(code: number, value: PropValue, stamp: Stamp): void {
    const at = this.#find(code);
    if (this.#cells[at] !== code) {
      if (this.#cells === NO_CELLS) this.#cells = [];
      this.#cells.splice(at, 0, code, value, stamp);
      return;
    }
    const known = this.#cells[at + 2] as Stamp;
    if (isNewer(known, stamp)) return;
    // Equal stamps with different values are forged. The greater value wins everywhere.
    if (!isNewer(stamp, known) && compareValues(value, this.#cells[at + 1] as PropValue) <= 0) return;
    this.#cells[at + 1] = value;
    this.#cells[at + 2] = stamp;
  }

  writeAll(values: Values, stampOf: (name: string) => Stamp | undefined): void {
    for (const [name, value] of Object.entries(values)) {
      const stamp = stampOf(name);
      if (value !== undefined && stamp) this.write(propCode(name), value, stamp);
    }
  }

  /**
   * Takes the author's birth. From then on copies are ignored.
   * Two births under one id are a fork at two hubs: the greater one wins and has no body, because a chunk does not say to which
   * birth it belongs.
   */
  beBorn(birth: Birth): void {
    if (this.birth) {
      const order = compareBirths(birth, this.birth);
      if (order === 0) return;
      if (order > 0) this.birth = birth;
      this.#chain = newChain(this.birth.body);
      this.#seal(0);
      return;
    }
    this.birth = shared(birth);
    this.#copy = undefined;
    this.#chain = newChain(birth.body);
    // Drops the spare capacity of a grown array: most elements never get another register.
    this.#cells = this.#cells.slice();
    this.#joinWaiting();
  }

  /** Adds a chunk at its offset, or stores it while the part before it is missing. Detects an author who made two bodies. */
  append(offset: number, chunk: Chunk): void {
    const before = this.#chain?.count;
    this.#place(offset, chunk);
    if (this.#waiting && this.#chain?.count !== before) this.#joinWaiting();
  }

  #place(offset: number, chunk: Chunk): void {
    const chain = this.#chain;
    if (this.birth && !chain) return;
    if (!chain || (offset > chain.count && !this.#sealed)) {
      this.#wait(offset, chunk);
      return;
    }
    if (offset > chain.count) return;
    const difference = chain.difference(offset, chunk);
    if (difference !== undefined) this.#seal(difference);
    if (this.#sealed) return;
    const rest = chain.rest(offset, chunk);
    if (rest !== undefined) chain.append(rest);
  }

  #joinWaiting(): void {
    // In this order each chunk makes room for the next, if any fits.
    const waiting = this.#waiting?.sort((a, b) => a.offset - b.offset);
    this.#waiting = undefined;
    for (const { offset, chunk } of waiting ?? []) this.#take(offset, chunk);
    if (this.ended) this.#chain?.trim();
  }

  #take(offset: number, chunk: WaitingChunk['chunk']): void {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) this.#place(offset, chunk);
    else this.cut(chunk);
  }

  #seal(count: number): void {
    this.#sealed = true;
    this.#chain?.truncate(count);
    this.#spans = NO_SPANS;
    this.#waiting = undefined;
  }

  end(count: number): void {
    this.#endCount = Math.max(this.#endCount, count);
    if (this.ended) this.#chain?.trim();
  }

  cut(spans: Spans): void {
    if (this.birth) {
      if (!this.#sealed) this.#spans = unite([this.#spans, spans]);
    } else this.#wait(0, spans);
  }

  #wait(offset: number, chunk: WaitingChunk['chunk']): void {
    this.#waiting ??= [];
    if (this.#waiting.some((known) => known.offset === offset && isSameChunk(known.chunk, chunk))) return;
    this.#waiting.push({ offset, chunk: chunk instanceof Uint8Array ? chunk.slice() : chunk });
  }

  /** Of several copies one wins, the same on every replica. Equal copies unite their spans. */
  takeCopy(birth: Birth, content: Chunk, spans: Spans): void {
    if (this.birth) return;
    const chain = newChain(birth.body);
    chain?.append(content);
    chain?.trim();
    const known = this.#copy;
    const order = known ? compareContents(weighed(chain), weighed(known.chain)) || compareBirths(birth, known.birth) : 1;
    if (order > 0) this.#copy = { birth: shared(birth), chain, spans };
    else if (order === 0 && known) this.#copy = { ...known, spans: unite([known.spans, spans]) };
  }

  /** Merges the same element of another replica. */
  join(state: ElementState): void {
    this.writeAll(state.values, (name) => state.stamps[name]);
    if (state.restored && state.birth) this.takeCopy(state.birth, state.content, state.spans ?? NO_SPANS);
    else if (state.birth) {
      this.beBorn(state.birth);
      if (state.count > 0) this.append(0, state.content);
      if (state.sealed) this.#seal(state.count);
      else if (state.spans) this.cut(state.spans);
    }
    this.end(state.endCount);
    for (const { offset, chunk } of state.waiting ?? []) this.#take(offset, chunk);
    if (this.birth) this.#joinWaiting();
    for (const mark of state.marks) this.mark(mark);
  }

  mark({ origin, seq }: ChangeMark): void {
    if (!this.#marks) {
      this.#marks = [{ origin, seq }];
      return;
    }
    for (const known of this.#marks) {
      if (known.origin !== origin) continue;
      if (seq > known.seq) known.seq = seq;
      return;
    }
    this.#marks.push({ origin, seq });
  }

  /**
   * Replaces the marks of these origins by one shared mark. A reader that knows all remaining marks may still have missed their
   * changes.
   */
  unmark(origins: ReadonlySet<InstanceId>): void {
    const left = this.#marks?.filter(({ origin }) => !origins.has(origin)) ?? [];
    if (left.length === (this.#marks?.length ?? 0)) return;
    this.#marks = left;
    this.mark(FOLDED);
  }

  get marks(): readonly ChangeMark[] {
    return this.#marks ?? NO_MARKS;
  }

  /**
   * As data. Shares its bytes with the board until the next change. `waiting`: includes the waiting chunks, which only a catch-up
   * carries.
   */
  state(withWaiting = false): ElementState {
    const values: Record<string, PropValue> = {};
    const stamps: Record<string, Stamp> = {};
    const cells = this.#cells;
    for (let at = 0; at < cells.length; at += 3) {
      const name = propName(cells[at] as number) as string;
      values[name] = cells[at + 1] as PropValue;
      stamps[name] = cells[at + 2] as Stamp;
    }
    const { chain, standing, spans } = this;
    return {
      id: this.id,
      birth: standing,
      values: values as Values,
      stamps,
      content: chain?.content ?? NO_BYTES,
      count: chain?.count ?? 0,
      endCount: this.#endCount,
      restored: standing !== undefined && this.birth === undefined,
      ...(this.#sealed ? { sealed: true as const } : {}),
      ...(spans.length > 0 ? { spans } : {}),
      ...(withWaiting && this.#waiting ? { waiting: this.#waiting } : {}),
      marks: this.marks.map((mark) => ({ ...mark })),
    };
  }
}

const PLAIN_BIRTHS = new Map<number, Birth>();

/** One object for all births with a known kind and body and without facts, which nearly all are. */
function shared(birth: Birth): Birth {
  for (const _ in birth.facts) return birth;
  if (!KINDS.has(birth.kind)) return birth;
  const key = 8 * birth.kind + birth.body;
  const known = PLAIN_BIRTHS.get(key);
  if (known) return known;
  PLAIN_BIRTHS.set(key, birth);
  return birth;
}

function newChain(body: Body): Chain | undefined {
  if (body === Body.text) return new TextChain();
  if (body === Body.points || body === Body.pressuredPoints) return new PointChain(body === Body.pressuredPoints);
  return undefined;
}

function weighed(chain: Chain | undefined): { count: number; content: Chunk } {
  return chain ?? { count: 0, content: NO_BYTES };
}

function isSameChunk(a: WaitingChunk['chunk'], b: WaitingChunk['chunk']): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a instanceof Uint8Array === b instanceof Uint8Array && a.length === b.length && a.every((item, i) => item === b[i]);
}

/** Total order of births: by kind, then body, then facts by their codes. */
export function compareBirths(a: Birth, b: Birth): number {
  if (a === b) return 0;
  return a.kind - b.kind || a.body - b.body || compareValues(factList(a), factList(b));
}

function factList({ facts }: Birth): PropValue {
  const named = Object.entries(facts) as [string, PropValue][];
  if (named.length === 0) return [];
  return named.map(([name, value]): PropValue => [propCode(name), value]).sort(compareValues);
}
