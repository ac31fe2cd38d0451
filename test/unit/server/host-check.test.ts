import { expect, test } from 'vitest';
import { hostCheck } from '../../../server/http/admitting/host-check.ts';

const local = { boundTo: '127.0.0.1', allowedHosts: [], publicHost: undefined };
const open = { boundTo: '0.0.0.0', allowedHosts: [], publicHost: undefined };

test.each(['localhost', 'LOCALHOST:7420', '127.0.0.1:7420', '127.8.9.10', '[::1]:7420', undefined])(
  'on a loopback address %s is a name of the hub',
  (host) => {
    expect(hostCheck(local)(host)).toBe(true);
    expect(hostCheck({ ...local, boundTo: 'localhost' })(host)).toBe(true);
    expect(hostCheck({ ...local, boundTo: '::1' })(host)).toBe(true);
  },
);

test.each([
  'evil.example',
  'evil.example:7420',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '192.168.1.1',
  '[fe80::1]',
  'user@localhost',
  'localhost:7420:1',
  '',
])('on a loopback address %j is none', (host) => {
  expect(hostCheck(local)(host)).toBe(false);
});

test('the name of the public URL and allowed names are accepted, with any port', () => {
  const check = hostCheck({ boundTo: '127.0.0.1', allowedHosts: ['Board.local', '::2'], publicHost: 'ink.example' });
  for (const host of ['ink.example', 'INK.example:443', 'board.local:7420', '[::2]']) expect(check(host)).toBe(true);
  expect(check('other.example')).toBe(false);
});

test('on a network address any name is accepted, until some are allowed; addresses always are', () => {
  expect(hostCheck(open)('whatever.example')).toBe(true);
  const check = hostCheck({ ...open, allowedHosts: ['ink.example'] });
  for (const host of ['ink.example:80', '10.0.0.7:7420', '[fe80::1]:7420', 'localhost']) expect(check(host)).toBe(true);
  expect(check('evil.example')).toBe(false);
});

test('a door with one address takes that address and nothing else', () => {
  const check = hostCheck({ boundTo: '192.168.1.7', allowedHosts: [], publicHost: undefined, onlyNamed: true });
  expect(check('192.168.1.7:7420')).toBe(true);
  for (const host of ['evil.example', '10.0.0.7', 'localhost', '127.0.0.1:7420', '[::1]']) expect(check(host)).toBe(false);
});
