import { EntraFailure, type EntraTokens, noIdentity } from '@inkroom/azure-signalr/auth/entra-tokens';
import { fixedKey, leasedKey, type SigningKeys } from '@inkroom/azure-signalr/auth/signing-keys';
import { parseConnectionString, type ServiceEndpoint } from '@inkroom/azure-signalr/connection-string';
import { Secret } from '@inkroom/azure-signalr/secret';
import type { LogFields } from '@inkroom/signalr/host';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { type KeyService, keyService } from './key-service.ts';

const MINUTE = 60_000;
const GIVEN = { status: 200, body: '{"KeyId":"k1","AccessKey":"temporary key"}' };

const leases: SigningKeys[] = [];
afterEach(() => {
  for (const lease of leases.splice(0)) lease.dispose();
});

interface Lent {
  readonly keys: SigningKeys;
  readonly clock: FakeClock;
  readonly service: KeyService;
  readonly logged: [event: string, fields: LogFields][];
  readonly endpoint: ServiceEndpoint;
}

async function lent(answer: KeyService['answer'], tokens: EntraTokens = { token: async () => 'entra token' }): Promise<Lent> {
  const service = await keyService(answer);
  const parsed = parseConnectionString(`Endpoint=https://contoso.invalid;ServerEndpoint=${service.url};AuthType=azure.msi`, '');
  if (!parsed.ok) throw new Error(parsed.text);
  const { endpoint } = parsed;
  const clock = new FakeClock();
  const logged: [string, LogFields][] = [];
  const note = (event: string, fields: LogFields = {}): void => void logged.push([event, fields]);
  const keys = leasedKey({ endpoint, tokens, fetch, clock, log: { debug: note, info: note, warn: note, error: note } });
  leases.push(keys);
  return { keys, clock, service, logged, endpoint };
}

const failureOf = async (keys: SigningKeys): Promise<EntraFailure> => {
  const thrown: unknown = await keys.current().catch((error: unknown) => error);
  if (!(thrown instanceof EntraFailure)) throw new Error('there is a key');
  return thrown;
};

/** Lets the three attempts of one refresh come to an end. */
async function endAttempts({ clock, service, logged }: Lent, already = 0): Promise<void> {
  for (let count = 1; count <= 3; count++) {
    await eventually(() => expect(logged.length).toBe(already + count));
    if (count < 3) await eventually(() => expect(clock.timers).toBe(2));
    clock.advance(3_000);
  }
  expect(service.asked.length).toBeLessThanOrEqual(already + 3);
}

describe('a key on loan', () => {
  test('is had with the token of Entra ID from the server endpoint, and neither is logged', async () => {
    const { keys, service, logged } = await lent(GIVEN);
    const key = await keys.current();
    expect([key.kid, key.key.reveal()]).toEqual(['k1', 'temporary key']);
    expect(service.asked).toMatchObject([{ path: '/api/v1/auth/accessKey', authorization: 'Bearer entra token' }]);
    expect(logged).toEqual([['azure.key_held', { service: 'https://contoso.invalid', kid: 'k1' }]]);
    expect(JSON.stringify(logged)).not.toMatch(/temporary|entra token/);
  });

  test('is asked for once, however many wait for it', async () => {
    const { keys, service } = await lent(GIVEN);
    await Promise.all([keys.current(), keys.current(), keys.current()]);
    expect(service.asked.length).toBe(1);
  });

  test('is renewed when it is 55 minutes old, not before', async () => {
    const { keys, clock, service } = await lent(GIVEN);
    await keys.current();
    clock.advance(54 * MINUTE);
    service.answer = { status: 200, body: '{"KeyId":"k2","AccessKey":"b"}' };
    expect((await keys.current()).kid).toBe('k1');
    clock.advance(MINUTE);
    await eventually(() => expect(service.asked.length).toBe(2));
    for (let left = 1_000; left > 0 && (await keys.current()).kid !== 'k2'; left--) await new Promise(setImmediate);
    expect((await keys.current()).kid).toBe('k2');
  });

  test('goes on to serve while renewing fails, three attempts every five minutes, until it has expired', async () => {
    const held = await lent(GIVEN);
    const { keys, clock, service } = held;
    await keys.current();
    service.answer = { status: 500, body: '' };
    clock.advance(55 * MINUTE);
    await endAttempts(held, 1);
    expect((await keys.current()).kid).toBe('k1');
    clock.advance(4 * MINUTE);
    expect(service.asked.length).toBe(4);
    clock.advance(2 * MINUTE);
    await endAttempts(held, 4);
    clock.advance(4 * MINUTE - 6_000);
    expect((await keys.current()).kid).toBe('k1');
    clock.advance(60 * MINUTE);
    await eventually(() => expect(service.asked.length).toBeGreaterThan(7));
    keys.received({ kid: 'k9', key: new Secret('pushed') });
    expect((await keys.current()).kid).toBe('k9');
  });

  test('that was pushed by the service is used, and needs no renewal for 55 minutes', async () => {
    const { keys, clock, service } = await lent(GIVEN);
    await keys.current();
    clock.advance(50 * MINUTE);
    keys.received({ kid: 'k3', key: new Secret('c') });
    clock.advance(54 * MINUTE);
    expect((await keys.current()).kid).toBe('k3');
    expect(service.asked.length).toBe(1);
  });

  test('leaves no timer behind when it ends', async () => {
    const { keys, clock } = await lent('hang');
    const waiting = failureOf(keys);
    expect(clock.timers).toBeGreaterThan(0);
    keys.dispose();
    expect((await waiting).code).toBe('unreachable');
    await eventually(() => expect(clock.timers).toBe(0));
  });
});

