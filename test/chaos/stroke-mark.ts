import { createHash } from 'node:crypto';
import type { ElementId } from '../../core/board/ids.ts';

/** A stroke as far as a comparison needs it: how many points, and a digest of the bytes of all of them. */
export interface StrokeMark {
  readonly id: ElementId;
  readonly count: number;
  readonly digest: string;
}

export function strokeMark(id: ElementId, count: number, points: Uint8Array): StrokeMark {
  return { id, count, digest: createHash('sha1').update(points).digest('hex').slice(0, 16) };
}

export function isSameStroke(a: StrokeMark, b: StrokeMark): boolean {
  return a.id === b.id && a.count === b.count && a.digest === b.digest;
}
