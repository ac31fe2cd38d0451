import type { NewElement } from '../new-element.ts';

/** A picture that this device has stored. */
export interface KeptPicture {
  readonly hash: string;
  readonly type: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The element once its picture is stored: then it can be on a board. */
export function withPicture(element: NewElement, { hash, type, width, height }: KeptPicture): NewElement {
  const { picture: _, crop: __, ...rest } = element;
  return { ...rest, facts: { hash, type, naturalW: natural(width), naturalH: natural(height) } };
}

function natural(pixels: number): number {
  return Math.min(65_535, Math.max(1, Math.round(pixels)));
}
