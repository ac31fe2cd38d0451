import { Board } from '../../../../core/board/board.ts';
import { encodePoints, newTail } from '../../../../core/board/bodies/points-codec.ts';
import { type ClientId, type ElementId, elementId, type InstanceId } from '../../../../core/board/ids.ts';
import { Body, ElementKind, type Facts, type Values } from '../../../../core/board/kinds.ts';
import type { AddOp, Op } from '../../../../core/board/op.ts';
import { packStates } from '../../../../core/room/catch-up.ts';
import { addInk } from '../../../support/ink.ts';
import { type BoardParts, PICTURE, type Place, TEXT_PX } from '../boards/mix.ts';
import { WIDTH_PX } from '../boards/strokes.ts';

/** World units in a world pixel. */
export const UNITS = 16;
const AUTHOR = 'benchauthor' as ClientId;
const HUB = 'BenchHubBen' as InstanceId;
const KINDS = { rectangle: ElementKind.rectangle, ellipse: ElementKind.ellipse, diamond: ElementKind.diamond } as const;

/** The board as the ops of one author, element by element. `hashes`: of the pictures. Lamports begin after `lamport`. */
export function* inkroomOps(
  parts: BoardParts,
  hashes: readonly string[],
  author: { readonly newId: () => ElementId; readonly lamport: number },
): Generator<readonly Op[]> {
  let { lamport } = author;
  const add = (kind: number, values: Values, facts: Facts = {}): AddOp => {
    const birth = { kind, body: Body.none, facts };
    lamport++;
    return { kind: 'add', id: author.newId(), lamport, birth, values: { order: orderOf(lamport), ...values } };
  };
  const box = ({ x, y, w, h }: Place) => ({ x: x * UNITS, y: y * UNITS, w: w * UNITS, h: h * UNITS });
  for (const stroke of parts.strokes) {
    const id = author.newId();
    const xy = Int32Array.from(stroke.points.flatMap((point) => [point.x * UNITS, point.y * UNITS]));
    lamport++;
    const place = { order: orderOf(lamport), x: stroke.x * UNITS, y: stroke.y * UNITS };
    const values = { kind: ElementKind.pen, ...place, color: stroke.color, width: WIDTH_PX * UNITS, pressured: false };
    yield [
      addInk({ id, lamport, values }),
      { kind: 'append', id, offset: 0, chunk: encodePoints(newTail(), { xy, pressure: undefined }) },
      { kind: 'end', id, count: stroke.points.length },
    ];
  }
  const shapes: ElementId[] = [];
  for (const shape of parts.shapes) {
    const op = add(KINDS[shape.kind], { ...box(shape), color: shape.color, width: 2 * UNITS });
    shapes.push(op.id);
    yield [op];
  }
  for (const { from, to } of parts.arrows) {
    const ends = { from: [shapes[from] as ElementId, 500, 500], to: [shapes[to] as ElementId, 500, 500] } as const;
    yield [add(ElementKind.arrow, { x: 0, y: 0, color: 0, width: 2 * UNITS, headTo: 1, ...ends })];
  }
  for (const { x, y, text } of parts.texts) {
    const op = add(ElementKind.text, { x: x * UNITS, y: y * UNITS, color: 0, size: TEXT_PX * UNITS });
    const run = author.newId();
    const birth = { kind: ElementKind.run, body: Body.text, facts: { target: op.id, place: [] } } as const;
    lamport++;
    yield [op, { kind: 'add', id: run, lamport, birth, values: {} }, { kind: 'append', id: run, offset: 0, chunk: text }];
  }
  for (const image of parts.images) {
    const facts = { hash: hashes[image.picture] ?? '', type: 'image/png', naturalW: PICTURE.width, naturalH: PICTURE.height };
    yield [add(ElementKind.image, box(image), facts)];
  }
}

/** Keys that grow with the number and all have one length. */
function orderOf(number: number): string {
  return `a${number.toString(36).padStart(4, '0')}V`;
}

/** The board as a hub sends it to a newcomer. */
export function inkroomBytes(parts: BoardParts, hashes: readonly string[]): Uint8Array {
  const board = new Board();
  let [made, seq] = [0, 0];
  const newId = (): ElementId => elementId(AUTHOR, ++made);
  for (const ops of inkroomOps(parts, hashes, { newId, lamport: 0 })) board.apply(AUTHOR, ops, { origin: HUB, seq: ++seq });
  return packStates(board.statesPast());
}