describe('without a key', () => {
  test.each([401, 403] as const)('%d means the missing role, and says so', async (status) => {
    const held = await lent({ status, body: 'no' });
    const failure = failureOf(held.keys);
    await endAttempts(held);
    expect((await failure).code).toBe('not_authorised');
    expect((await failure).message).toContain('not authorised for the service https://contoso.invalid');
    expect((await failure).message).toContain('SignalR App Server');
    expect(held.logged.map(([event, { attempt, code }]) => [event, attempt, code])).toEqual(
      [1, 2, 3].map((attempt) => ['azure.key_refused', attempt, 'not_authorised']),
    );
  });

  test('no identity on the machine is told without asking the service', async () => {
    const held = await lent(GIVEN, { token: () => Promise.reject(noIdentity({ kind: 'managedIdentity', clientId: undefined })) });
    const failure = failureOf(held.keys);
    await endAttempts(held);
    expect((await failure).code).toBe('no_identity');
    expect((await failure).message).toContain('This machine has no managed identity');
    expect(held.service.asked).toEqual([]);
  });

  test.each([
    ['it answered 500', { status: 500, body: '' }],
    ['it could not be reached', { status: 302, body: '' }],
    ['its answer holds no KeyId and AccessKey', { status: 200, body: '{"KeyId":"k","AccessKey":5}' }],
    ['its answer holds no KeyId and AccessKey', { status: 200, body: 'null' }],
    ['its answer holds no KeyId and AccessKey', { status: 200, body: `{"KeyId":"k","AccessKey":"${'x'.repeat(100_000)}"}` }],
  ])('%s', async (what, answer) => {
    const held = await lent(answer);
    const failure = failureOf(held.keys);
    await endAttempts(held);
    expect((await failure).message).toBe(`The service https://contoso.invalid gave out no key: ${what}.`);
  });

  test('a service that does not answer is given up after 100 s', async () => {
    const held = await lent('hang');
    const failure = failureOf(held.keys);
    for (let count = 1; count <= 3; count++) {
      await eventually(() => expect(held.service.asked.length).toBe(count));
      held.clock.advance(100_000);
      await eventually(() => expect(held.logged.length).toBe(count));
      if (count < 3) await eventually(() => expect(held.clock.timers).toBe(2));
      held.clock.advance(3_000);
    }
    expect((await failure).message).toContain('no answer within 100 s');
  });

  test('a later renewal brings one', async () => {
    const held = await lent({ status: 500, body: '' });
    await endAttempts(held);
    expect((await failureOf(held.keys)).code).toBe('unreachable');
    held.service.answer = GIVEN;
    held.clock.advance(6 * MINUTE);
    await eventually(() => expect(held.logged.at(-1)?.[0]).toBe('azure.key_held'));
    expect((await held.keys.current()).kid).toBe('k1');
  });
});

test('the key of a connection string is there at once and for ever, and its id does not tell it', async () => {
  const keys = fixedKey(new Secret('own key'));
  const first = await keys.current();
  keys.received({ kid: 'x', key: new Secret('y') });
  expect(await keys.current()).toBe(first);
  expect(first.key.reveal()).toBe('own key');
  expect(first.kid).toMatch(/^-?\d{1,10}$/);
});
