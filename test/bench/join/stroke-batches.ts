import { encodePoints, newTail } from '../../../core/board/bodies/points-codec.ts';
import { elementId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { addInk } from '../../support/ink.ts';
import { benchClientId } from '../fanout/dialect-inkroom.ts';
import type { BoardStroke } from './board-strokes.ts';

/** Points in one batch: a stroke is several batches, as when it is drawn. */
export const POINTS_PER_BATCH = 25;
const SIXTEENTHS = 16;

/** The batches of a stroke: it begins, goes on, ends. */
export function batchesOf(stroke: BoardStroke, lamport: number, order: string): Op[][] {
  const id = elementId(benchClientId(stroke.author), stroke.ordinal);
  const x = Math.round(stroke.x * SIXTEENTHS);
  const y = Math.round(stroke.y * SIXTEENTHS);
  const { color, pressured } = stroke;
  const width = Math.round(stroke.width * SIXTEENTHS);
  const batches: Op[][] = [[addInk({ id, lamport, values: { kind: 1, order, x, y, color, width, pressured } })]];
  const tail = newTail();
  for (let from = 0; from < stroke.points.length; from += POINTS_PER_BATCH) {
    const chunk = stroke.points.slice(from, from + POINTS_PER_BATCH);
    const xy = Int32Array.from(
      chunk.flatMap((point) => [Math.round(point.x * SIXTEENTHS) - x, Math.round(point.y * SIXTEENTHS) - y]),
    );
    const pressure = pressured ? Uint8Array.from(chunk, (point) => Math.round(point.pressure * 255)) : undefined;
    const append: Op = { kind: 'append', id, offset: from, chunk: encodePoints(tail, { xy, pressure }) };
    if (from === 0) batches[0]?.push(append);
    else batches.push([append]);
  }
  batches.push([{ kind: 'end', id, count: stroke.points.length }]);
  return batches;
}
