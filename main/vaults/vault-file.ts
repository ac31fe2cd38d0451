import { closeSync, openSync, writeSync } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { codeOf } from '../../core/base/reason-of.ts';
import { SerialQueue } from '../../core/base/serial-queue.ts';
import { crc32 } from '../../core/room/snapshot.ts';
import { packValue, unpackValue } from '../../core/wire/msgpack.ts';
import { writeFileAtomic } from '../files/atomic-file.ts';

/**
 * A vault as a file: `INKV`, version 1, then records, each the changes of one write: length and CRC-32 of what follows (4 bytes each, big
 * endian), then msgpack `[[name, bytes or nil], …]`. A write adds one record, so it is there whole or not at all; a record that a crash cut
 * off at the end was never said to be written.
 */
const HEADER = new Uint8Array([0x49, 0x4e, 0x4b, 0x56, 1]);
const RECORD_HEAD_BYTES = 8;
/** A file that is this much larger than what is in it is written anew, bytes. */
const SPARE_BYTES = 1024 * 1024;
/** Larger than any vault that we write: a larger file is not ours, and is not taken. Bytes. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024;

export type PartChange = readonly [name: string, bytes: Uint8Array | null];

/** An open vault file. Writes are carried out one after the other. */
export interface VaultFile {
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** Resolves when all of the changes are on the disk; rejects with none of them there. */
  write(changes: readonly PartChange[]): Promise<void>;
}

/** Reads a vault's file, or begins one where there is none. Undefined when the file is damaged before its end. */
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
        // In the system's hands at once, so that an app that ends now does not take it along; the disk's in the next step.
        append(path, record);
        bytes += record.length;
        await toDisk(path);
        kind = 'whole';
      }
    } catch (error) {
      // What is on the disk now is not known: the next write begins the file anew.
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

/** Gives the length of what could be read; undefined when something before the end cannot. */
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
    // The last one may have been cut off with its length already there; one before it cannot.
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
    // A copy: over the wall goes the whole buffer under a view.
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
