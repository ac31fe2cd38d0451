import { createHash } from 'node:crypto';
import type { ElementId } from '../../core/board/ids.ts';
import { Body, ElementKind } from '../../core/board/kinds.ts';
import type { Op } from '../../core/board/op.ts';
import { pngOfPixels } from '../../server/adapters/resvg/png-of-pixels.ts';

/** Bytes that begin like a PNG of one pixel. Different seeds make different bytes. */
export function pngBytes(seed: number, length = 100): Uint8Array {
  const bytes = new Uint8Array(length).fill(seed);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  if (length >= 24) bytes.set([0, 0, 0, 1, 0, 0, 0, 1], 16);
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

/** A real PNG, all of one colour. */
export function solidPng(width: number, height: number, rgb: readonly [number, number, number]): Uint8Array {
  const rgba = Uint8Array.from({ length: width * height * 4 }, (_, i) => rgb[i % 4] ?? 255);
  return pngOfPixels({ width, height, rgba });
}

/** A real GIF: one red pixel. */
export const RED_GIF = Buffer.from('R0lGODlhAQABAPAAAP8AAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

/** Real WebP files. Solid: three by three pixels of one colour, 0 128 255. */
export const SOLID_WEBP = Buffer.from('UklGRhwAAABXRUJQVlA4TBAAAAAvAoAAAAdQwOh//wMR0f8A', 'base64');
/** Four by two pixels: the left half red, the right half blue and half transparent. */
export const HALVES_WEBP = Buffer.from('UklGRiAAAABXRUJQVlA4TBMAAAAvA0AAEA8Q+z//D/yPCmWI6H8AAA==', 'base64');
/** 16 by 16 pixels of about 0 128 255, with loss. */
export const LOSSY_WEBP = Buffer.from(
  'UklGRkAAAABXRUJQVlA4IDQAAAAQAgCdASoQABAAAMASJaACdLoB+AH6AAPIAP7wm0P/ugNkWd0f+6BP/2AEMRek/9fDAAAA',
  'base64',
);
/** 4,096 by 4,096 pixels of the colour 10 200 30, in 38 bytes. */
export const LARGE_WEBP = Buffer.from('UklGRh4AAABXRUJQVlA4TBEAAAAv/8//AwdQ5CrUo/+BiOh/AAA=', 'base64');

/** A real JPEG, of eight by eight grey pixels: tables with one code each, and a block without any change. */
export function greyJpeg(): Uint8Array {
  const oneCode = (table: number): number[] => [0xff, 0xc4, 0, 20, table, 1, ...Array<number>(15).fill(0), 0];
  return Uint8Array.from([
    ...[0xff, 0xd8, 0xff, 0xdb, 0, 67, 0, ...Array<number>(64).fill(1)],
    ...[0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0],
    ...[...oneCode(0), ...oneCode(0x10)],
    ...[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x3f, 0xff, 0xd9],
  ]);
}
