import { expect, test } from 'vitest';
import { parseFromHub, parseToHub } from '../../../core/contract/desktop/hub-parent.ts';
import { isLoopback, parseServerAddresses, shareServers } from '../../../core/contract/server-addresses.ts';

const HERE = 'http://127.0.0.1:7420';
const LAN = 'http://192.168.1.7:7420';

test.each([
  ['the hub was not heard', HERE, undefined, [HERE]],
  ['the hub listens for its own computer', HERE, { network: [] }, [HERE]],
  ['the hub is on the network too', HERE, { network: [LAN, 'http://10.0.0.7:7420'] }, [LAN, 'http://10.0.0.7:7420']],
  ['the page came over the network: that address works', 'http://10.0.0.7:7420', { network: [LAN] }, ['http://10.0.0.7:7420']],
  ['the operator gave the hub an address', HERE, { public: 'https://ink.example', network: [] }, ['https://ink.example']],
  ['… which counts over the network, too', LAN, { public: 'https://ink.example', network: [] }, ['https://ink.example']],
] as const)('a link is made of: %s', (_, server, told, expected) => {
  expect(shareServers(server, told)).toEqual(expected);
});

test.each([
  [{ network: [LAN, 'javascript:alert(1)', 7, 'http://a b'] }, { network: [LAN] }],
  [
    { network: [], public: 'https://ink.example' },
    { network: [], public: 'https://ink.example' },
  ],
  [{ network: [], public: 'nonsense' }, { network: [] }],
  [{ network: Array.from({ length: 40 }, () => LAN) }, { network: Array.from({ length: 16 }, () => LAN) }],
  [{ network: 'x' }, undefined],
  [null, undefined],
  ['text', undefined],
])('of a hub’s answer %j counts %j', (raw, read) => {
  expect(parseServerAddresses(raw)).toEqual(read);
});

test('localhost is this computer, by every name of it', () => {
  for (const own of ['http://localhost:1', 'http://127.9.9.9', 'http://[::1]:80', 'http://x.localhost'])
    expect(isLoopback(own)).toBe(true);
  for (const other of [LAN, 'http://127.0.0.1.evil.example', 'https://ink.example', 'nonsense'])
    expect(isLoopback(other)).toBe(false);
});

test('app and hub take each other’s words only as the contract has them', () => {
  const toHub = [{ kind: 'openDoor', host: '10.0.0.7', port: 7420 }, { kind: 'closeDoor', host: '10.0.0.7' }, { kind: 'end' }];
  for (const message of toHub) expect(parseToHub(message)).toEqual(message);
  for (const wrong of [
    null,
    'end',
    {},
    { kind: 'openDoor', host: 'x' },
    { kind: 'openDoor', host: 'x', port: 70_000 },
    { kind: 'closeDoor' },
  ])
    expect(parseToHub(wrong)).toBeUndefined();
  const fromHub = [
    { kind: 'ready', link: 'a', server: 'b' },
    { kind: 'doorOpen', host: 'a', server: 'b' },
    { kind: 'doorFailed', host: 'a', code: 'EACCES' },
    { kind: 'doorClosed', host: 'a' },
    { kind: 'company', guests: 3, unkeptRooms: 1 },
  ];
  for (const message of fromHub) expect(parseFromHub(message)).toEqual(message);
  for (const wrong of [
    undefined,
    {},
    { kind: 'company', guests: -1, unkeptRooms: 0 },
    { kind: 'ready', link: 1, server: 'b' },
    { kind: 'doorOpen', host: 'a' },
  ])
    expect(parseFromHub(wrong)).toBeUndefined();
});
