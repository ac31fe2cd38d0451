import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientNetwork } from '../../../../../server/http/admitting/client-address.ts';

const request = (forwarded: string | undefined): IncomingMessage =>
  ({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: '10.0.0.9' } }) as unknown as IncomingMessage;

test.each([
  [undefined, '10.0.0.9'],
  ['198.51.100.7', '198.51.100.7'],
  ['203.0.113.1, 198.51.100.7', '198.51.100.7'],
  ['198.51.100.7:52341', '198.51.100.7'],
  ['[2001:db8:0:7::1]:443', '2001:db8:0:7::/64'],
  ['[2001:db8:0:7::1]', '2001:db8:0:7::/64'],
  ['2001:db8:0:7::1', '2001:db8:0:7::/64'],
  ['unknown', '10.0.0.9'],
  ['198.51.100.7, ', '10.0.0.9'],
  ['x'.repeat(10_000), '10.0.0.9'],
])('behind a proxy that says %s the client is %s', (forwarded, network) => {
  expect(clientNetwork(true)(request(forwarded))).toBe(network);
  expect(clientNetwork(false)(request(forwarded))).toBe('10.0.0.9');
});
