import { ok, type Refusal, type Result } from '../../../core/base/result.ts';
import type { Board } from '../../../core/board/board.ts';
import {
  type BoardFile,
  encodeBoardFile,
  type FilePicture,
  openBoardFile,
  picturesThatFit,
} from '../../../core/room/board-file.ts';
import { decodeSnapshot, openSnapshot } from '../../../core/room/snapshot/snapshot.ts';
import type { Pictures } from './pictures.ts';

export interface FilePicturesOptions {
  readonly pictures: Pick<Pictures, 'add' | 'now'>;
  readonly board: () => Board;
  /** SHA-256, base64url. */
  readonly hashOf: (bytes: Uint8Array) => string;
}

export interface PackedFile {
  readonly bytes: Uint8Array;
  /** Pictures of the board that are not in the file: neither this device nor the hub has them now, or the file would be too large. */
  readonly lacking: number;
}

/** The pictures inside `.inkroom` files. */
export interface FilePictures {
  /** A snapshot with the pictures of its elements. */
  pack(snapshot: Uint8Array): Promise<PackedFile>;
  /** Refuses a file that is damaged or no board, without reading its elements. */
  open(file: Uint8Array): Result<BoardFile, Refusal>;
  /** Keeps and sends those that the board shows. Others, and bytes with another hash, are ignored. */
  give(pictures: readonly FilePicture[]): Promise<void>;
}

export function createFilePictures({ pictures, board, hashOf }: FilePicturesOptions): FilePictures {
  return {
    async pack(snapshot) {
      const hashes = hashesIn(snapshot);
      const found: FilePicture[] = [];
      for (const hash of hashes) {
        const picture = await pictures.now(hash);
        if (picture) found.push({ hash, type: picture.type, bytes: picture.bytes });
      }
      const fits = picturesThatFit(
        snapshot.length,
        found.map(({ bytes }) => bytes.length),
      );
      const packed = found.slice(0, fits);
      return { bytes: encodeBoardFile({ snapshot, pictures: packed }), lacking: hashes.length - packed.length };
    },
    open(bytes) {
      const file = openBoardFile(bytes);
      if (!file.ok) return file;
      const snapshot = openSnapshot(file.value.snapshot);
      return snapshot.ok ? ok(file.value) : snapshot;
    },
    async give(given) {
      const shown = new Set<string>();
      for (const element of board().elements()) if (element.alive && element.get('hash') !== '') shown.add(element.get('hash'));
      for (const { hash, type, bytes } of given) {
        // Only what somebody placed here: the hub takes no other picture.
        if (!shown.delete(hash) || hashOf(bytes) !== hash) continue;
        await pictures.add({ type, bytes });
      }
    },
  };
}

/** The pictures of the elements in a snapshot, each once. */
function hashesIn(snapshot: Uint8Array): readonly string[] {
  const decoded = decodeSnapshot(snapshot);
  if (!decoded.ok) return [];
  const hashes = new Set<string>();
  for (const { birth, values } of decoded.value.states) if (birth?.facts.hash && values.alive) hashes.add(birth.facts.hash);
  return [...hashes];
}
