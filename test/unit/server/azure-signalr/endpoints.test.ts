import { clientTokenClaims, SystemClaim } from '@inkroom/azure-signalr/auth/client-claims';
import { chooseEndpoint, type EndpointState } from '@inkroom/azure-signalr/endpoints/choose-endpoint';
import { type GivenEndpoint, type NamedEndpoint, parseEndpoints } from '@inkroom/azure-signalr/endpoints/named-endpoint';
import { expect, test } from 'vitest';

const stringOf = (host: string): string => `Endpoint=https://${host}.service.signalr.net;AccessKey=very-secret;Version=1.0;`;
const given = (key: string | undefined, host: string): GivenEndpoint => ({
  key,
  connectionString: stringOf(host),
  setting: '--azure-signalr',
});

function parsed(...all: GivenEndpoint[]): readonly NamedEndpoint[] {
  const read = parseEndpoints(all);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.endpoints;
}

function problems(...all: GivenEndpoint[]): readonly string[] {
  const read = parseEndpoints(all);
  return read.ok ? [] : read.problems;
}

test('endpoints have a name and are primary, unless the key says secondary', () => {
  const read = parsed(given(undefined, 'a'), given('east', 'b'), given('west:Secondary', 'c'), given('north:primary', 'd'));
  expect(read.map(({ name, role }) => [name, role])).toEqual([
    ['https://a.service.signalr.net', 'primary'],
    ['east', 'primary'],
    ['west', 'secondary'],
    ['north', 'primary'],
  ]);
  expect(read[2]?.endpoint.clientBase).toBe('https://c.service.signalr.net/');
  expect(parsed()).toEqual([]);
});

test('every fault is told, without a key', () => {
  const told = problems(
    given('east', 'a'),
    given('east', 'b'),
    given('west', 'a'),
    given('b:tertiary', 'c'),
    given('1st', 'd'),
    given('', 'd'),
    { key: 'x', connectionString: 'Endpoint=ftp://x;AccessKey=very-secret', setting: 'THE_VARIABLE' },
  );
  expect(told).toHaveLength(6);
  expect(told.join('\n')).toContain('THE_VARIABLE: Invalid value for endpoint property');
  expect(told.join('\n')).toContain('primary or secondary, not "tertiary"');
  expect(told.join('\n')).not.toContain('very-secret');
  expect(problems(given('west:secondary', 'a'))).toEqual(['No primary endpoint defined.']);
});

type Told = EndpointState & { readonly name: string };
const one = (name: string, role: EndpointState['role'], isOnline: boolean, news: EndpointState['news'] = {}): Told => ({
  name,
  role,
  isOnline,
  news,
});

/** How often each is chosen, for evenly spread fractions. */
function spread(all: readonly Told[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < 1_000; i++) {
    const name = chooseEndpoint(all, i / 1_000)?.name ?? 'none';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

test('clients go to the primary endpoints that can be reached, and to a secondary one only when there is none', () => {
  const east = one('east', 'primary', true);
  const north = one('north', 'primary', true);
  const west = one('west', 'secondary', true);
  expect(spread([west, east, north])).toEqual({ east: 500, north: 500 });
  expect(spread([west, east, { ...north, isOnline: false }])).toEqual({ east: 1_000 });
  expect(spread([west, { ...east, isOnline: false }, { ...north, isOnline: false }])).toEqual({ west: 1_000 });
  expect(spread([{ ...west, isOnline: false }])).toEqual({ none: 1_000 });
});

test('an endpoint with more free capacity gets more clients, once all have said how much they have', () => {
  const half = { capacity: 1_000, clients: 495, serverConnections: 5 };
  const empty = { capacity: 1_000, clients: 0, serverConnections: 0 };
  const full = { capacity: 100, clients: 120, serverConnections: 5 };
  expect(spread([one('a', 'primary', true, empty), one('b', 'primary', true, half)])).toEqual({ a: 667, b: 333 });
  expect(spread([one('a', 'primary', true, empty), one('b', 'primary', true)])).toEqual({ a: 500, b: 500 });
  expect(spread([one('a', 'primary', true, full), one('b', 'primary', true, half)])).toEqual({ b: 1_000 });
  expect(spread([one('a', 'primary', true, full), one('b', 'primary', true, full)])).toEqual({ a: 500, b: 500 });
});

test('the token of a client says how many endpoints there are, if several', () => {
  const types = (endpoints: number): string[] => clientTokenClaims({}, { endpoints }).map(([type, value]) => `${type}=${value}`);
  expect(types(1)).toEqual([]);
  expect(types(3)).toEqual([`${SystemClaim.endpoints}=3`]);
});
