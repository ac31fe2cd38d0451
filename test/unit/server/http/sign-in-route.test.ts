import { fastify } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { fail } from '../../../../core/base/result.ts';
import { serveSignIn } from '../../../../server/http/sign-in-route.ts';
import { eventually } from '../../../support/eventually.ts';

test('[RGT-12] one network address leaves places for others at a provider that does not answer', async () => {
  const app = fastify();
  onTestFinished(() => app.close());
  const ends: (() => void)[] = [];
  serveSignIn(app, {
    provider: {
      begin: ({ headers }) =>
        new Promise((resolve) => {
          const end = (): void => resolve(fail('sign_in.unknown'));
          if (headers['x-address'] === 'slow') ends.push(end);
          else end();
        }),
      finish: async () => fail('sign_in.stale'),
    },
    linkFor: async () => undefined,
    serverAt: () => 'http://h',
    addressOf: ({ headers }) => String(headers['x-address']),
    prefix: '',
  });
  const ask = async (address: string): Promise<number> =>
    (await app.inject({ url: '/sign-in?room=team', headers: { 'x-address': address } })).statusCode;
  const slow = Array.from({ length: 32 }, () => ask('slow'));
  await eventually(() => expect(ends.length).toBe(32));
  expect(await ask('slow')).toBe(503);
  expect(await ask('other')).toBe(403);
  for (const end of ends.splice(0)) end();
  expect(new Set(await Promise.all(slow))).toEqual(new Set([403]));
  const again = ask('slow');
  await eventually(() => expect(ends.length).toBe(1));
  ends[0]?.();
  expect(await again).toBe(403);
});
