import { expect, test, vi } from 'vitest';
import type { HubEvent } from '../../../../../renderer/session/link/hub-port.ts';
import { obstacleIn } from '../../../../../renderer/session/link/obstacle-in.ts';
import { World } from '../world.ts';

test.each([
  ['Maximum message count limit reached: 100000', 'service.messages'],
  ['Server returned an error on close: Connection closed with an error. Message quota exceeded', 'service.messages'],
  ["Failed to complete negotiation with the server: Error: Too Many Requests: Status code '429'", undefined],
  ['Maximum connection count limit reached: 20', 'service.connections'],
  ["Failed to complete negotiation with the server: Error: Forbidden: Status code '403'", 'page.not_allowed'],
  // What Azure SignalR Service says to clients, and our hub for it.
  ['Server returned an error on close: Message count reaches limit.', 'service.messages'],
  [
    "Failed to complete negotiation with the server: Error: Connection count reaches limit.: Status code '429'",
    'service.connections',
  ],
  ["Failed to complete negotiation with the server: Error: Message count reaches limit.: Status code '429'", 'service.messages'],
  ['service.messages: Azure SignalR Service has used up its messages for today.', 'service.messages'],
  ['service.connections: Azure SignalR Service has reached its limit of connections.', 'service.connections'],
  ["Azure SignalR Service is not connected yet, please try again later.: Status code '500'", 'service.away'],
  ['Unable to connect to the server with any of the available transports. Error: WebSockets failed', 'line.blocked'],
  ['WebSocket closed with status code: 1006 (no reason given).', undefined],
  ["Failed to complete negotiation with the server: Error: Service Unavailable: Status code '503'", undefined],
  [undefined, undefined],
])('%s', (text, code) => {
  expect(obstacleIn(text)).toBe(code);
});

test('[HS-13] who is turned away because many come at once asks again soon, then less often, and names the quota only when that lasts', () => {
  const world = new World();
  const connect = vi.spyOn(world.hub, 'connect');
  const ana = world.joined();
  const throttled = "Failed to complete negotiation with the server: Error: Too Many Requests: Status code '429'";
  world.hub.closeAll('gone');
  const before = connect.mock.calls.length;
  connect.mockImplementation((tell) => {
    world.clock.after(1, () => tell({ kind: 'closed', reason: throttled }));
    return {
      ...{ transport: undefined, heartbeatMs: 5_000, act: () => Promise.resolve(undefined) },
      ...{ join() {}, catchUp() {}, push() {}, leave() {}, close() {} },
    };
  });
  const attempts = (): number => connect.mock.calls.length - before;
  world.pass(2_000);
  expect(attempts()).toBeGreaterThanOrEqual(2);
  expect(attempts()).toBeLessThanOrEqual(3);
  expect(ana.status()).toMatchObject({ state: { phase: 'connecting' }, notYet: undefined });
  world.pass(10_000);
  expect(attempts()).toBeLessThanOrEqual(6);
  expect(ana.status().notYet).toBeUndefined();
  world.pass(60_000);
  expect(ana.status().notYet).toBe('service.connections');
  connect.mockRestore();
  world.pass(60_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, notYet: undefined });
});

test('[HS-12] a quota that is used up is named, and asked for at most every 30 s, whatever wakes the page', () => {
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

test('a reason that is over is not said again: the hub was full, and now it does not answer', () => {
  const world = new World({ joinRefusal: 'server.rooms_full' });
  const ana = world.person();
  ana.start();
  world.pass(300);
  expect(ana.status().notYet).toBe('server.rooms_full');
  world.hub.weather.isDown = true;
  world.pass(20_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'connecting' }, notYet: undefined });
});

test('an obstacle that may be over in a moment is asked about soon', () => {
  const world = new World();
  const ana = world.joined();
  world.hub.weather.isDown = true;
  world.hub.closeAll("Error: Azure SignalR Service is not connected yet, please try again later.: Status code '500'");
  world.pass(10);
  expect(ana.status().notYet).toBe('service.away');
  world.hub.weather.isDown = false;
  world.pass(3_000);
  expect(ana.status()).toMatchObject({ state: { phase: 'live' }, notYet: undefined });
});

test('a network that lets nothing through is named when it has done so twice: a hub that ends looks like that once', () => {
  const world = new World();
  const blocked = 'Unable to connect to the server with any of the available transports. Error: WebSockets failed';
  const ana = world.joined();
  world.hub.closeAll(blocked);
  world.pass(1);
  expect(ana.status().notYet).toBeUndefined();
  world.pass(5_000);
  world.hub.closeAll('Error: gone');
  world.pass(5_000);
  world.hub.closeAll(blocked);
  world.pass(1);
  expect(ana.status().notYet).toBeUndefined();
});

test('twice in a row it is named', () => {
  const world = new World();
  const tells: ((event: HubEvent) => void)[] = [];
  // Each attempt reaches the hub, and then nothing gets through.
  vi.spyOn(world.hub, 'connect').mockImplementation((tell) => {
    tells.push(tell);
    return {
      ...{ transport: undefined, heartbeatMs: 5_000, act: () => Promise.resolve(undefined) },
      ...{ join() {}, catchUp() {}, push() {}, leave() {}, close() {} },
    };
  });
  const ana = world.person();
  ana.start();
  const fail = (): void => tells.at(-1)?.({ kind: 'closed', reason: 'Unable to connect with any of the available transports.' });
  fail();
  expect(ana.status().notYet).toBeUndefined();
  world.pass(2_000);
  expect(tells).toHaveLength(2);
  fail();
  expect(ana.status().notYet).toBe('line.blocked');
});
