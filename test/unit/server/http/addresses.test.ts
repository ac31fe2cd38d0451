import { expect, test } from 'vitest';
import { addressesOf, toldAddresses } from '../../../../server/http/addresses.ts';

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

test('one address of the network is one that others reach', () => {
  expect(addressesOf('192.168.1.7', 80, {})).toEqual({ local: 'http://192.168.1.7:80', network: ['http://192.168.1.7:80'] });
});

test('the best guess is told first', () => {
  const docker = { ...lan, address: '172.17.0.1' } as const;
  expect(addressesOf('::', 80, { docker0: [docker], eth0: [lan] }).network).toEqual([
    'http://192.168.1.7:80',
    'http://172.17.0.1:80',
  ]);
});

test('a hub with a public address tells of no other', () => {
  expect(toldAddresses('127.0.0.1:80', ['http://192.168.1.7'], 'https://ink.example')).toEqual({
    public: 'https://ink.example',
    network: [],
  });
  expect(toldAddresses(undefined, ['http://192.168.1.7'], undefined)).toEqual({ network: [] });
});
