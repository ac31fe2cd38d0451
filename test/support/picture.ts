import { createHash } from 'node:crypto';
import type { ElementId } from '../../core/board/ids.ts';
import { Body, ElementKind } from '../../core/board/kinds.ts';
import type { Op } from '../../core/board/op.ts';

/** Bytes that begin like a PNG. Different seeds make different bytes. */
export function pngBytes(seed: number, length = 100): Uint8Array {
  const bytes = new Uint8Array(length).fill(seed);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return bytes;
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

/** Adds an element that shows the picture with this hash. */
export function addPicture(id: ElementId, hash: string, lamport = 1): Op {
  const birth = { kind: ElementKind.image, body: Body.none, facts: { hash, type: 'image/png', naturalW: 10, naturalH: 10 } };
  return { kind: 'add', id, lamport, birth, values: { order: 'a1', x: 0, y: 0, w: 160, h: 160 } };
}
