import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { RequestTurns } from '../../../../../server/http/admitting/request-turns.ts';

function turnsOf(costMs: number) {
  let mono = 0;
  const turns = new RequestTurns({ mono: () => mono });
  const begun: number[] = [];
  const request = (no: number) => (): void => {
    mono += costMs;
    begun.push(no);
  };
  return { turns, begun, request };
}

test('what was sent ahead begins in its order, later, for five milliseconds a turn', async () => {
  const { turns, begun, request } = turnsOf(2);
  for (let no = 1; no <= 7; no++) turns.add(request(no));
  turns.add(() => turns.add(request(8)));
  expect(begun).toEqual([]);
  await setImmediate();
  expect(begun).toEqual([1, 2, 3]);
  await setImmediate();
  expect(begun).toEqual([1, 2, 3, 4, 5, 6]);
  await setImmediate();
  expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7]);
  await setImmediate();
  expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('others begin at once while the turn has time, and never before what waits', async () => {
  const { turns, begun, request } = turnsOf(3);
  for (let no = 1; no <= 4; no++) turns.begin(request(no));
  expect(begun).toEqual([1, 2]);
  turns.add(request(5));
  await setImmediate();
  turns.begin(request(6));
  expect(begun).toEqual([1, 2, 3, 4]);
  await setImmediate();
  expect(begun).toEqual([1, 2, 3, 4, 5, 6]);
  await setImmediate();
  turns.begin(request(7));
  expect(begun.at(-1)).toBe(7);
});
