import type { Element } from '../../core/board/element.ts';
import { ElementKind } from '../../core/board/kinds.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { FilePicture } from '../../core/room/board-file.ts';
import { picturePixels } from '../../core/room/picture-header.ts';
import type { OutsidePicture } from '../ports/outside.ts';

/** Bounds of the pictures that go into one picture or file of a board. */
export interface EmbeddingBounds {
  /** Pictures that are looked at, however often each is shown. */
  readonly pictures: number;
  /** Bytes of all of them together. As base64 they take a third more. */
  readonly bytes: number;
  /** Pixels of one: while it is drawn, each takes four bytes. */
  readonly pixels: number;
}

export const EMBEDDING: EmbeddingBounds = { pictures: 64, bytes: 16 * 1024 * 1024, pixels: LIMITS.picturePixels };

/** Media types that every browser shows and the rasteriser draws. */
const SHOWN: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/**
 * The pictures of these elements as `data:` addresses, by hash. The largest on the board come first. Left out: those that are above the
 * bounds, of another type, or not here.
 */
export async function boardPictures(
  elements: Iterable<Element>,
  read: ReadPicture,
  bounds: EmbeddingBounds = EMBEDDING,
): Promise<ReadonlyMap<string, string>> {
  const isDrawn = ({ type, bytes }: OutsidePicture): boolean =>
    SHOWN.has(type) && (picturePixels(bytes) ?? Number.POSITIVE_INFINITY) <= bounds.pixels;
  const drawn = await largestPictures(elements, read, bounds, isDrawn);
  return new Map(
    drawn.map(({ hash, type, bytes: { buffer, byteOffset, length } }) => [
      hash,
      `data:${type};base64,${Buffer.from(buffer, byteOffset, length).toString('base64')}`,
    ]),
  );
}

/** The pictures of these elements for a file, by the same bounds of number and bytes. */
export function filePictures(elements: Iterable<Element>, read: ReadPicture): Promise<readonly FilePicture[]> {
  return largestPictures(elements, read, EMBEDDING, () => true);
}

type ReadPicture = (hash: string) => Promise<OutsidePicture | undefined>;

async function largestPictures(
  elements: Iterable<Element>,
  read: ReadPicture,
  bounds: Pick<EmbeddingBounds, 'pictures' | 'bytes'>,
  isUsable: (picture: OutsidePicture) => boolean,
): Promise<readonly FilePicture[]> {
  const found: FilePicture[] = [];
  let bytesLeft = bounds.bytes;
  for (const hash of hashesBySize(elements).slice(0, bounds.pictures)) {
    const picture = await read(hash);
    if (!picture || picture.bytes.length > bytesLeft || !isUsable(picture)) continue;
    bytesLeft -= picture.bytes.length;
    found.push({ hash, ...picture });
  }
  return found;
}

function hashesBySize(elements: Iterable<Element>): readonly string[] {
  const images = [...elements].filter(({ alive, kind }) => alive && kind === ElementKind.image);
  const area = (element: Element): number => element.get('w') * element.get('h');
  images.sort((a, b) => area(b) - area(a));
  return [...new Set(images.map((element) => element.get('hash')))];
}
