import { LIMITS } from '../contract/limits.ts';
import type { Board } from './board.ts';
import type { ElementState } from './element.ts';
import { authorOf, type ClientId, type ElementId } from './ids.ts';
import { BOARD_ELEMENT, Body, ElementKind, isAside, type Values } from './kinds.ts';
import type { Op } from './op.ts';

/** A chat message as its author writes it [CHT-1]. */
export interface NewWords {
  readonly id: ElementId;
  readonly lamport: number;
  readonly text: string;
  /** The author's name and colour at that time: the board knows no names. */
  readonly by: string;
  readonly byColor: number;
  /** Milliseconds since 1970 of the hub's clock, as the author knows it. */
  readonly sentAt: number;
}

/** The ops that put a message on the board, whole. */
export function wordsOps({ id, lamport, text, by, byColor, sentAt }: NewWords): readonly Op[] {
  const birth = { kind: ElementKind.words, body: Body.text, facts: { sentAt, by, byColor } };
  return [
    { kind: 'add', id, lamport, birth, values: {} },
    { kind: 'append', id, offset: 0, chunk: text },
    { kind: 'end', id, count: text.length },
  ];
}

/** [CHT-3] True when the ops write or remove messages and dots of their author, and nothing else. */
export function areOwnAsides(board: Board, author: ClientId, ops: readonly Op[]): boolean {
  const born = new Set<ElementId>();
  const isOwn = (id: ElementId): boolean => authorOf(id) === author && (born.has(id) || isAside(board.birthOf(id)?.kind ?? 0));
  return ops.every((op) => {
    switch (op.kind) {
      case 'add':
        if (!isAside(op.birth.kind)) return false;
        born.add(op.id);
        return true;
      case 'append':
      case 'end':
        return isOwn(op.id);
      case 'alive':
        return op.ids.every(isOwn);
      default:
        return false;
    }
  });
}

/** The text as it may be sent: without space around it, within the limit. Undefined when nothing is left. */
export function sayable(text: string): string | undefined {
  const trimmed = text.trim().toWellFormed();
  return trimmed === '' || trimmed.length > LIMITS.wordsChars ? undefined : trimmed;
}

/** [VOT-3] Registers of the board that only hosts write. */
const FOR_HOSTS = ['spotlight', 'pointers'] as const;

/** [VOT-3] True when the ops ask all people to follow one, or hide their pointers, which only hosts may. */
export function areForHosts(ops: readonly Op[]): boolean {
  const isForHosts = (values: Values): boolean => FOR_HOSTS.some((name) => values[name] !== undefined);
  return ops.some((op) => {
    if (op.kind === 'set') return op.id === BOARD_ELEMENT && isForHosts(op.values);
    return op.kind === 'restore' && op.state.id === BOARD_ELEMENT && isForHosts(op.state.values);
  });
}

/** [VOT-3] The state as a copy may bring it: without what hosts asked at that moment. */
export function withoutHostsAsks(state: ElementState): ElementState {
  if (state.id !== BOARD_ELEMENT || FOR_HOSTS.every((name) => state.values[name] === undefined)) return state;
  const { spotlight: _spotlight, pointers: _pointers, ...values } = state.values;
  const stamps = Object.fromEntries(Object.entries(state.stamps).filter(([name]) => name in values));
  return { ...state, values, stamps };
}
