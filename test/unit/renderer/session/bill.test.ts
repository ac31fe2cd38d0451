import { expect, test } from 'vitest';
import { World } from './world.ts';

const BILL = { unitsPerSecond: 24.5, instances: 2 };

/** Time passes for the line, and turns for what waits for an answer. */
async function answerIn<T>(world: World, asked: Promise<T>): Promise<T> {
  for (let i = 0; i < 5; i++) {
    world.pass(20);
    await Promise.resolve();
  }
  return asked;
}

test('[BILL-1] [BILL-2] where the welcome says that messages are billed, the hub is asked and its answer given', async () => {
  const world = new World({ welcome: { billed: true }, bill: BILL });
  const ana = world.joined();
  expect(ana.status().billed).toBe(true);
  expect(await answerIn(world, ana.askBill())).toEqual(BILL);
});

test('[BILL-1] where nothing is billed the hub is not even asked, nor without a line to it', async () => {
  const world = new World({ bill: BILL });
  const ana = world.joined();
  expect(ana.status().billed).toBe(false);
  expect(await ana.askBill()).toBeUndefined();
  world.hub.weather.welcome = { billed: true };
  const bo = world.person();
  expect(await bo.askBill()).toBeUndefined();
  bo.start();
  world.pass(100);
  expect(await answerIn(world, bo.askBill())).toEqual(BILL);
  world.hub.drop(2_000);
  expect(await bo.askBill()).toBeUndefined();
  world.pass(4_000);
  expect(await answerIn(world, bo.askBill())).toEqual(BILL);
});

test('[BILL-1] a room that moves to a hub without such a service has no price any more', () => {
  const world = new World({ welcome: { billed: true }, bill: BILL });
  const ana = world.joined();
  world.hub.weather.welcome = {};
  world.hub.restart();
  world.pass(5_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, billed: false });
});
