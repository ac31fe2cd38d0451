import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Board } from '../../../core/board/board.ts';
import { newEpoch, newInstanceId } from '../../../core/board/ids.ts';
import { Replica } from '../../../core/room/replica.ts';
import { crc32, DECIDED_VERSION, decodeSnapshot, encodeSnapshot } from '../../../core/room/snapshot/snapshot.ts';
import { packRoomSnapshot } from '../../../core/room/snapshot/snapshot-packer.ts';
import { Author } from '../../support/author.ts';
import { newClientId } from '../../support/client-id.ts';
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
  expect(code(Uint8Array.from([...bytes.slice(0, 4), DECIDED_VERSION + 1, ...bytes.slice(5)]))).toBe('snapshot.version');
  expect(code(bytes.slice(0, -1))).toBe('snapshot.checksum');
  expect(code(bytes.slice(0, 6))).toBe('snapshot.not_inkroom');
});

test('[SAVE-3] a room snapshot packed in steps holds the same board as a whole one, and the life of the room', () => {
  const random = seededRandom(5);
  const { board, vector } = drawnReplica(5, 800);
  const head = { epoch: newEpoch(random), vector: vector.pairs(), savedAt: 7 };
  const life = { since: 3, clients: [[newClientId(random), 12] as const, [newClientId(random), 2 ** 40] as const] };
  const packing = packRoomSnapshot({ ...head, states: board.states(), life });
  let steps = 0;
  let step = packing.next();
  for (; step.done !== true; step = packing.next()) steps++;
  expect(steps).toBeGreaterThan(1);
  const whole = decodeSnapshot(encodeSnapshot({ ...head, states: board.states() }));
  if (!whole.ok) throw new Error(whole.error.code);
  expect(whole.value.life).toBeUndefined();
  expect(decodeSnapshot(step.value)).toEqual({ ok: true, value: { ...whole.value, life } });
  const damaged = step.value.slice();
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
  expect(decodeSnapshot(damaged)).toMatchObject({ ok: false, error: { code: 'snapshot.checksum' } });
});

test('a checksum taken in parts is that of the whole', () => {
  const bytes = seededRandom(9).bytes(1_000);
  expect(crc32(bytes.subarray(333), crc32(bytes.subarray(0, 333)))).toBe(crc32(bytes));
});
