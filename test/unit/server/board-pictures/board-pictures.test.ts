import { expect, test } from 'vitest';
import { Board } from '../../../../core/board/board.ts';
import { type ClientId, elementId } from '../../../../core/board/ids.ts';
import { boardPictures, EMBEDDING } from '../../../../server/board-pictures/board-pictures.ts';
import type { OutsidePicture } from '../../../../server/ports/outside.ts';
import { addPicture, greyJpeg, hashOf, RED_GIF, solidPng } from '../../../support/picture.ts';

const ME = 'aaaaaaaaaaa' as ClientId;

/** A board that shows these pictures; each is wider than the one before. */
function boardOf(pictures: readonly OutsidePicture[]) {
  const board = new Board();
  const stored = new Map(pictures.map((picture) => [hashOf(picture.bytes), picture]));
  [...stored.keys()].forEach((hash, i) => {
    const id = elementId(ME, i + 1);
    board.apply(ME, [addPicture(id, hash), { kind: 'set', id, lamport: 2, values: { w: 160 * (i + 1) } }]);
  });
  const asked: string[] = [];
  const read = async (hash: string): Promise<OutsidePicture | undefined> => {
    asked.push(hash);
    return stored.get(hash);
  };
  return { board, read, asked, hashes: [...stored.keys()] };
}

const png = (width: number): OutsidePicture => ({ bytes: solidPng(width, 1, [255, 0, 0]), type: 'image/png' });

test('pictures become addresses with their own bytes, and one that is not here is left out', async () => {
  const { board, read, hashes } = boardOf([
    png(1),
    { bytes: greyJpeg(), type: 'image/jpeg' },
    { bytes: RED_GIF, type: 'image/gif' },
  ]);
  board.apply(ME, [addPicture(elementId(ME, 9), hashOf(Buffer.from('elsewhere')))]);
  const addresses = await boardPictures(board.elements(), read);
  expect([...addresses.keys()].sort()).toEqual([...hashes].sort());
  const [type, base64] = addresses.get(hashes[1] ?? '')?.split(',') ?? [];
  expect(type).toBe('data:image/jpeg;base64');
  expect(Buffer.from(base64 ?? '', 'base64')).toEqual(Buffer.from(greyJpeg()));
});

test('the largest on the board come first; number, bytes and pixels are bounded', async () => {
  const { board, read, asked, hashes } = boardOf([png(1), png(2), png(3)]);
  expect([...(await boardPictures(board.elements(), read, { ...EMBEDDING, pictures: 2 })).keys()]).toEqual(
    hashes.slice(1).reverse(),
  );
  expect(asked).toHaveLength(2);
  const bytes = png(3).bytes.length;
  expect([...(await boardPictures(board.elements(), read, { ...EMBEDDING, bytes })).keys()]).toEqual(hashes.slice(2));
  expect([...(await boardPictures(board.elements(), read, { ...EMBEDDING, pixels: 2 })).keys()]).toEqual(
    hashes.slice(0, 2).reverse(),
  );
});

test('a type that no browser shows is left out', async () => {
  const { board, read, hashes } = boardOf([
    { bytes: webp('VP8L', [0x2f, 3, 0, 0, 0]), type: 'image/webp' },
    { bytes: solidPng(1, 1, [0, 0, 0]), type: 'image/tiff' },
  ]);
  expect([...(await boardPictures(board.elements(), read)).keys()]).toEqual([hashes[0]]);
});

/** A WebP file with one part, which begins with these bytes. */
function webp(form: string, part: readonly number[]): Uint8Array {
  return Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${form}\0\0\0\0`, 'latin1'), Buffer.from(part)]);
}
