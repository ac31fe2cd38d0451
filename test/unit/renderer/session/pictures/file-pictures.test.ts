import { expect, test } from 'vitest';
import { type ClientId, elementId } from '../../../../../core/board/ids.ts';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import { encodeBoardFile, openBoardFile, picturesThatFit } from '../../../../../core/room/board-file.ts';
import { decodeSnapshot, encodeSnapshot } from '../../../../../core/room/snapshot/snapshot.ts';
import { createFilePictures } from '../../../../../renderer/session/pictures/file-pictures.ts';
import { memoryPictureStore, type Picture, type PictureLine } from '../../../../../renderer/session/pictures/picture-ports.ts';
import { Pictures } from '../../../../../renderer/session/pictures/pictures.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { addPicture, hashOf, pngBytes } from '../../../../support/picture.ts';
import { LocalBoard } from '../../engine/local-board.ts';

const AUTHOR = 'authorAUTHO' as ClientId;

/** A hub on which nothing is known yet, or with these pictures. */
function hub(held = new Map<string, Picture>()): PictureLine & { readonly held: Map<string, Picture> } {
  return {
    held,
    get: async (hash) => held.get(hash) ?? 'lacking',
    async put(hash, picture) {
      held.set(hash, picture);
      return 'kept';
    },
  };
}

/** A person with a board that shows the pictures of these seeds. */
function person(seeds: readonly number[], line = hub()) {
  const board = new LocalBoard();
  board.receive(
    seeds.map((seed, i) => addPicture(elementId(AUTHOR, i + 1), hashOf(pngBytes(seed)))),
    'server',
    AUTHOR,
  );
  const pictures = new Pictures({ line, store: memoryPictureStore(), clock: new FakeClock(), hashOf });
  const files = createFilePictures({ pictures, board: () => board.board(), hashOf });
  const snapshot = (): Uint8Array =>
    encodeSnapshot({ epoch: undefined, vector: [], savedAt: 1, states: board.board().keptStates() });
  return { board, pictures, files, line, snapshot };
}

const picture = (seed: number): Picture => ({ bytes: pngBytes(seed), type: 'image/png' });
const settle = async (): Promise<void> => {
  for (let i = 0; i < 40; i++) await Promise.resolve();
};

test('[SNP-3] a file carries the pictures of its board to another hub', async () => {
  const ana = person([1, 2]);
  await ana.pictures.add(picture(1));
  // Only the hub has the second one.
  ana.line.held.set(hashOf(pngBytes(2)), picture(2));
  const { bytes, lacking } = await ana.files.pack(ana.snapshot());
  expect(lacking).toBe(0);

  const ben = person([1, 2]);
  const opened = ben.files.open(bytes);
  if (!opened.ok) throw new Error(opened.error.code);
  expect(decodeSnapshot(opened.value.snapshot)).toEqual(decodeSnapshot(ana.snapshot()));
  await ben.files.give(opened.value.pictures);
  await settle();
  expect([...ben.line.held.values()]).toEqual([picture(1), picture(2)]);
  expect(await ben.pictures.now(hashOf(pngBytes(2)))).toEqual(picture(2));
});

test('[SNP-3] what no element shows, and what is not what it says, is ignored', async () => {
  const ben = person([1]);
  const [right, other] = [hashOf(pngBytes(1)), hashOf(pngBytes(9))];
  await ben.files.give([
    { hash: other, type: 'image/png', bytes: pngBytes(9) },
    { hash: right, type: 'image/png', bytes: pngBytes(8) },
  ]);
  await settle();
  expect(ben.line.held.size).toBe(0);
  expect(ben.pictures.unsent).toBe(0);
});

test('a picture that no one has now is counted, and a board without pictures is a file as before', async () => {
  const ana = person([1]);
  const { bytes, lacking } = await ana.files.pack(ana.snapshot());
  expect(lacking).toBe(1);
  expect(bytes).toEqual(ana.snapshot());
  const empty = person([]);
  expect(await empty.files.pack(empty.snapshot())).toEqual({ bytes: empty.snapshot(), lacking: 0 });
});

test('a damaged file is refused, and an older reader says that it is newer', async () => {
  const ana = person([1]);
  await ana.pictures.add(picture(1));
  const { bytes } = await ana.files.pack(ana.snapshot());
  expect(decodeSnapshot(bytes)).toMatchObject({ ok: false, error: { code: 'snapshot.version' } });
  const damaged = bytes.slice();
  damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1;
  expect(openBoardFile(damaged)).toMatchObject({ ok: false, error: { code: 'snapshot.checksum' } });
  const snapshot = ana.snapshot();
  const odd = encodeBoardFile({
    snapshot,
    pictures: [
      { hash: 'x', type: 'image/png', bytes: pngBytes(1) },
      { hash: hashOf(pngBytes(1)), type: 'text/html', bytes: pngBytes(1) },
    ],
  });
  expect(openBoardFile(odd)).toEqual({ ok: true, value: { snapshot, pictures: [] } });
});

test('a file is never larger than a board may be', () => {
  expect(picturesThatFit(1_000, [1_000, 1_000])).toBe(2);
  expect(picturesThatFit(LIMITS.snapshotBytes - 2_000, [1_000, 1_000])).toBe(1);
  expect(picturesThatFit(LIMITS.snapshotBytes, [1])).toBe(0);
});
