import { expect, test } from 'vitest';
import { type InterfaceAddress, networkChoices, serverAt } from '../../../core/contract/desktop/network-choices.ts';

const v4 = (address: string): InterfaceAddress => ({ address, family: 'IPv4', internal: address.startsWith('127.') });
const v6 = (address: string): InterfaceAddress => ({ address, family: 'IPv6', internal: address === '::1' });
const LOOPBACK = { lo: [v4('127.0.0.1'), v6('::1')] };

/** What `os.networkInterfaces()` gives on machines of all three systems, and what people are offered of it, in order. */
const MACHINES: readonly (readonly [
  name: string,
  interfaces: Record<string, readonly InterfaceAddress[]>,
  offered: readonly string[],
])[] = [
  ['nothing but this computer', {}, []],
  ['a laptop at home', { wlp3s0: [v4('192.168.178.24'), v6('fe80::1')] }, ['192.168.178.24 network']],
  [
    'cable and Wi-Fi, in the order of their names',
    { wlan0: [v4('192.168.1.8')], eth0: [v4('192.168.1.7')] },
    ['192.168.1.7 network', '192.168.1.8 network'],
  ],
  [
    'a developer’s Linux with Docker, virtual machines and a company VPN',
    {
      docker0: [v4('172.17.0.1')],
      'br-5d1c4a': [v4('172.18.0.1')],
      virbr0: [v4('192.168.122.1')],
      vethf00: [v4('169.254.9.9')],
      tun0: [v4('10.8.0.6')],
      wg0: [v4('10.66.0.2')],
      tailscale0: [v4('100.101.102.103')],
      enp0s31f6: [v4('10.20.30.40')],
    },
    [
      '10.20.30.40 network',
      '10.8.0.6 vpn',
      '10.66.0.2 vpn',
      '100.101.102.103 vpn',
      '192.168.122.1 virtual',
      '172.18.0.1 virtual',
      '172.17.0.1 virtual',
      '169.254.9.9 selfAssigned',
    ],
  ],
  [
    'a Mac with a VPN, Internet sharing for virtual machines and AirDrop',
    {
      en0: [v6('fe80::aede'), v4('192.168.0.12')],
      utun4: [v4('10.100.0.3'), v6('fd00::3')],
      bridge100: [v4('192.168.64.1')],
      awdl0: [v6('fe80::cafe')],
      llw0: [v6('fe80::cafe')],
    },
    ['192.168.0.12 network', '10.100.0.3 vpn', '192.168.64.1 virtual'],
  ],
  [
    'Windows with WSL, VirtualBox and a cable that is not plugged in',
    {
      'vEthernet (WSL)': [v4('172.29.112.1')],
      'VirtualBox Host-Only Network': [v4('192.168.56.1')],
      Ethernet: [v4('169.254.44.1')],
      'Wi-Fi': [v4('192.168.0.20')],
      'OpenVPN TAP-Windows6': [v4('10.9.0.2')],
      'Loopback Pseudo-Interface 1': [v4('127.0.0.1'), v6('::1')],
    },
    ['192.168.0.20 network', '10.9.0.2 vpn', '192.168.56.1 virtual', '172.29.112.1 virtual', '169.254.44.1 selfAssigned'],
  ],
  [
    'home before company before public',
    { c: [v4('203.0.113.5')], b: [v4('10.0.0.5')], a: [v4('192.168.9.5')] },
    ['192.168.9.5 network', '10.0.0.5 network', '203.0.113.5 network'],
  ],
  ['a network that has only IPv6', { eth0: [v6('fe80::1'), v6('fd12::7')] }, ['fd12::7 network']],
  [
    'a carrier’s shared range is a mesh',
    { en5: [v4('100.64.0.9')], en0: [v4('100.20.0.9')] },
    ['100.20.0.9 network', '100.64.0.9 vpn'],
  ],
];

test.each(MACHINES)('%s', (_, interfaces, offered) => {
  const choices = networkChoices({ ...LOOPBACK, ...interfaces });
  expect(choices.map(({ address, kind }) => `${address} ${kind}`)).toEqual(offered);
});

test('an interface without addresses is none', () => {
  expect(networkChoices({ eth0: undefined, eth1: [] })).toEqual([]);
});

test('an IPv6 address stands in brackets', () => {
  expect([serverAt('192.168.1.7', 80), serverAt('fd12::7', 7420)]).toEqual(['http://192.168.1.7:80', 'http://[fd12::7]:7420']);
});
