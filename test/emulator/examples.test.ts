import { readFile } from 'node:fs/promises';
import { parseConnectionString } from '@inkroom/azure-signalr/connection-string';
import { expect, onTestFinished, test } from 'vitest';
import { sendToService } from '../../server/azure-signalr/examples/negotiate.ts';
import { startService } from '../../server/emulator/examples/start.ts';
import { stockClient } from '../signalr/stock-clients.ts';
import { startAppServer } from './app-server.ts';
import { rigOf } from './emulator-rig.ts';

test('the examples of both READMEs carry a client to an application server', async () => {
  const service = await startService();
  onTestFinished(() => service.stop());
  const parsed = parseConnectionString(service.connectionString, '');
  if (!parsed.ok || parsed.endpoint.auth.kind !== 'accessKey') throw new Error('no key');
  const app = await startAppServer(rigOf(service, parsed.endpoint.auth.accessKey.reveal()));
  const { url, accessToken } = await sendToService(service.connectionString, 'ann');
  const ann = stockClient(url, { token: accessToken });
  onTestFinished(() => ann.stop());
  await ann.start();
  expect(await ann.invoke('Echo', 'hello')).toBe('hello');
  expect(app.opened).toHaveLength(1);
  expect(app.opened[0]?.claims).toContainEqual(['asrs.s.uid', 'ann']);
});

test.each([
  ['emulator', 'start'],
  ['azure-signalr', 'negotiate'],
])('the README of %s shows the example that runs', async (workspace, example) => {
  const read = (path: string): Promise<string> => readFile(new URL(`../../server/${workspace}/${path}`, import.meta.url), 'utf8');
  expect(await read('README.md')).toContain(await read(`examples/${example}.ts`));
});
