import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Board } from '../../../core/board/board.ts';
import { newInstanceId } from '../../../core/board/ids.ts';
import { Replica } from '../../../core/room/replica.ts';
import { decodeSnapshot, encodeSnapshot } from '../../../core/room/snapshot.ts';
import { Author } from '../../support/author.ts';
import { runSeed, seededRandom } from '../../support/seeded.ts';

function drawnReplica(seed: number, batches: number): Replica {
  const random = seededRandom(seed);
  const origin = newInstanceId(random);
  const replica = new Replica();
  const authors = [new Author(random), new Author(random)];
  for (let i = 0; i < batches; i++) {
    const batch = (authors[i % 2] as Author).act(replica.board);
    replica.receive({ origin, firstSeq: i + 1, batches: [batch] });
  }
  return replica;
}

const snapshotOf = ({ board, vector }: Replica): Uint8Array =>
  encodeSnapshot({ epoch: undefined, vector: vector.pairs(), savedAt: 0, states: board.states() });

test('[SNP-1] a snapshot gives back the same board, and what is drawn after it fits on', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 60 }), (seed, batches) => {
      const replica = drawnReplica(seed, batches);
      const read = decodeSnapshot(snapshotOf(replica));
      if (!read.ok) throw new Error(read.error.code);
      const board = new Board();
      board.merge(read.value.states);
      expect(board.fingerprint()).toBe(replica.board.fingerprint());
      expect(board.aliveCount).toBe(replica.board.aliveCount);
      expect(board.pointBytes).toBe(replica.board.pointBytes);
      expect(read.value.vector).toEqual(replica.vector.pairs());
    }),
    { numRuns: 200, seed: runSeed() },
  );
});

test('[SNP-2] damage of any one byte is refused, and never gives another board', () => {
  const bytes = snapshotOf(drawnReplica(7, 12));
  for (let i = 0; i < bytes.length; i++) {
    const damaged = bytes.slice();
    damaged[i] = (damaged[i] as number) ^ 0x40;
    const read = decodeSnapshot(damaged);
    expect(read.ok, `byte ${i}`).toBe(false);
  }
});

test('[SNP-2] files of others, of a newer format, and cut short are told apart', () => {
  const bytes = snapshotOf(drawnReplica(7, 12));
  const code = (given: Uint8Array): string => {
    const read = decodeSnapshot(given);
    return read.ok ? 'ok' : read.error.code;
  };
  expect(code(new TextEncoder().encode('{"type":"excalidraw"}'))).toBe('snapshot.not_inkroom');
  expect(code(Uint8Array.from([...bytes.slice(0, 4), 2, ...bytes.slice(5)]))).toBe('snapshot.version');
  expect(code(bytes.slice(0, -1))).toBe('snapshot.checksum');
  expect(code(bytes.slice(0, 6))).toBe('snapshot.not_inkroom');
});
