import { expect, test, vi } from 'vitest';
import { obstacleIn } from '../../../../../renderer/session/link/obstacle-in.ts';
import { World } from '../world.ts';

test.each([
  ['Maximum message count limit reached: 100000', 'service.messages'],
  ['Server returned an error on close: Connection closed with an error. Message quota exceeded', 'service.messages'],
  ["Failed to complete negotiation with the server: Error: Too Many Requests: Status code '429'", 'service.connections'],
  ['Maximum connection count limit reached: 20', 'service.connections'],
  ["Failed to complete negotiation with the server: Error: Forbidden: Status code '403'", 'page.not_allowed'],
  ['WebSocket closed with status code: 1006 (no reason given).', undefined],
  ["Failed to complete negotiation with the server: Error: Service Unavailable: Status code '503'", undefined],
  [undefined, undefined],
])('%s', (text, code) => {
  expect(obstacleIn(text)).toBe(code);
});

test('a quota that is used up is named, and asked for at most every 30 s, whatever wakes the page', () => {
  const world = new World();
  const connect = vi.spyOn(world.hub, 'connect');
  const attempts = (): number => connect.mock.calls.length;
  const ana = world.joined();
  world.hub.weather.isDown = true;
  world.hub.closeAll('Error: Maximum message count limit reached: 100000');
  world.pass(100);
  expect(ana.status()).toMatchObject({ state: { phase: 'connecting' }, notYet: 'service.messages' });
  const before = attempts();
  for (let second = 0; second < 29; second++) {
    ana.wake();
    world.pass(1_000);
  }
  expect(attempts()).toBe(before);
  world.hub.weather.isDown = false;
  world.pass(20_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, notYet: undefined });
});
