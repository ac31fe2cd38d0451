import { expect, test } from 'vitest';
import type { Clock } from '../../../../../core/base/host.ts';
import { TurnGate } from '../../../../../server/hub/turns/turn-gate.ts';
import { HubFixture } from '../hub-fixture.ts';
import { addStroke, firstPoints } from '../ink.ts';
import { settled } from '../slow-store.ts';

/** A clock whose turns are the test's. */
function turns(): { readonly clock: Clock; readonly isWatched: () => boolean; next(): Promise<void> } {
  let due: (() => void) | undefined;
  const after: Clock['after'] = (_, run) => {
    due = run;
    return { dispose: () => {} };
  };
  return {
    clock: { now: () => 0, mono: () => 0, after },
    isWatched: () => due !== undefined,
    async next() {
      const run = due;
      due = undefined;
      run?.();
      await settled();
    },
  };
}

test('so many pass in a turn, the others in the turns after it, in the order in which they came', async () => {
  const { clock, next } = turns();
  const gate = new TurnGate(clock, 2);
  const passed: number[] = [];
  for (let i = 0; i < 5; i++) {
    const wait = gate.pass();
    if (wait) void wait.then(() => passed.push(i));
    else passed.push(i);
  }
  expect(passed).toEqual([0, 1]);
  await next();
  expect(passed).toEqual([0, 1, 2, 3]);
  // Who waits comes before who comes now.
  const late = gate.pass();
  void late?.then(() => passed.push(5));
  await next();
  expect(passed).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a gate that nobody passes watches no turn', async () => {
  const { clock, next, isWatched } = turns();
  const gate = new TurnGate(clock, 2);
  expect(isWatched()).toBe(false);
  expect(gate.pass()).toBeUndefined();
  await next();
  expect(isWatched()).toBe(false);
  expect(gate.pass()).toBeUndefined();
});

test('a crowd that comes at once is let in and served a part per turn, and frames go out in between', async () => {
  const fixture = new HubFixture();
  const ann = await fixture.joined();
  for (let k = 1; k <= 40; k++) {
    ann.draw([addStroke(ann.clientId, k), firstPoints(ann.clientId, k, 3_000)]);
    fixture.clock.advance(50);
  }
  const crowd = Array.from({ length: 50 }, () => fixture.connect());
  for (const client of crowd) void Promise.resolve(client.call('join', [client.request()]));
  await settled();
  expect(fixture.hub.counters().members).toBeLessThan(20);
  fixture.clock.advance(0);
  await settled();
  expect(fixture.hub.counters().members).toBe(51);

  fixture.clock.advance(100);
  // The body is made before.
  await crowd[0]?.catchUp();
  fixture.clock.advance(0);
  let chunks = 0;
  const reading = crowd.map(async (client) => {
    for await (const item of client.call('catchUp', [{}]) as AsyncIterable<{ readonly kind: string }>) {
      if (item.kind === 'chunk') chunks++;
    }
  });
  await settled();
  expect(chunks).toBe(64);
  ann.sent.length = 0;
  ann.draw([addStroke(ann.clientId, 41)]);
  expect(ann.frames().flatMap(({ batches }) => batches)).toHaveLength(1);
  expect(chunks).toBe(64);
  let isServed = false;
  void Promise.all(reading).then(() => {
    isServed = true;
  });
  for (let i = 0; i < 500 && !isServed; i++) {
    fixture.clock.advance(0);
    await settled();
  }
  expect(isServed).toBe(true);
  expect(chunks).toBeGreaterThan(crowd.length);
});

test('somebody whose connection ends while waiting to be let in is not let in', async () => {
  const fixture = new HubFixture();
  const crowd = Array.from({ length: 20 }, () => fixture.connect());
  const joining = crowd.map((client) => Promise.resolve(client.call('join', [client.request()])));
  crowd.at(-1)?.drop();
  const last = expect(joining.at(-1)).rejects.toThrow(/^join\.needed: /);
  fixture.clock.advance(0);
  await settled();
  await last;
  expect(fixture.hub.counters().members).toBe(19);
});
