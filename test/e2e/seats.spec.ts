import { expect } from 'playwright/test';
import { test } from './fixtures.ts';
import { Seats } from './seats.ts';

test('a seat goes to the next person, unless its pages would find what the last test put into them', async ({
  chromium,
  hub,
}) => {
  const seats = new Seats(chromium);
  const first = await seats.take(hub.server);
  await seats.giveBack(first);
  const second = await seats.take(hub.server);
  expect(second).toBe(first);
  await second.context.routeWebSocket(/./, () => {});
  await seats.giveBack(second);
  const third = await seats.take(hub.server);
  expect(third).not.toBe(first);
  await third.context.close();
});
