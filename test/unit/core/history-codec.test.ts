import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClientId, elementId } from '../../../core/board/ids.ts';
import type { KeptHistory } from '../../../core/board/undo/history.ts';
import { decodeHistory, encodeHistory } from '../../../core/board/undo/history-codec.ts';
import type { KeptWrite } from '../../../core/board/undo/step-pile.ts';
import { packValue, unpackValue } from '../../../core/wire/msgpack.ts';

const [ME, OTHER, NOBODY] = ['aaaaaaaaaaa', 'bbbbbbbbbbb', ''] as ClientId[] as [ClientId, ClientId, ClientId];

const stamp = (clients: readonly ClientId[]) => fc.record({ lamport: fc.nat(1e9), clientId: fc.constantFrom(...clients) });
const write: fc.Arbitrary<KeptWrite> = fc
  .tuple(
    fc.constantFrom(ME, OTHER),
    fc.nat(1e6),
    fc.constantFrom<Pick<KeptWrite, 'prop' | 'before'>>(
      { prop: 'alive', before: false },
      { prop: 'x', before: 1_600 },
      { prop: 'color', before: 3 },
    ),
    stamp([ME, OTHER, NOBODY]),
    stamp([ME]),
  )
  .map(([author, ordinal, value, beforeStamp, own]) => ({ id: elementId(author, ordinal), ...value, beforeStamp, stamp: own }));
const steps = fc.array(fc.array(write, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
const history: fc.Arbitrary<KeptHistory> = fc.record({ done: steps, undone: steps });

test('a kept history is read as it was written', () => {
  fc.assert(
    fc.property(history, (kept) => {
      expect(decodeHistory(ME, unpackValue(packValue(encodeHistory(ME, kept))))).toEqual(kept);
    }),
  );
});

test('bytes that are no history are none, and one unreadable write makes all of it unreadable', () => {
  fc.assert(
    fc.property(fc.anything(), (raw) => {
      expect(() => decodeHistory(ME, raw)).not.toThrow();
    }),
  );
  const good = [1, 1, 0, 5, 6];
  const [alive] = (encodeHistory(ME, { done: [[sample()]], undone: [] }) as [[readonly unknown[]]])[0];
  expect(decodeHistory(ME, [[alive], []])).toBeDefined();
  for (const [at, bad] of [
    [0, 'no id'],
    [1, 0],
    [2, {}],
    [3, -1],
    [4, ['no lamport', OTHER]],
  ] as const) {
    const broken = (alive as readonly unknown[]).map((item, i) => (i === at ? bad : item));
    expect(decodeHistory(ME, [[alive, broken], []])).toBeUndefined();
  }
  expect(decodeHistory(ME, [[good.slice(1)], []])).toBeUndefined();
});

function sample(): KeptWrite {
  const own = { lamport: 7, clientId: ME };
  return { id: elementId(ME, 1), prop: 'alive', before: false, beforeStamp: { lamport: 0, clientId: NOBODY }, stamp: own };
}
