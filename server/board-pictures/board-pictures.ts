import type { Element } from '../../core/board/element.ts';
import { ElementKind } from '../../core/board/kinds.ts';
import type { OutsidePicture } from '../ports/outside.ts';
import { picturePixels } from './picture-pixels.ts';

/** Bounds of the pictures that go into one picture of a board. */
export interface EmbeddingBounds {
  /** Pictures that are looked at, however often each is shown. */
  readonly pictures: number;
  /** Bytes of all of them together. As base64 they take a third more. */
  readonly bytes: number;
  /** Pixels of one: while it is drawn, each takes four bytes. */
  readonly pixels: number;
}

export const EMBEDDING: EmbeddingBounds = { pictures: 64, bytes: 16 * 1024 * 1024, pixels: 4_096 * 4_096 };

/** Media types that every browser shows and the rasteriser draws. */
const SHOWN: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/**
 * The pictures of these elements as `data:` addresses, by hash. The largest on the board come first. Left out: those that are above the
 * bounds, of another type, or not here.
 */
export async function boardPictures(
  elements: Iterable<Element>,
  read: (hash: string) => Promise<OutsidePicture | undefined>,
  bounds: EmbeddingBounds = EMBEDDING,
): Promise<ReadonlyMap<string, string>> {
  const addresses = new Map<string, string>();
  let bytesLeft = bounds.bytes;
  for (const hash of hashesBySize(elements).slice(0, bounds.pictures)) {
    const picture = await read(hash);
    if (!picture || !SHOWN.has(picture.type) || picture.bytes.length > bytesLeft) continue;
    const pixels = picturePixels(picture.bytes, picture.type);
    if (pixels === undefined || pixels > bounds.pixels) continue;
    bytesLeft -= picture.bytes.length;
    const { buffer, byteOffset, length } = picture.bytes;
    addresses.set(hash, `data:${picture.type};base64,${Buffer.from(buffer, byteOffset, length).toString('base64')}`);
  }
  return addresses;
}

function hashesBySize(elements: Iterable<Element>): readonly string[] {
  const images = [...elements].filter(({ alive, kind }) => alive && kind === ElementKind.image);
  const area = (element: Element): number => element.get('w') * element.get('h');
  images.sort((a, b) => area(b) - area(a));
  return [...new Set(images.map((element) => element.get('hash')))];
}
