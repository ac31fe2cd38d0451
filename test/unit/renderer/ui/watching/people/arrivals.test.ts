import { expect, test } from 'vitest';
import type { ClientId } from '../../../../../../core/board/ids.ts';
import { createValue } from '../../../../../../renderer/ui/value-store.ts';
import { SHOWN_MS, watchArrivals } from '../../../../../../renderer/ui/watching/people/arrivals.ts';
import type { Person } from '../../../../../../renderer/ui/watching/people/people.ts';
import { FakeClock } from '../../../../../support/fake-clock.ts';
import { statusOf } from '../../fake-session.ts';

const person = (name: string): Person => ({ clientId: name.padEnd(11, '_') as ClientId, name, color: 1 });

function world(here: readonly string[] = []) {
  const clock = new FakeClock();
  const status = createValue(statusOf());
  const people = createValue<readonly Person[]>(here.map(person));
  const arrivals = watchArrivals(status, people, clock);
  const be = (...names: string[]): void => people.write(names.map(person));
  return { clock, status, people, arrivals, be };
}

test('who comes is said for a while; who was here before is not', () => {
  const { clock, arrivals, be } = world(['Ana']);
  clock.advance(5_000);
  expect(arrivals.read()).toBeUndefined();
  be('Ana', 'Bo');
  clock.advance(1_200);
  expect(arrivals.read()).toBe('Bo joined');
  clock.advance(SHOWN_MS);
  expect(arrivals.read()).toBeUndefined();
});

test('many who come together, or while a line stands, are one line', () => {
  const { clock, arrivals, be } = world();
  be('Ana', 'Bo');
  clock.advance(1_200);
  expect(arrivals.read()).toBe('Ana and Bo joined');
  const crowd = Array.from({ length: 40 }, (_, i) => `P${i}`);
  be('Ana', 'Bo', ...crowd);
  clock.advance(SHOWN_MS - 1);
  expect(arrivals.read()).toBe('Ana and Bo joined');
  clock.advance(1);
  expect(arrivals.read()).toBe('P0, P1 and 38 others joined');
});

test('who lost the connection and comes back, and who came and went at once, is no news', () => {
  const { clock, arrivals, be } = world();
  be('Ana');
  clock.advance(60_000);
  be();
  be('Ana', 'Bo');
  be('Ana');
  clock.advance(1_200);
  expect(arrivals.read()).toBeUndefined();
});

test('who came while this window was away is not said on its return', () => {
  const { clock, status, arrivals, be } = world(['Ana']);
  status.write(statusOf({ state: { phase: 'connecting', attempt: 1, since: 0 } }));
  be();
  status.write(statusOf({ state: { phase: 'joining', since: 0, received: 0, total: 0 } }));
  be('Ana', 'Bo');
  status.write(statusOf());
  clock.advance(60_000);
  expect(arrivals.read()).toBeUndefined();
  be('Ana', 'Bo', 'Cy');
  clock.advance(1_200);
  expect(arrivals.read()).toBe('Cy joined');
});

test('nothing is said after the end', () => {
  const { clock, arrivals, be } = world();
  be('Ana');
  arrivals.dispose();
  clock.advance(60_000);
  expect(arrivals.read()).toBeUndefined();
});
