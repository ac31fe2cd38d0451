import { createHmac } from 'node:crypto';
import { sharedKey, signAccessToken, TOKEN_CHARS, verifyAccessToken } from '@inkroom/azure-signalr/auth/access-token';
import {
  clientTokenClaims,
  LongClaim,
  openConnectionClaims,
  principalOf,
  userIdOf,
} from '@inkroom/azure-signalr/auth/client-claims';
import { negotiateFailure, negotiateRedirect } from '@inkroom/azure-signalr/negotiate-redirect';
import type { ServiceClaim } from '@inkroom/azure-signalr/protocol/service-messages';
import { Secret } from '@inkroom/azure-signalr/secret';
import { describe, expect, test } from 'vitest';

const NOW = 1_700_000_000_500;
const AUDIENCE = 'http://localhost/client/?hub=chat';
const key = sharedKey(new Secret('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH'));
const other = sharedKey(new Secret('another key'));

const sign = (claims: readonly ServiceClaim[] = [], lifetimeMs?: number) =>
  signAccessToken(key, { audience: AUDIENCE, claims, now: NOW, ...(lifetimeMs === undefined ? {} : { lifetimeMs }) });
const isAudience = (audience: string): boolean => audience.replace(/:\d+\//, '/').toLowerCase() === AUDIENCE;
const verify = (token: string, now = NOW, keys = [key]) => verifyAccessToken(token, { keys, isAudience, now });
const partsOf = (token: string): unknown[] =>
  token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));

