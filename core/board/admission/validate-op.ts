import { assertNever } from '../../base/assert-never.ts';
import type { Refusal } from '../../base/result.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { RefusalCode } from '../../contract/refusal-codes.ts';
import type { Board } from '../board.ts';
import type { Chunk } from '../bodies/chain.ts';
import { newTail, type PointTail, readPoints } from '../bodies/points-codec.ts';
import { NO_SPANS, type Spans, unite } from '../bodies/spans.ts';
import type { Birth } from '../element.ts';
import { compareBirths } from '../element-record.ts';
import { authorOf, type ClientId, type ElementId } from '../ids.ts';
import { BOARD_ELEMENT, Body, ElementKind, KINDS, type Values } from '../kinds.ts';
import type { AddOp, AppendOp, Op, RestoreOp } from '../op.ts';
import { valueSize } from '../prop-value.ts';

/** The state of one of the author's elements after the earlier ops of the batch, before the board shows it. */
interface Draft {
  readonly birth: Birth;
  tail: PointTail;
  spans: Spans;
  ended: boolean;
}

const no = (code: RefusalCode, detail?: string): Refusal => (detail === undefined ? { code } : { code, detail });

/**
 * Checks whether a batch may be applied to this board. Returns undefined, or the first reason why not. It only reads the board,
 * so a refused batch leaves no trace. Later ops of a batch see the earlier ones. The author's chain must continue without a gap.
 * `now`: milliseconds since 1970 by the hub's clock, which bounds lamports. Leave it out where there is no hub.
 */
export function checkBatch(board: Board, author: ClientId, ops: readonly Op[], now?: number): Refusal | undefined {
  return new Check(board, author, now).run(ops);
}

class Check {
  readonly #board: Board;
  readonly #author: ClientId;
  readonly #lamportMax: number;
  readonly #drafts = new Map<ElementId, Draft>();
  /** Elements that the batch adds. */
  readonly #born = new Set<ElementId>();
  #bytes: number;
  /** Elements that the batch brings back. */
  readonly #revived = new Set<ElementId>();
  /** Chat messages and dots that the batch adds or brings back. */
  #words = 0;
  #dots = 0;

  constructor(board: Board, author: ClientId, now: number | undefined) {
    this.#board = board;
    this.#author = author;
    this.#lamportMax = lamportBound(board.lamport, now);
    this.#bytes = board.pointBytes;
  }

