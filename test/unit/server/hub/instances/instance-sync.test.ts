import { expect, test } from 'vitest';
import { encodeOps } from '../../../../../core/board/codec/op-codec.ts';
import type { Welcome } from '../../../../../core/contract/hub-contract.ts';
import { MAX_LIVES } from '../../../../../core/room/replica.ts';
import { localBackplane } from '../../../../../server/adapters/local-backplane.ts';
import type { Backplane } from '../../../../../server/ports/backplane.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { HubFixture, statesOf } from '../hub-fixture.ts';
import { addStroke } from '../ink.ts';
import { settled } from '../slow-store.ts';

function twoHubs(): readonly [HubFixture, HubFixture] {
  const clock = new FakeClock();
  const backplane = localBackplane();
  // The instances draw different ids.
  const first = new HubFixture({ clock, backplane });
  const second = new HubFixture({ clock, backplane, instanceId: 'BBBBBBBBBBB' as never });
  return [first, second];
}

test('two instances of one room share its epoch and its board, and each sends on what the other accepted', async () => {
  const [here, there] = twoHubs();
  const ann = here.connect();
  const { epoch, origin } = await ann.join();
  here.settle();
  ann.draw([addStroke(ann.clientId, 1)]);
  const bob = there.connect();
  const welcome = await bob.join({ secret: 'CCCCCCCCCCCCCCCCCCCCCA' });
  expect(welcome.epoch).toBe(epoch);
  expect(welcome.vector).toEqual([[origin, 1]]);
  expect(statesOf(await bob.catchUp())).toHaveLength(1);
  there.settle();
  ann.draw([addStroke(ann.clientId, 2)]);
  here.clock.advance(50);
  expect(bob.frames()).toMatchObject([{ origin, firstSeq: 2, batches: [{ author: 1, n: 2 }] }]);
  expect(ann.frames().every(({ origin, batches }) => origin === undefined || batches.length === 0)).toBe(true);
});

test('an instance whose last member leaves is no loss while another one serves the room', async () => {
  const [here, there] = twoHubs();
  const ann = await here.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  const bob = there.connect();
  const { epoch } = await bob.join();
  ann.drop();
  for (let i = 0; i < 20; i++) {
    bob.push([0, null, [i, i]]);
    here.clock.advance(10_000);
  }
  expect(here.hub.counters().rooms).toBe(0);
  expect(await here.connect().join()).toMatchObject({ epoch, elements: 1 });
});

test('an instance that missed something asks another one for it, and goes on from there', async () => {
  const clock = new FakeClock();
  const backplane = localBackplane();
  let isCut = false;
  const leaky: Backplane = {
    attach(instance, ears) {
      const line = backplane.attach(instance, ears);
      return {
        ...line,
        publish(room, frame) {
          if (!isCut) line.publish(room, frame);
        },
      };
    },
  };
  const here = new HubFixture({ clock, backplane: leaky });
  const there = new HubFixture({ clock, backplane, instanceId: 'BBBBBBBBBBB' as never });
  const ann = await here.joined();
  const bob = there.connect();
  const { origin } = await ann.catchUp().then(() => here.connect().join());
  await bob.join({ secret: 'CCCCCCCCCCCCCCCCCCCCCA' });
  for (let k = 1; k <= 4; k++) {
    isCut = k === 2 || k === 3;
    ann.draw([addStroke(ann.clientId, k)]);
    clock.advance(50);
    await settled();
  }
  ann.draw([addStroke(ann.clientId, 5)]);
  clock.advance(50);
  expect(bob.frames().at(-1)).toMatchObject({ origin, firstSeq: 5, batches: [{ n: 5 }] });
  expect(statesOf(await bob.catchUp())).toHaveLength(5);
});

test('[HS-3] [ADM-2] what one instance accepted is recognised when it is sent again to another, also one that opens the room later', async () => {
  const clock = new FakeClock();
  const backplane = localBackplane();
  const hub = (instanceId: string): HubFixture => new HubFixture({ clock, backplane, instanceId: instanceId as never });
  const [here, there] = [hub('AAAAAAAAAAA'), hub('BBBBBBBBBBB')];
  const ann = await here.joined();
  const bob = there.connect();
  await bob.join({ secret: 'CCCCCCCCCCCCCCCCCCCCCA' });
  const stroke = encodeOps(ann.clientId, [addStroke(ann.clientId, 1)]);
  ann.push([1, stroke]);
  clock.advance(50);
  // Her line breaks before the echo; she is let in elsewhere and sends again what she does not know to have arrived.
  for (const other of [there, hub('DDDDDDDDDDD')]) {
    const again = other.connect();
    expect(await again.join({ secret: ann.secret })).toMatchObject({ lastN: 1, elements: 1 });
    again.push([1, stroke]);
    clock.advance(50);
    expect(again.refusals()).toEqual([]);
    expect(statesOf(await again.catchUp())).toHaveLength(1);
  }
});

test('[SAVE-7] a room without a store that hundreds of instances served one after the other names few origins, and misses nothing', async () => {
  const clock = new FakeClock();
  const backplane = localBackplane();
  // The length of its name decides what a hub draws at random: everybody here is another person.
  const hub = (instanceId: string, no: number): HubFixture =>
    new HubFixture({ clock, backplane, instanceId: instanceId as never, instanceName: 'n'.repeat(no) });
  const here = hub('AAAAAAAAAAA', 1);
  const ann = await here.joined();
  ann.draw([addStroke(ann.clientId, 1)]);
  clock.advance(50);
  let away: Welcome | undefined;
  for (let life = 1; life <= MAX_LIVES + 10; life++) {
    const there = hub(`life_${life}`.padEnd(11, '_'), 1 + life);
    const bob = there.connect();
    await bob.join();
    bob.draw([addStroke(bob.clientId, 1)]);
    clock.advance(50);
    await there.hub.close();
    if (life === 10) away = await here.connect().join();
  }
  const welcome = await here.connect().join();
  expect(welcome).toMatchObject({ elements: MAX_LIVES + 11, epoch: away?.epoch });
  expect(welcome.vector.length).toBeLessThanOrEqual(MAX_LIVES);
  expect(welcome.vector).toContainEqual(['AAAAAAAAAAA', 1]);
  // Who was away from the tenth life on gets everything since, and the folded ones once more.
  const back = here.connect();
  await back.join();
  const missed = statesOf(await back.catchUp({ epoch: away?.epoch, vector: away?.vector }));
  expect(missed.length).toBeGreaterThanOrEqual(MAX_LIVES);
  // An instance that opens the room later has the whole board, and those who drew before go on.
  const later = hub('later______', 1_000).connect();
  expect(await later.join()).toMatchObject({ elements: MAX_LIVES + 11, epoch: away?.epoch });
  here.settle();
  ann.draw([addStroke(ann.clientId, 2)]);
  clock.advance(50);
  expect(later.frames().at(-1)).toMatchObject({ origin: 'AAAAAAAAAAA', firstSeq: 2 });
});
