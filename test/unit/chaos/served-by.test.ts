import { expect, test } from 'vitest';
import type { Sample } from '../../chaos/crew-messages.ts';
import { ServedBy } from '../../chaos/served-by.ts';

const LIVE = {
  phase: 'live',
  unsent: 0,
  epoch: undefined,
  instance: 'one',
  persistence: 'none',
  lostCopy: undefined,
  refused: undefined,
  lagMs: 0,
} as const;

/** Person 0 says these statuses, a second apart; gives who serves the room `laterMs` after the last. */
function served(laterMs: number, ...said: readonly Partial<Sample>[]): readonly string[] {
  let now = 0;
  const by = new ServedBy(() => now);
  for (const over of said) {
    now += 1_000;
    by.hear(0, { ...LIVE, at: now, ...over });
  }
  now += laterMs;
  return [...by.names()];
}

test('an instance serves the room when somebody has been live on it for a while, and still is', () => {
  expect(served(500, {}, {}, {}, {})).toEqual(['one']);
  expect(served(500, {}, {})).toEqual([]);
  expect(served(5_000, {}, {}, {}, {})).toEqual([]);
});

test('who was away or has gone to another instance begins anew', () => {
  expect(served(500, {}, {}, {}, { phase: 'connecting' })).toEqual([]);
  expect(served(500, {}, {}, { phase: 'connecting' }, {})).toEqual([]);
  expect(served(500, {}, {}, {}, { instance: 'two' })).toEqual([]);
  expect(served(500, {}, {}, {}, { instance: 'two' }, { instance: 'two' }, { instance: 'two' }, { instance: 'two' })).toEqual([
    'two',
  ]);
});