  run(ops: readonly Op[]): Refusal | undefined {
    for (const op of ops) {
      if ('lamport' in op && op.lamport > this.#lamportMax) return no('op.value', 'lamport');
      const refusal = this.#check(op);
      if (refusal) return refusal;
      this.#bytes += bytesOf(op);
      if (this.#bytes > LIMITS.pointBytesPerBoard) return no('board.too_many_bytes');
      if (this.#board.elementCount + this.#born.size > LIMITS.elementsPerBoard) return no('board.too_many_elements');
    }
    return undefined;
  }

  #check(op: Op): Refusal | undefined {
    switch (op.kind) {
      case 'add':
        return this.#add(op);
      case 'append':
        return this.#append(op);
      case 'end': {
        const draft = this.#own(op.id);
        if ('code' in draft) return draft;
        if (draft.ended) return no('append.ended');
        if (op.count > draft.tail.count) return no('append.gap');
        if (op.count < draft.tail.count) return no('append.overlap');
        draft.ended = true;
        return undefined;
      }
      case 'cut': {
        const draft = this.#own(op.id);
        if ('code' in draft) return draft;
        if (draft.birth.body !== Body.spans) return no('op.value', 'body');
        draft.spans = unite([draft.spans, op.spans]);
        if (draft.spans.length > 2 * LIMITS.spansPerCut) return no('cut.too_many_spans');
        return undefined;
      }
      case 'set':
        if (!this.#has(op.id)) return this.#lacks(op.id);
        return undefined;
      case 'alive':
        return this.#firstLacking(op.ids) ?? (op.alive ? this.#bringBack(op.ids) : undefined);
      case 'restore':
        return this.#restore(op);
      case 'forget':
        return no('op.not_yours');
      default:
        return assertNever(op);
    }
  }

  #add({ id, birth, values }: AddOp): Refusal | undefined {
    if (authorOf(id) !== this.#author) return no('op.not_yours');
    if (this.#drafts.has(id) || this.#board.isAdded(id)) return no('op.element_exists');
    if (this.#board.isForgotten(id)) return no('op.forgotten');
    const refusal = checkBirth(birth, values) ?? this.#checkPlace(birth) ?? this.#checkAsides(birth);
    if (refusal) return refusal;
    this.#bring(id);
    this.#drafts.set(id, { birth, tail: newTail(), spans: NO_SPANS, ended: false });
    return undefined;
  }

  /** [CHT-2], [VOT-2] */
  #checkAsides({ kind }: Birth): Refusal | undefined {
    if (kind === ElementKind.words && this.#board.wordsCount + ++this.#words > LIMITS.wordsPerBoard) return no('chat.full');
    if (kind === ElementKind.dot && this.#board.dotsCount + ++this.#dots > LIMITS.dotsPerBoard) return no('vote.full');
    return undefined;
  }

  /** Messages and dots that were removed count again. */
  #bringBack(ids: readonly ElementId[]): Refusal | undefined {
    for (const id of ids) {
      const birth = this.#board.get(id)?.alive === false && !this.#revived.has(id) ? this.#board.birthOf(id) : undefined;
      const refusal = birth && this.#checkAsides(birth);
      if (refusal) return refusal;
      this.#revived.add(id);
    }
    return undefined;
  }

  /** The element that this one is part of must exist. */
  #checkPlace({ kind, facts }: Birth): Refusal | undefined {
    const { target, place } = facts;
    if (target !== undefined && !this.#has(target)) return this.#lacks(target);
    if (kind !== ElementKind.run || place === undefined || place.length === 0) return undefined;
    const [run, offset] = place;
    const before = this.#drafts.get(run)?.birth ?? this.#board.birthOf(run);
    if (!before) return no('op.unknown_element', 'place');
    const units = this.#drafts.get(run)?.tail.count ?? this.#board.get(run)?.text.length ?? 0;
    return before.facts.target === target && offset < units ? undefined : no('op.value', 'place');
  }

  #append({ id, offset, chunk }: AppendOp): Refusal | undefined {
    const draft = this.#own(id);
    if ('code' in draft) return draft;
    if (draft.ended) return no('append.ended');
    if (offset > draft.tail.count) return no('append.gap');
    if (offset < draft.tail.count) return no('append.overlap');
    const { body } = draft.birth;
    if (typeof chunk === 'string') {
      if (body !== Body.text) return no('op.value', 'body');
      draft.tail.count += chunk.length;
      if (draft.birth.kind === ElementKind.words && draft.tail.count > LIMITS.wordsChars) return no('chat.too_long');
      return draft.tail.count > LIMITS.textUnitsPerRun ? no('text.too_long') : undefined;
    }
    if (body !== Body.points && body !== Body.pressuredPoints) return no('op.value', 'body');
    const read = readPoints(draft.tail, chunk, body === Body.pressuredPoints);
    if (typeof read === 'string') return no(read);
    return draft.tail.count > LIMITS.pointsPerStroke ? no('append.too_many_points') : undefined;
  }

  #restore({ state }: RestoreOp): Refusal | undefined {
    const { birth, values } = state;
    if (!birth) return no('op.malformed', 'restore');
    if (this.#board.isForgotten(state.id)) return no('op.forgotten');
    const known = this.#drafts.get(state.id)?.birth ?? this.#board.birthOf(state.id);
    if (known && compareBirths(known, birth) !== 0) return no('op.value', 'birth');
    const there = this.#board.isAdded(state.id) ? undefined : this.#board.state(state.id);
    // Honest copies of one body contain each other. A different body may not replace what another person restored.
    if (there && !isSameBody(there.content, state.content)) return no('op.value', 'content');
    const isBack = known !== undefined && values.alive === true;
    const refusal =
      checkBirth(birth, values) ??
      (known ? undefined : this.#checkAsides(birth)) ??
      (isBack ? this.#bringBack([state.id]) : undefined);
    if (refusal) return refusal;
    if (birth.kind === ElementKind.words && state.count > LIMITS.wordsChars) return no('chat.too_long');
    if (Object.values(state.stamps).some(({ lamport }) => lamport > this.#lamportMax)) return no('op.value', 'lamport');
    this.#bring(state.id);
    return undefined;
  }

  #bring(id: ElementId): void {
    if (!this.#board.get(id)) this.#born.add(id);
  }

  #has(id: ElementId): boolean {
    return id === BOARD_ELEMENT || this.#born.has(id) || this.#board.get(id) !== undefined;
  }

  #firstLacking(ids: readonly ElementId[]): Refusal | undefined {
    const lacking = ids.find((id) => !this.#has(id));
    return lacking && this.#lacks(lacking);
  }

  #lacks(id: ElementId): Refusal {
    return no(this.#board.isForgotten(id) ? 'op.forgotten' : 'op.unknown_element');
  }

  /** An element that the author has added, or the reason why the author cannot continue it. */
  #own(id: ElementId): Draft | Refusal {
    if (authorOf(id) !== this.#author) return no('op.not_yours');
    const draft = this.#drafts.get(id);
    if (draft) return draft;
    const known = this.#board.get(id);
    const birth = this.#board.birthOf(id);
    if (!known || !birth) return this.#lacks(id);
    // A copy is complete.
    if (!this.#board.isAdded(id)) return no('append.ended');
    const tail = this.#board.tailOf(id) ?? { ...newTail(), count: this.#board.countOf(id) };
    const started = { birth, tail, spans: known.spans, ended: birth.body !== Body.spans && known.ended };
    this.#drafts.set(id, started);
    return started;
  }
}

/** Checks that an element of a known kind is born with its required properties. An unknown kind passes. */
function checkBirth({ kind, body, facts }: Birth, values: Values): Refusal | undefined {
  const row = KINDS.get(kind);
  if (!row) return undefined;
  if (!row.bodies.includes(body)) return no('op.value', 'body');
  for (const name of row.required) if (values[name as keyof Values] === undefined) return no('op.value', name);
  for (const name of row.facts) if (facts[name] === undefined) return no('op.value', name);
  return undefined;
}

/** True when one is the beginning of the other. */
function isSameBody(a: Chunk, b: Chunk): boolean {
  if (a.length === 0 || b.length === 0) return true;
  if (typeof a === 'string' || typeof b === 'string')
    return typeof a === typeof b && (a as string).startsWith((b as string).slice(0, a.length));
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  return shorter.every((byte, i) => byte === longer[i]);
}

/** The most that an op can add to `Board.pointBytes`. */
export function bytesOf(op: Op): number {
  switch (op.kind) {
    case 'append':
      return op.chunk.length;
    case 'cut':
      return 4 * op.spans.length;
    case 'add':
    case 'set':
      return sizeOf(op.values);
    case 'restore':
      return sizeOf(op.state.values) + op.state.content.length + 4 * (op.state.spans?.length ?? 0);
    case 'end':
    case 'alive':
    case 'forget':
      return 0;
    default:
      return assertNever(op);
  }
}

function sizeOf(values: Values): number {
  let size = 0;
  for (const [name, value] of Object.entries(values)) {
    if (name !== 'order' && typeof value !== 'number' && typeof value !== 'boolean' && value !== undefined)
      size += valueSize(value);
  }
  return size;
}

/**
 * [ADM-6] The greatest lamport that a write may have. A bound on the lead over the board alone would let one visitor use up all
 * numbers, with batches that each run ahead; the clock cannot be hurried.
 * A board past the clock's bound (another instance's clock was ahead) can still be drawn on.
 */
function lamportBound(lamport: number, now: number | undefined): number {
  const byBoard = lamport + LIMITS.lamportLead;
  if (now === undefined) return byBoard;
  return Math.max(Math.min(byBoard, now * LIMITS.lamportsPerMs + LIMITS.lamportLead), lamport + LIMITS.lamportStep);
}
