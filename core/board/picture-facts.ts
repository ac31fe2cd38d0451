import type { Facts } from './kinds.ts';

/** A stored picture, and its size in its own pixels. */
export interface StoredPicture {
  readonly hash: string;
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

/** The facts of an element that shows it. */
export function pictureFacts({ hash, type, width, height }: StoredPicture): Facts {
  const side = (pixels: number): number => Math.min(65_535, Math.max(1, Math.round(pixels)));
  return { hash, type, naturalW: side(width), naturalH: side(height) };
}
