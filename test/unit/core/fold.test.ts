import { expect, test } from 'vitest';
import { type ClientId, elementId, type InstanceId } from '../../../core/board/ids.ts';
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
