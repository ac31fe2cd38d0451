import { closeSync, openSync, writeSync } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { codeOf } from '../../core/base/reason-of.ts';
import { SerialQueue } from '../../core/base/serial-queue.ts';
import { crc32 } from '../../core/room/snapshot/snapshot.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import { writeFileAtomic } from '../files/atomic-file.ts';

/**
 * A vault as a file: `INKV`, version 1, then records. Each record contains the changes of one write: length and CRC-32 of the
 * rest (4 bytes each, big endian), then MessagePack `[[name, bytes or nil], …]`. A write adds one record, so it is there
 * completely or not at all. A record that a crash cut off was never reported as written.
 */
const HEADER = new Uint8Array([0x49, 0x4e, 0x4b, 0x56, 1]);
const RECORD_HEAD_BYTES = 8;
/** A file that is this much larger than its content is rewritten, bytes. */
const SPARE_BYTES = 1024 * 1024;
/** Larger than any vault that Inkroom writes: a larger file is refused. Bytes. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024;

export type PartChange = readonly [name: string, bytes: Uint8Array | null];

/** An open vault file. Writes run one after the other. */
export interface VaultFile {
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** Resolves when all changes are on the disk. Rejects when none of them is. */
  write(changes: readonly PartChange[]): Promise<void>;
}

/** Reads a vault's file, or creates one. Undefined when the file is damaged before its end. */
export async function openVaultFile(path: string): Promise<VaultFile | undefined> {
  const parts = new Map<string, Uint8Array>();
  let bytes = HEADER.length;
  let kind: 'new' | 'whole' | 'torn' = 'new';
  const there = await readIfThere(path);
  if (there) {
    const read = readRecords(there, parts);
    if (read === undefined) return undefined;
    bytes = read;
    kind = read === there.length ? 'whole' : 'torn';
  }
  const writes = new SerialQueue();

  async function rewrite(): Promise<void> {
    const record = recordOf([...parts]);
    const whole = new Uint8Array(HEADER.length + record.length);
    whole.set(HEADER);
    whole.set(record, HEADER.length);
    await writeFileAtomic(path, whole);
    bytes = whole.length;
    kind = 'whole';
  }

  async function writeNow(changes: readonly PartChange[]): Promise<void> {
    const before = new Map(parts);
    for (const [name, part] of changes) {
      if (part) parts.set(name, part);
      else parts.delete(name);
    }
    const record = recordOf(changes);
    try {
      if (kind !== 'whole' || bytes + record.length > 2 * sizeOf(parts) + SPARE_BYTES) await rewrite();
      else {
        kind = 'torn';
        // First to the system's cache, so that the end of the app cannot lose it; then to the disk.
        append(path, record);
        bytes += record.length;
        await toDisk(path);
        kind = 'whole';
      }
    } catch (error) {
      // The file's content is unknown now: the next write rewrites the file.
      kind = 'torn';
      parts.clear();
      for (const [name, part] of before) parts.set(name, part);
      throw error;
    }
  }

  return {
    parts,
    write: (changes) => writes.add(() => writeNow(changes)),
  };
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  const found = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!found) return undefined;
  if (!found.isFile() || found.size > MAX_FILE_BYTES) throw new Error('Not a vault.');
  return new Uint8Array(await readFile(path));
}

/** Returns the length of the readable part. Undefined when something before the end is unreadable. */
function readRecords(file: Uint8Array, parts: Map<string, Uint8Array>): number | undefined {
  if (HEADER.some((byte, i) => file[i] !== byte)) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = HEADER.length;
  while (at < file.length) {
    const start = at + RECORD_HEAD_BYTES;
    const end = start <= file.length ? start + view.getUint32(at) : Number.POSITIVE_INFINITY;
    if (end > file.length) return at;
    const body = file.subarray(start, end);
    const changes = view.getUint32(at + 4) === crc32(body) ? readChanges(unpackValue(body)) : undefined;
    // The last record may have been cut off with its length already there; an earlier one cannot.
    if (!changes) return end === file.length ? at : undefined;
    for (const [name, part] of changes) {
      if (part) parts.set(name, part);
      else parts.delete(name);
    }
    at = end;
  }
  return at;
}

function readChanges(raw: unknown): readonly PartChange[] | undefined {
  if (!Array.isArray(raw)) return undefined;
  const changes: PartChange[] = [];
  for (const change of raw as unknown[]) {
    if (!Array.isArray(change) || change.length !== 2) return undefined;
    const [name, part] = change as readonly unknown[];
    if (typeof name !== 'string' || (part !== null && !(part instanceof Uint8Array))) return undefined;
    // A copy, because IPC sends the whole buffer behind a view.
    changes.push([name, part && new Uint8Array(part)]);
  }
  return changes;
}

function recordOf(changes: readonly PartChange[]): Uint8Array {
  const body = packValue(changes);
  const record = new Uint8Array(RECORD_HEAD_BYTES + body.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, body.length);
  view.setUint32(4, crc32(body));
  record.set(body, RECORD_HEAD_BYTES);
  return record;
}

function sizeOf(parts: ReadonlyMap<string, Uint8Array>): number {
  let bytes = 0;
  for (const [name, part] of parts) bytes += name.length + part.length;
  return bytes;
}

function append(path: string, record: Uint8Array): void {
  const file = openSync(path, 'a');
  try {
    writeSync(file, record);
  } finally {
    closeSync(file);
  }
}

async function toDisk(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}
