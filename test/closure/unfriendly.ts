import type { Board } from '../../core/board/board.ts';
import { encodePoints, newTail } from '../../core/board/bodies/points-codec.ts';
import { unite } from '../../core/board/bodies/spans.ts';
import type { Birth, ElementState } from '../../core/board/element.ts';
import { authorOf, type ClientId, type ElementId, elementId, ordinalOf } from '../../core/board/ids.ts';
import { Body, type Facts, type TextPlace, type Values } from '../../core/board/kinds.ts';
import type { Op } from '../../core/board/op.ts';
import { stampAll } from '../support/ink.ts';

export const AUTHORS = ['AAAAAAAAAAA', 'BBBBBBBBBBB'] as ClientId[];
const IDS = 3;
const TEXTS = ['a', 'ab', 'b', '🙂', '🙃x', 'abc'];

type Below = (n: number) => number;

function birth(below: Below, target: ElementId): Birth {
  const place: TextPlace =
    below(3) === 0 ? [] : [elementId(AUTHORS[below(2)] as ClientId, 1 + below(IDS)), below(3), below(2) as 0 | 1];
  const kinds: readonly (() => Birth)[] = [
    () => ({ kind: 1, body: Body.points, facts: {} }),
    () => ({ kind: 1, body: Body.pressuredPoints, facts: {} }),
    () => ({ kind: 2, body: Body.points, facts: {} }),
    () => ({ kind: 12, body: Body.spans, facts: { target } }),
    () => ({ kind: 14, body: Body.text, facts: { target, place } }),
    () => ({ kind: 8, body: Body.none, facts: {} }),
    () => ({ kind: 700, body: below(5) as Body, facts: { p200: below(3) } as Facts }),
  ];
  return (kinds[below(kinds.length)] as () => Birth)();
}

/** Mostly the same for one id, so that its author adds it alike at several hubs and then makes it longer in two ways. */
function usualBirth(id: ElementId, below: Below): Birth {
  const bodies = [Body.points, Body.text, Body.spans, Body.pressuredPoints, Body.text, Body.points] as const;
  const at = AUTHORS.indexOf(authorOf(id)) * IDS + ordinalOf(id) - 1;
  const body = bodies[at % bodies.length] as Body;
  if (below(6) === 0) return birth(below, id);
  if (body === Body.spans) return { kind: 12, body, facts: { target: elementId(AUTHORS[0] as ClientId, 1) } };
  if (body === Body.text) return { kind: 14, body, facts: { target: elementId(AUTHORS[0] as ClientId, 1), place: [] } };
  return { kind: 1, body, facts: {} };
}

/** One to three ops that only the wire's shapes bind. */
export function unfriendlyOps(author: ClientId, board: Board, below: Below): Op[] {
  const lamport = (): number => (below(8) === 0 ? 1_000_000_000 : below(20));
  const coordinate = (): number => (below(6) === 0 ? (below(2) === 0 ? 16_000_000 : -16_000_000) : below(9) - 4);
  const points = (body: Body, count: number): Uint8Array =>
    encodePoints(newTail(), {
      xy: Int32Array.from({ length: 2 * count }, () => below(900) - 450),
      pressure: body === Body.pressuredPoints ? Uint8Array.from({ length: count }, () => below(256)) : undefined,
    });
  const text = (): string => TEXTS[below(TEXTS.length)] as string;
  const spans = (): number[] => {
    const from = below(40);
    return [...unite([[from, from + 1 + below(40)], below(2) === 0 ? [] : [90, 91 + below(20)]])];
  };
  const values = (): Values => ({
    order: `a${below(3)}`,
    x: coordinate(),
    y: coordinate(),
    color: below(8),
    width: 1 + below(1_600),
    ...(below(3) === 0 ? { group: [text()] } : {}),
    ...(below(4) === 0 ? { size: 320 } : {}),
    ...(below(4) === 0 ? ({ p99: below(2) === 0 ? text() : [below(3), text()] } as Values) : {}),
  });
  const one = (): Op => {
    const id = elementId(AUTHORS[below(2)] as ClientId, 1 + below(IDS));
    const own = elementId(author, 1 + below(IDS));
    const body = board.birthOf(own)?.body ?? (below(5) as Body);
    switch (below(9)) {
      case 0:
      case 1:
        return { kind: 'add', id: own, lamport: lamport(), birth: usualBirth(own, below), values: values() };
      case 2:
      case 3: {
        const offset = board.countOf(own);
        const used = below(6) === 0 ? (below(5) as Body) : body;
        if (used === Body.text) return { kind: 'append', id: own, offset, chunk: text() };
        if (used === Body.spans) return { kind: 'cut', id: own, spans: spans() };
        return { kind: 'append', id: own, offset, chunk: points(used, 1 + below(4)) };
      }
      case 4:
        return { kind: 'end', id: own, count: board.countOf(own) };
      case 5:
        return { kind: 'set', id, lamport: lamport(), values: values() };
      case 6:
        return { kind: 'alive', ids: [id], lamport: lamport(), alive: below(2) === 0 };
      default:
        return { kind: 'restore', state: copy(id) };
    }
  };
  const copy = (id: ElementId): ElementState => {
    const born = board.birthOf(id) ?? usualBirth(id, below);
    const all = { alive: below(2) === 0, ...values() };
    const stamps = Object.fromEntries(
      Object.keys(stampAll(all, 0)).map((name) => [name, { lamport: lamport(), clientId: AUTHORS[below(2)] as ClientId }]),
    );
    const count = 1 + below(4);
    const isInk = born.body === Body.points || born.body === Body.pressuredPoints;
    const content = born.body === Body.text ? text() : isInk ? points(born.body, count) : new Uint8Array(0);
    const units = typeof content === 'string' ? content.length : isInk ? count : 0;
    return {
      id,
      birth: born,
      values: all,
      stamps,
      content,
      count: units,
      endCount: units,
      ...(born.body === Body.spans ? { spans: spans() } : {}),
      restored: true,
      marks: [],
    };
  };
  return Array.from({ length: 1 + below(3) }, one);
}
