import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Board } from '../../core/board/board.ts';
import type { RoomId } from '../../core/board/ids.ts';
import { decodeSnapshot } from '../../core/room/snapshot/snapshot.ts';
import { lmdbStore } from '../../server/adapters/lmdb/lmdb-store.ts';
import { readStoredBoard } from '../../server/hub/durability/stored-board.ts';

/**
 * Files and a data folder as version 1 of the contract wrote them (commit d745215): they are never written again. `elements.json` says what
 * that version read in them.
 */
const FOLDER = join(import.meta.dirname, 'contract-1');
const written = JSON.parse(readFileSync(join(FOLDER, 'elements.json'), 'utf8')) as {
  readonly epoch: string;
  readonly elements: readonly string[];
  readonly restored: readonly string[];
};

function describe(board: Board): string[] {
  return [...board.elements()]
    .map((e) => {
      const hash = createHash('sha256').update(e.points).digest('hex').slice(0, 16);
      const state = `${e.alive ? 'alive' : 'removed'} ${e.order} at ${e.x},${e.y} color ${e.color} width ${e.width}`;
      const ink = `${e.pressured ? 'pressured' : 'plain'} ${e.ended ? 'ended' : 'open'} ${e.pointCount} points ${hash}`;
      return `${e.id} kind ${e.kind} ${state} ${ink}`;
    })
    .sort();
}

test.each([
  ['file.inkroom', written.elements],
  ['restored.inkroom', written.restored],
])('[SNP-1] %s of contract 1 opens with every element that it held', (name, elements) => {
  const file = decodeSnapshot(readFileSync(join(FOLDER, name)));
  if (!file.ok) throw new Error(file.error.code);
  const board = new Board();
  board.merge(file.value.states);
  expect(elements.length).toBeGreaterThan(10);
  expect(describe(board)).toEqual(elements);
});

test('[SAVE-3] a data folder of contract 1, snapshot and log, opens with every element and its epoch', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'inkroom-old-'));
  cpSync(join(FOLDER, 'lmdb'), folder, { recursive: true });
  const store = lmdbStore({ folder, now: Date.now });
  try {
    const stored = await store.open('old-room' as RoomId);
    expect(stored.log.length).toBeGreaterThan(20);
    const reading = readStoredBoard(stored);
    let step = reading.next();
    while (!step.done) step = reading.next();
    const { start, lost } = step.value ?? {};
    expect(lost).toBe(0);
    expect(start?.epoch).toBe(written.epoch);
    expect(describe(start?.replica.board as Board)).toEqual(written.elements);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
});