/** A token as another implementation makes it. */
function handMade(payload: object, alg: 'HS256' | 'HS512' | 'none' = 'HS256'): string {
  const text = [{ alg, typ: 'JWT', kid: '-1591632927' }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  if (alg === 'none') return `${text}.`;
  return `${text}.${createHmac(alg === 'HS256' ? 'sha256' : 'sha512', key.key.reveal())
    .update(text)
    .digest('base64url')}`;
}

describe('a token', () => {
  test('holds claims, then times, issuer and audience, in the order of the SDK; repeated claims are a list', async () => {
    const token = await sign([
      ['nameid', 'alice'],
      ['role', 'editor'],
      ['role', 'admin'],
      ['__proto__', 'x'],
    ]);
    const [header, payload] = partsOf(token);
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT', kid: expect.stringMatching(/^-?\d+$/) });
    const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    expect(text).toBe(
      `{"nameid":"alice","role":["editor","admin"],"__proto__":"x","nbf":1700000000,"exp":1700003600,"iat":1700000000,"iss":"azure-signalr","aud":"${AUDIENCE}"}`,
    );
    expect(payload).toMatchObject({ nameid: 'alice' });
    expect(await verify(token)).toMatchObject({
      ok: true,
      claims: expect.arrayContaining([
        ['role', 'editor'],
        ['role', 'admin'],
      ]),
    });
  });

  test('is signed with the key as text: another implementation agrees', async () => {
    const token = await sign();
    const [head, payload, signature] = token.split('.');
    expect(createHmac('sha256', key.key.reveal()).update(`${head}.${payload}`).digest('base64url')).toBe(signature);
  });

  test.each(['HS256', 'HS512'] as const)(
    'of another implementation is taken: %s, any key id, audience with a port',
    async (alg) => {
      const exp = NOW / 1000 + 60;
      const aud = 'http://localhost:8888/client/?hub=Chat';
      const claims = { n: 1, yes: true, list: ['a', 2] };
      expect(await verify(handMade({ ...claims, exp, aud }, alg), NOW, [other, key])).toEqual({
        ok: true,
        claims: [
          ['n', '1'],
          ['yes', 'true'],
          ['list', 'a'],
          ['list', '2'],
          ['exp', String(exp)],
          ['aud', aud],
        ],
      });
    },
  );

  test.each([
    ['signature', async () => verify(await sign(), NOW, [other])],
    ['signature', async () => verify(await sign(), NOW, [])],
    ['expired', async () => verify(await sign([], 60_000), NOW + 60_000 + 301_000)],
    ['expired', async () => verify(await sign(), NOW - 302_000)],
    ['audience', async () => verifyAccessToken(await sign(), { keys: [key], isAudience: () => false, now: NOW })],
    ['malformed', async () => verify('not a token')],
    ['malformed', async () => verify(handMade({ exp: 2e9, aud: AUDIENCE }, 'none'))],
    ['malformed', async () => verify(handMade({ aud: AUDIENCE }))],
    ['malformed', async () => verify(handMade({ exp: 2e9 }))],
  ])('is refused for its %s', async (problem, verified) => {
    expect(await verified()).toEqual({ ok: false, problem });
  });

  test('is taken some minutes beyond its time, because clocks differ', async () => {
    expect(await verify(await sign([], 60_000), NOW + 60_000 + 200_000)).toMatchObject({ ok: true });
  });
});

describe('claims of a client', () => {
  test('as the SDK was seen to write them for a signed-in user', () => {
    const claims = clientTokenClaims(
      {
        userId: 'alice',
        authenticationType: 'Judge',
        claims: [
          [LongClaim.nameIdentifier, 'alice'],
          [LongClaim.name, 'Name of alice'],
          [LongClaim.role, 'editor'],
          [LongClaim.role, 'admin'],
          ['tier', 'gold'],
        ],
      },
      { sticky: { serverId: 'vm_1', mode: 'Required' }, detailedErrors: true },
    );
    expect(claims).toEqual([
      ['asrs.s.uid', 'alice'],
      ['asrs.s.sn', 'vm_1'],
      ['asrs.s.ssticky', 'Required'],
      ['asrs.s.aut', 'Judge'],
      ['asrs.s.derror', 'True'],
      ['nameid', 'alice'],
      ['unique_name', 'Name of alice'],
      ['role', 'editor'],
      ['role', 'admin'],
      ['tier', 'gold'],
    ]);
  });

  test('come back to the application as they were, and the service knows the user', () => {
    const claims: ServiceClaim[] = [
      [LongClaim.nameIdentifier, 'alice'],
      [LongClaim.role, 'a'],
      [LongClaim.role, 'b'],
      ['exp', '12'],
      ['colour', 'red'],
    ];
    const token = clientTokenClaims({ userId: 'alice', claims, authenticationType: 'Judge' });
    expect(userIdOf(token)).toBe('alice');
    const withTimes: ServiceClaim[] = [...token, ['nbf', '1'], ['exp', '2'], ['aud', 'x'], ['iss', 'azure-signalr']];
    expect(principalOf(openConnectionClaims(withTimes))).toEqual({ userId: 'alice', claims, authenticationType: 'Judge' });
  });

  test('a user cannot say what only the application says to the service', () => {
    expect(clientTokenClaims({ claims: [['asrs.s.uid', 'root']] })).toEqual([]);
    expect(clientTokenClaims({ claims: [['constructor', 'Ann']] })).toEqual([['constructor', 'Ann']]);
  });

  test('the first subject is the subject, further ones travel aside', () => {
    expect(
      clientTokenClaims({
        claims: [
          ['sub', '1'],
          ['sub', '2'],
        ],
      }),
    ).toEqual([
      ['sub', '1'],
      ['asrs.u.sub', '2'],
    ]);
  });

  test.each([
    [
      [
        ['asrs.s.uid', 'a'],
        ['nameid', 'b'],
      ],
      'a',
    ],
    [
      [
        ['sub', 'c'],
        ['nameid', 'b'],
      ],
      'b',
    ],
    [[['sub', 'c']], 'c'],
    [[['name', 'c']], undefined],
  ] as [ServiceClaim[], string | undefined][])('user of %j is %s', (claims, userId) => {
    expect(userIdOf(claims)).toBe(userId);
  });

  test('a token without claims of a user is nobody, although it is valid', () => {
    expect(
      principalOf([
        ['asrs.s.aut', 'X'],
        ['exp', '1'],
      ]),
    ).toEqual({ userId: undefined, claims: [], authenticationType: undefined });
  });

  test.each([
    [15, []],
    [31, []],
    [0, []],
    [5, [['asrs.s.cht', '5']]],
  ])('a handshake timeout of %d s', (handshakeTimeout, expected) => {
    expect(clientTokenClaims({}, { handshakeTimeout })).toEqual(expected);
  });
});

describe('the answer of negotiation', () => {
  test('sends the client on, in the words of the SDK', () => {
    expect(negotiateRedirect('http://s/client/?hub=h&a=1', 'token')).toEqual({
      status: 200,
      contentType: 'application/json',
      body: '{"negotiateVersion":0,"url":"http://s/client/?hub=h&a=1","accessToken":"token","availableTransports":[]}',
    });
  });

  test('a token of 4097 characters is refused, one of 4096 is not', () => {
    expect(negotiateRedirect('u', 'x'.repeat(TOKEN_CHARS)).status).toBe(200);
    expect(negotiateRedirect('u', 'x'.repeat(TOKEN_CHARS + 1))).toEqual({
      status: 413,
      contentType: undefined,
      body: 'AccessToken must not be longer than 4K.',
    });
  });

  test('failures', () => {
    expect(negotiateFailure('notConnected')).toMatchObject({
      status: 500,
      body: 'Azure SignalR Service is not connected yet, please try again later.',
    });
    expect(negotiateFailure('noKey')).toMatchObject({ status: 500, body: '' });
  });
});
