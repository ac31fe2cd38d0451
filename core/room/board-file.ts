import { fail, ok, type Refusal, type Result } from '../base/result.ts';
import { isPictureHash } from '../board/kinds.ts';
import { LIMITS } from '../contract/limits.ts';
import { packValue, unpackValue } from '../wire/msgpack.ts';
import { crc32, DECIDED_VERSION, SNAPSHOT_HEADER_BYTES, writeSnapshotHeader } from './snapshot/snapshot.ts';

/** The format of an `.inkroom` file with pictures. Without pictures a file is a snapshot. */
const FILE_VERSION = DECIDED_VERSION + 1;
/** Bytes around each picture in a file: its hash, its type and the lengths. */
const PICTURE_FRAME = 128;
const TYPE = /^image\/[a-z+]{1,20}$/;

export interface FilePicture {
  /** SHA-256 of its bytes, base64url. */
  readonly hash: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface BoardFile {
  readonly snapshot: Uint8Array;
  /** [SNP-3] Nobody has checked their hashes yet. */
  readonly pictures: readonly FilePicture[];
}

/** The bytes of an `.inkroom` file. */
export function encodeBoardFile({ snapshot, pictures }: BoardFile): Uint8Array {
  if (pictures.length === 0) return snapshot;
  const body = packValue([snapshot, pictures.map(({ hash, type, bytes }) => [hash, type, bytes])]);
  const file = new Uint8Array(SNAPSHOT_HEADER_BYTES + body.length);
  writeSnapshotHeader(file, FILE_VERSION, crc32(body));
  file.set(body, SNAPSHOT_HEADER_BYTES);
  return file;
}

/** How many of these pictures fit into a file with a snapshot of this size, the first ones first. */
export function picturesThatFit(snapshotBytes: number, sizes: readonly number[]): number {
  let size = snapshotBytes + PICTURE_FRAME;
  for (const [i, bytes] of sizes.entries()) {
    size += bytes + PICTURE_FRAME;
    if (size > LIMITS.snapshotBytes) return i;
  }
  return sizes.length;
}

/** Splits a file into its snapshot, which is still to be decoded, and its pictures. Any other file is passed on as a snapshot. */
export function openBoardFile(file: Uint8Array): Result<BoardFile, Refusal> {
  const hasPictures = file.length > SNAPSHOT_HEADER_BYTES && file[4] === FILE_VERSION && isOurs(file);
  if (!hasPictures) return ok({ snapshot: file, pictures: [] });
  if (file.length > LIMITS.snapshotBytes) return fail('snapshot.malformed', 'too large');
  const body = file.subarray(SNAPSHOT_HEADER_BYTES);
  if (new DataView(file.buffer, file.byteOffset).getUint32(5) !== crc32(body)) return fail('snapshot.checksum');
  const raw = unpackValue(body);
  if (!Array.isArray(raw) || raw.length !== 2) return fail('snapshot.malformed', 'file');
  const [snapshot, list]: readonly unknown[] = raw;
  if (!(snapshot instanceof Uint8Array) || !Array.isArray(list)) return fail('snapshot.malformed', 'file');
  const pictures = list.map(readPicture);
  return ok({ snapshot, pictures: pictures.filter((picture) => picture !== undefined) });
}

function isOurs(file: Uint8Array): boolean {
  return String.fromCharCode(...file.subarray(0, 4)) === 'INKR';
}

function readPicture(raw: unknown): FilePicture | undefined {
  if (!Array.isArray(raw) || raw.length !== 3) return undefined;
  const [hash, type, bytes]: readonly unknown[] = raw;
  if (!isPictureHash(hash) || typeof type !== 'string' || !TYPE.test(type)) return undefined;
  return bytes instanceof Uint8Array && bytes.length <= LIMITS.pictureBytes ? { hash, type, bytes } : undefined;
}
