import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../conformance/harness/server-process.ts';
import { eventually } from '../support/eventually.ts';
import { emulate, KEY } from './service-rig.ts';

/** The reference hub as a process of its own, behind a service of this process. */
async function referenceBehind(connectionString: string) {
  const program = fileURLToPath(new URL('../reference/main.ts', import.meta.url));
  const server = await startServer(process.execPath, [program, '--port', '0'], {
    AZURE_SIGNALR_CONNECTION_STRING: connectionString,
  });
  onTestFinished(() => void server.stop());
  return {
    ...server,
    ready: async () => (await fetch(`${server.url}/readyz`)).status,
    negotiate: async () => (await fetch(`${server.url}/hub/negotiate?negotiateVersion=1`, { method: 'POST' })).status,
  };
}

test('with a wrong key the reference hub listens, says that it is not ready, sends nobody to the service, and ends when asked', async () => {
  const emulator = await emulate();
  onTestFinished(() => emulator.stop());
  const server = await referenceBehind(emulator.connectionString.replace(KEY, KEY.replace('A', 'B')));
  await eventually(async () => {
    expect(server.output()).toContain('azure.offline');
    expect(await server.negotiate()).toBe(500);
  });
  expect(await server.ready()).toBe(503);
  expect(server.output()).toContain('401');
  expect(await server.stop()).toBe(0);
});

test('the reference hub is ready when both of its hubs are connected, and not while the service is away', async () => {
  const emulator = await emulate();
  onTestFinished(() => emulator.stop());
  const server = await referenceBehind(emulator.connectionString);
  await eventually(async () => expect(await server.ready()).toBe(200));
  expect(await server.negotiate()).toBe(200);
  emulator.chaos.offline();
  await eventually(async () => expect(await server.ready()).toBe(503));
  emulator.chaos.online();
  await eventually(async () => expect(await server.ready()).toBe(200));
  expect(await server.stop()).toBe(0);
});
