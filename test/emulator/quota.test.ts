import { ServiceMessageType as T } from '@inkroom/azure-signalr/protocol/service-codes';
import { TIERS } from '@inkroom/emulator/quota';
import { expect, onTestFinished, test } from 'vitest';
import { stockClient } from '../signalr/stock-clients.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { openLine, startAppServer } from './app-server.ts';
import { type Rig, startRig } from './emulator-rig.ts';

async function negotiate(rig: Rig): Promise<{ readonly status: number; readonly text: string }> {
  const url = rig.clientUrl().replace('/client/?', '/client/negotiate?');
  const answer = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${await rig.clientToken()}` } });
  return { status: answer.status, text: await answer.text() };
}

async function connected(rig: Rig) {
  const client = stockClient(rig.clientUrl(), { token: await rig.clientToken() });
  onTestFinished(() => client.stop());
  const closed = new Promise<Error | undefined>((resolve) => client.onclose(resolve));
  await client.start();
  return { client, closed };
}

test('new clients come at the rate of the tier: a burst of a second, then one at a time; the others get 429 without words', async () => {
  const clock = new FakeClock();
  const rig = await startRig({ clock, limits: { connectsPerSecond: 20 } });
  const burst = await Promise.all(Array.from({ length: 50 }, () => negotiate(rig)));
  expect(burst.filter(({ status }) => status === 200)).toHaveLength(20);
  expect(burst.find(({ status }) => status === 429)).toEqual({ status: 429, text: '' });
  clock.advance(100);
  const next = await Promise.all(Array.from({ length: 5 }, () => negotiate(rig)));
  expect(next.filter(({ status }) => status === 200)).toHaveLength(2);
});

test('clients and server connections count together: who is one too many is told so, and comes when another has left', async () => {
  const rig = await startRig({ limits: { ...TIERS.Free_F1, connectionQuota: 4 } });
  await startAppServer(rig);
  const [first] = [await connected(rig), await connected(rig)];
  expect(await negotiate(rig)).toEqual({ status: 429, text: 'Connection count reaches limit.' });
  await expect(connected(rig)).rejects.toThrow('Connection count reaches limit.');
  await expect(openLine(rig)).rejects.toThrow('429');
  await first.client.stop();
  await eventually(() => expect(rig.emulator.stats().clients).toBe(1));
  await connected(rig);
});

test('when the messages of the day are used up everybody is sent away with the texts of the service, until midnight', async () => {
  const clock = new FakeClock();
  const rig = await startRig({ clock, limits: { ...TIERS.Free_F1, dailyMessages: 10 } });
  const app = await startAppServer(rig, 'server-1', 1);
  const { client, closed } = await connected(rig);
  for (let i = 0; i < 6; i++) await client.invoke('Echo', i);
  clock.advance(1_000);
  expect(String(await closed)).toContain('Message count reaches limit.');
  const [line] = app.lines;
  expect((await line?.first(T.serviceError))?.errorMessage).toBe('Maximum message count limit reached: 10');
  const refused = await openLine(rig);
  expect((await refused.first(T.handshakeResponse)).errorMessage).toBe('Maximum message count limit reached: 10');
  expect(await negotiate(rig)).toEqual({ status: 429, text: 'Message count reaches limit.' });
  clock.advance(86_400_000);
  await startAppServer(rig);
  const again = await connected(rig);
  expect(await again.client.invoke('Echo', 'next day')).toBe('next day');
});
