import { expect, test } from 'vitest';
import { type ClientId, elementId, type InstanceId } from '../../../core/board/ids.ts';
import type { Op } from '../../../core/board/op.ts';
import { MAX_LIVES, Replica } from '../../../core/room/replica.ts';
import { addInk } from '../../support/ink.ts';

const ANA = 'AAAAAAAAAAA' as ClientId;
const lifeOf = (i: number) => `life_${i}`.padEnd(11, '_') as InstanceId;

function live(replica: Replica, life: number): void {
  const values = { order: 'a0', x: life, y: 0, color: 1, width: 32 };
  const ops = [addInk({ id: elementId(ANA, 1 + (life % 500)), lamport: life + 1, values })];
  replica.receive({ origin: lifeOf(life), firstSeq: 1, batches: [{ author: ANA, n: life + 1, ops }] });
}

test('[SAVE-7] after 20,000 lives of a hub a version vector has at most 200 entries, and nobody misses an element', () => {
  const replica = new Replica();
  const away = new Replica();
  for (let life = 0; life < 20_000; life++) {
    replica.fold();
    live(replica, life);
    if (life < 19_000) live(away, life);
    if (life % 4_000 === 0) expect(replica.vector.size).toBeLessThanOrEqual(MAX_LIVES + 1);
  }
  replica.fold();
  expect(replica.vector.size).toBeLessThanOrEqual(MAX_LIVES);
  // Who was away for a thousand lives gets everything that changed since, and more.
  const delta = [...replica.board.statesPast(away.vector)];
  away.merge(delta, replica.vector.copy());
  expect(away.board.fingerprint()).toBe(replica.board.fingerprint());
});

test('[SAVE-7] who knows an element by an origin that is told apart, and not by one that was folded, gets it', () => {
  const replica = new Replica();
  const away = new Replica();
  const [old, other] = [lifeOf(90_001), lifeOf(90_002)];
  const id = elementId(ANA, 9_000);
  const values = { order: 'a0', x: 1, y: 0, color: 1, width: 32 };
  const bring = (to: readonly Replica[], origin: InstanceId, seq: number, ops: readonly Op[]) => {
    for (const one of to) one.receive({ origin, firstSeq: seq, batches: [{ author: ANA, n: seq, ops }] });
  };
  bring([replica, away], other, 1, [addInk({ id, lamport: 1, values })]);
  // Missed by who is away.
  bring([replica], old, 1, [{ kind: 'set', id, lamport: 2, values: { x: 77 } }]);
  for (let life = 0; life < MAX_LIVES + 50; life++) {
    live(replica, life);
    live(away, life);
  }
  // The other one lives on.
  bring([replica, away], other, 2, [addInk({ id: elementId(ANA, 9_001), lamport: 1_000_000, values })]);
  expect(replica.fold()).toBeGreaterThan(0);
  expect(replica.vector.get(old)).toBe(0);
  expect(replica.vector.get(other)).toBe(2);
  // And writes to the element again.
  bring([replica, away], other, 3, [{ kind: 'set', id, lamport: 1_000_001, values: { y: 5 } }]);
  away.merge([...replica.board.statesPast(away.vector)], replica.vector.copy());
  expect(away.board.fingerprint()).toBe(replica.board.fingerprint());
});
