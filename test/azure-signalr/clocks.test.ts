import type { Log } from '@inkroom/signalr/host';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../core/base/host.ts';
import { hubBehindService } from '../../server/adapters/azure-signalr/hub-behind-service.ts';
import { nodeClock } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';
import { behindOptions, emulate, listen } from './service-rig.ts';

const MINUTE_MS = 60_000;

/** The machine's clock, wrong by so much until it is set. */
function wrongClock(aheadMs: number): { readonly clock: Clock; set(): void } {
  let wrongMs = aheadMs;
  return {
    clock: { now: () => nodeClock.now() + wrongMs, mono: () => nodeClock.mono(), after: (ms, run) => nodeClock.after(ms, run) },
    set() {
      wrongMs = 0;
    },
  };
}

test.each([
  { what: 'six minutes ahead of its service', hubMs: 6 * MINUTE_MS, serviceMs: 0 },
  { what: 'behind a service whose clock is six minutes behind', hubMs: 0, serviceMs: -6 * MINUTE_MS },
  { what: 'an hour and more behind its service', hubMs: -66 * MINUTE_MS, serviceMs: 0 },
])(
  '[HS-10] a hub $what names the clocks: once in the log, to clients, and is served when the clock is set',
  async ({ hubMs, serviceMs }) => {
    const [hubClock, serviceClock] = [wrongClock(hubMs), wrongClock(serviceMs)];
    const emulator = await emulate({ clock: serviceClock.clock });
    onTestFinished(() => emulator.stop());
    const logged: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[] = [];
    const note = (event: string, fields: Readonly<Record<string, unknown>> = {}): void => void logged.push({ event, fields });
    const log: Log = { debug: note, info: note, warn: note, error: note };
    const server = hubBehindService({
      ...behindOptions(emulator.connectionString, { clock: hubClock.clock, log }),
      hub: { methods: new Map() },
    });
    const made = await listen({ server });
    onTestFinished(() => made.stop());
    const of = (event: string) => logged.filter((line) => line.event === event);
    await eventually(() => expect(of('azure.not_authorised').length).toBeGreaterThanOrEqual(3));
    expect(of('azure.clock_wrong')).toHaveLength(1);
    const [off] = of('azure.clock_wrong');
    expect(Math.abs(Number(off?.fields.aheadSeconds) - (hubMs - serviceMs) / 1_000)).toBeLessThan(30);
    for (const { fields } of of('azure.not_authorised')) expect(fields.why).toContain('clock');
    const negotiate = async (): Promise<{ readonly error?: string; readonly url?: string }> =>
      (await (await fetch(`${made.url}/hub/negotiate?negotiateVersion=1`, { method: 'POST' })).json()) as { error?: string };
    expect((await negotiate()).error).toMatch(/^server\.clock: /);
    hubClock.set();
    serviceClock.set();
    await eventually(() => expect(server.lines).toBe(5));
    expect(of('azure.clock_corrected')).toHaveLength(1);
    expect((await negotiate()).url).toContain('http');
  },
);

test('a hub an hour behind, whose tokens the service still takes, names the clocks too', async () => {
  const { clock } = wrongClock(-60 * MINUTE_MS);
  const emulator = await emulate();
  onTestFinished(() => emulator.stop());
  const events: string[] = [];
  const note = (event: string): void => void events.push(event);
  const server = hubBehindService({
    ...behindOptions(emulator.connectionString, { clock, log: { debug: note, info: note, warn: note, error: note } }),
    hub: { methods: new Map() },
  });
  const made = await listen({ server });
  onTestFinished(() => made.stop());
  await eventually(() => expect(server.lines).toBe(5));
  expect(events.filter((event) => event === 'azure.clock_wrong')).toHaveLength(1);
});
