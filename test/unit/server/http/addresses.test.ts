import { expect, test } from 'vitest';
import { addressesOf } from '../../../../server/http/addresses.ts';

const lan = { address: '192.168.1.7', family: 'IPv4', internal: false, netmask: '', mac: '', cidr: null } as const;
const loopback = { ...lan, address: '127.0.0.1', internal: true } as const;

test('a wildcard stands for this machine, and the addresses of the network are told', () => {
  expect(addressesOf('0.0.0.0', 80, { lo: [loopback], eth0: [lan] })).toEqual({
    local: 'http://127.0.0.1:80',
    network: ['http://192.168.1.7:80'],
  });
});

test('one address is that address, in brackets where they are needed', () => {
  expect(addressesOf('::1', 8080, { eth0: [lan] })).toEqual({ local: 'http://[::1]:8080', network: [] });
  expect(addressesOf('localhost', 1, {}).local).toBe('http://localhost:1');
});
