import type { SigningKey } from '@inkroom/azure-signalr/auth/access-token';
import { fixedKey } from '@inkroom/azure-signalr/auth/signing-keys';
import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import { Secret } from '@inkroom/azure-signalr/secret';
import { expect, test } from 'vitest';
import { pass } from '../golden/azure-service/replay/passing-time.ts';
import { judged, scene } from '../golden/azure-service/replay/replay.ts';
import type { ServiceEnd } from '../golden/azure-service/replay/scripted-service.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { KEY } from './service-rig.ts';

const requests = ({ got }: ServiceEnd): unknown[] => got.filter(({ type }) => type === T.accessKeyRequest);

test('with Entra ID its token opens each server connection, is shown again after ten minutes, and a key that comes back is taken', async () => {
  const clock = new FakeClock();
  let count = 0;
  const given: SigningKey[] = [];
  const keys = { ...fixedKey(new Secret(KEY)), received: (key: SigningKey) => void given.push(key) };
  const { ends } = await judged(await scene(clock), 'A', {
    clock,
    keys,
    tokens: { token: async () => `entra-${++count}` },
  });
  expect(new Set(ends().map(({ authorization }) => authorization)).size).toBe(5);
  for (const { authorization } of ends()) expect(authorization).toMatch(/^Bearer entra-\d+$/);
  await eventually(() => {
    for (const end of ends()) expect(requests(end)).toEqual([expect.objectContaining({ kid: null })]);
  });
  await pass(clock, 605_000, ends);
  await eventually(() => {
    for (const end of ends()) expect(requests(end).length).toBeGreaterThanOrEqual(2);
  });
  ends()[0]?.send({
    type: T.accessKeyResponse,
    kid: 'k1',
    accessKey: 'lent',
    errorType: null,
    errorMessage: null,
  });
  await eventually(() => expect(given.map(({ kid, key }) => [kid, key.reveal()])).toEqual([['k1', 'lent']]));
});
