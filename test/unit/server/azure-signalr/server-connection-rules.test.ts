import { expect, test } from 'vitest';
import { reconnectDelayMs, serverConnectionHeaders } from '../../../../server/azure-signalr/server-connection-rules.ts';

test('the first attempt is at once, later ones double up to a minute, each with a part of a second', () => {
  const least = Array.from({ length: 10 }, (_, failures) => reconnectDelayMs(failures, () => 0));
  expect(least).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  expect(reconnectDelayMs(3, () => 0.5)).toBe(4_500);
  expect(reconnectDelayMs(10_000, () => 0.999)).toBe(60_999);
});

test('a server connection says who asks, as the SDK was seen to', () => {
  expect(serverConnectionHeaders({ serverId: 'vm_1', token: 't', product: 'Inkroom/1' })).toEqual({
    authorization: 'Bearer t',
    'x-asrs-server-id': 'vm_1',
    'asrs-user-agent': 'Inkroom/1',
    'x-requested-with': 'XMLHttpRequest',
  });
});
