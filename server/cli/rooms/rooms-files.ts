import { readFileSync, writeFileSync } from 'node:fs';
import { codeOf, reasonOf } from '../../../core/base/reason-of.ts';
import { newEpoch, type RoomId } from '../../../core/board/ids.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { REFUSALS } from '../../../core/contract/refusal-codes.ts';
import { encodeBoardFile, type FilePicture, openBoardFile, picturesThatFit } from '../../../core/room/board-file.ts';
import { picturePixels, pictureType } from '../../../core/room/picture-header.ts';
import { decodeSnapshot, encodeSnapshot } from '../../../core/room/snapshot/snapshot.ts';
import type { StoreAdmin } from '../../ports/store-admin.ts';
import { nodeRandom } from '../../process/node-host.ts';
import { pictureHash } from '../../process/picture-hash.ts';
import { boardIn, isKept, needed, packed, picturesOf } from './stored-boards.ts';

/** The board and its pictures as a file, like "Save" in the client: erased elements are left out. */
export async function exportRoom(store: StoreAdmin, room: RoomId, file: string): Promise<string> {
  await needed(store, room);
  const read = await store.read(room);
  const board = boardIn(read);
  if (typeof board === 'string') {
    const why = board === 'newer' ? 'was stored by a newer Inkroom: update this one' : 'is damaged and cannot be read';
    throw new Error(`What is kept of ${room} ${why}. Nothing was written.`);
  }
  const { epoch, replica } = board.start;
  const snapshot = encodeSnapshot({
    epoch,
    vector: replica.vector.pairs(),
    savedAt: read.savedAt ?? board.start.since,
    states: replica.board.keptStates(),
  });
  const hashes = picturesOf(replica.board, ({ alive }) => alive);
  const pictures = await storedPictures(store, room, hashes, snapshot.length);
  try {
    writeFileSync(file, encodeBoardFile({ snapshot, pictures }), { flag: 'wx' });
  } catch (error) {
    const isThere = codeOf(error) === 'EEXIST';
    const reason = reasonOf(error);
    throw new Error(isThere ? `${file} is there already. Name another file.` : `${file} cannot be written: ${reason}.`);
  }
  const lacking = hashes.size - pictures.length;
  const without =
    lacking === 0 ? '' : ` ${lacking} pictures are not in it: the store lacks them, or the file would be too large.`;
  const missing = board.lost > 0 ? ` The end of its log is damaged: ${board.lost} saves are missing in it.` : '';
  return `Wrote ${replica.board.aliveCount} elements and ${pictures.length} pictures of ${room} to ${file}.${without}${missing}\n`;
}

async function storedPictures(
  { pictures }: StoreAdmin,
  room: RoomId,
  hashes: Iterable<string>,
  snapshotBytes: number,
): Promise<readonly FilePicture[]> {
  const found: FilePicture[] = [];
  for (const hash of hashes) {
    const bytes = await pictures.read(room, hash);
    const type = bytes && pictureType(bytes);
    if (bytes === undefined || type === undefined) continue;
    const sizes = [...found.map((one) => one.bytes.length), bytes.length];
    if (picturesThatFit(snapshotBytes, sizes) < sizes.length) break;
    found.push({ hash, type, bytes });
  }
  return found;
}

/** The board of a file becomes a new room, in a new epoch, with the pictures that its elements show. */
export async function importRoom(store: StoreAdmin, room: RoomId, file: string): Promise<string> {
  if (await isKept(store, room)) throw new Error(`${room} is kept here already. Name another room, or delete it first.`);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${reasonOf(error)}.`);
  }
  const opened = openBoardFile(bytes);
  const snapshot = opened.ok ? decodeSnapshot(opened.value.snapshot) : opened;
  if (!snapshot.ok) throw new Error(`${file} cannot be read as a board. ${REFUSALS[snapshot.error.code]}`);
  const now = Date.now();
  const states = snapshot.value.states.map((state) => ({ ...state, marks: [] }));
  const shown = new Set(states.map(({ birth }) => birth?.facts.hash));
  let pictures = 0;
  for (const picture of opened.ok ? opened.value.pictures : []) {
    if (!shown.has(picture.hash) || !isWhole(picture)) continue;
    await store.pictures.write(room, picture.hash, picture.bytes);
    pictures++;
  }
  await store.write(
    room,
    packed({ epoch: newEpoch(nodeRandom), vector: [], savedAt: now, states, life: { since: now, clients: [] } }),
  );
  return `Stored ${states.length} elements and ${pictures} pictures of ${file} as ${room}.\n`;
}

/** [SNP-3] The bytes are a picture with this hash, as a hub takes it. */
function isWhole({ hash, bytes }: FilePicture): boolean {
  const pixels = picturePixels(bytes);
  return !!pixels && pixels <= LIMITS.picturePixels && pictureHash(bytes) === hash;
}
