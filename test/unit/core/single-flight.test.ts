import { expect, test } from 'vitest';
import { SingleFlight } from '../../../core/base/single-flight.ts';

test('who asks for a key while its work runs shares the result; who asks later starts it again', async () => {
  const flights = new SingleFlight<string, number>();
  let runs = 0;
  const work = async (): Promise<number> => ++runs;
  const both = [flights.run('a', work), flights.run('a', work), flights.run('b', work)];
  expect([flights.size, flights.of('a') === both[0]]).toEqual([2, true]);
  expect(await Promise.all(both)).toEqual([1, 1, 2]);
  expect([flights.size, flights.of('a')]).toEqual([0, undefined]);
  expect(await flights.run('a', work)).toBe(3);
});

test('work that fails fails for all who share it, and is started again for the next', async () => {
  const flights = new SingleFlight<string, number>();
  const broken = (): Promise<number> => Promise.reject(new Error('broken'));
  const both = [flights.run('a', broken), flights.run('a', async () => 1)];
  const ended = flights.ended();
  for (const one of [...both, ended]) await expect(one).rejects.toThrow('broken');
  expect(await flights.run('a', async () => 2)).toBe(2);
});
