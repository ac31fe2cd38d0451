import { LIMITS } from '../../contract/limits.ts';
import type { ElementId } from '../ids.ts';
import { Body } from '../kinds.ts';
import type { AppendOp } from '../op.ts';
import type { Chunk } from './chain.ts';

/** A body as appends from its beginning, split between points so that each is within `LIMITS.appendBytes`. */
export function appendsOf(id: ElementId, points: Chunk, body: Body): readonly AppendOp[] {
  if (typeof points === 'string') return points === '' ? [] : [{ kind: 'append', id, offset: 0, chunk: points }];
  const appends: AppendOp[] = [];
  const varintsPerPoint = body === Body.pressuredPoints ? 3 : 2;
  let start = 0;
  let offset = 0;
  while (start < points.length) {
    let count = 0;
    let end = start;
    let varints = 0;
    for (let at = start; at < points.length && at - start < LIMITS.appendBytes; at++) {
      // The last byte of a varint has a clear high bit. The last varint of a point ends the point.
      if ((points[at] as number) < 128 && ++varints % varintsPerPoint === 0) {
        end = at + 1;
        count++;
      }
    }
    if (end === start) break;
    appends.push({ kind: 'append', id, offset, chunk: points.slice(start, end) });
    start = end;
    offset += count;
  }
  return appends;
}
