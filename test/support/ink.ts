import type { Birth } from '../../core/board/element.ts';
import type { ElementId } from '../../core/board/ids.ts';
import { Body, ElementKind } from '../../core/board/kinds.ts';
import type { AddOp, Op } from '../../core/board/op.ts';

/** The birth values of a stroke, as tests write them. */
export interface InkValues {
  readonly kind?: number;
  readonly order: string;
  readonly x: number;
  readonly y: number;
  readonly color: number;
  readonly width: number;
  readonly pressured?: boolean;
}

export function inkBirth(kind: number = ElementKind.pen, pressured = false): Birth {
  return { kind, body: pressured ? Body.pressuredPoints : Body.points, facts: {} };
}

/** `add` of a stroke. */
export function addInk({ id, lamport, values }: { id: ElementId; lamport: number; values: InkValues }): AddOp {
  const { kind, pressured, ...registers } = values;
  return { kind: 'add', id, lamport, birth: inkBirth(kind, pressured), values: registers };
}

/** A new cut and its spans. */
export function addCut(id: ElementId, target: ElementId, lamport: number, spans: readonly number[]): readonly Op[] {
  const birth = { kind: ElementKind.cut, body: Body.spans, facts: { target } };
  return [
    { kind: 'add', id, lamport, birth, values: {} },
    { kind: 'cut', id, spans },
  ];
}

/** One stamp for every register. */
export function stampAll<S>(values: object, stamp: S): Record<string, S> {
  return Object.fromEntries(Object.keys(values).map((name) => [name, stamp]));
}
