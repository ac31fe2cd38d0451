import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { programNamed } from '../harness/programs.ts';
import { eventually } from '../support/eventually.ts';
import { addStroke } from '../unit/server/hub/ink.ts';
import { liveHub, metricsText } from './live-hub.ts';
import { RoomClient } from './room-client.ts';

const HOSTING = join(import.meta.dirname, '../../build/hosting');
const DASHBOARD = join(HOSTING, 'grafana-dashboard.json');
const ALERTS = join(HOSTING, 'alerts.yml');

/** Names of this hub's metrics in a text. */
const namesIn = (text: string): string[] => [...new Set(text.match(/\binkroom_\w+/g))];

test('every metric of the dashboard and of the alerts is one that a hub serves, and each has a place', async () => {
  const hub = await liveHub();
  onTestFinished(() => hub.stop());
  const served = new Set(
    (await metricsText(hub.server)).split('\n').flatMap((line) => /^(inkroom_\w+)[ {]/.exec(line)?.[1] ?? []),
  );
  const dashboard = readFileSync(DASHBOARD, 'utf8');
  for (const text of [dashboard, readFileSync(ALERTS, 'utf8')]) {
    const asked = namesIn(text);
    expect(asked.length).toBeGreaterThan(4);
    expect(asked.filter((name) => !served.has(name))).toEqual([]);
  }
  const { panels } = JSON.parse(dashboard) as {
    readonly panels: readonly { readonly id: number; readonly gridPos: { readonly x: number; readonly y: number } }[];
  };
  for (const facts of [panels.map(({ id }) => id), panels.map(({ gridPos }) => `${gridPos.x} ${gridPos.y}`)])
    expect(new Set<unknown>(facts).size).toBe(panels.length);
});

test('the rules of the alerts are rules, where Prometheus’ own checker is here', ({ skip }) => {
  const promtool = programNamed('promtool');
  if (promtool === undefined) skip('promtool (Debian: prometheus) is not on this machine');
  const checked = spawnSync(promtool ?? '', ['check', 'rules', ALERTS], { encoding: 'utf8' });
  expect(`${checked.stdout}${checked.stderr}`).toContain('6 rules found');
  expect(checked.status).toBe(0);
});

test('the hub tells how long changes waited, and how connections came and went', async () => {
  const hub = await liveHub();
  onTestFinished(() => hub.stop());
  const ann = await RoomClient.join(hub.server);
  await ann.push({ author: ann.clientId, n: 1, ops: [addStroke(ann.clientId, 1)] });
  await eventually(() => expect(ann.echoedN).toBe(1));
  expect(await hub.metric('inkroom_delivery_ms_count')).toBe(1);
  expect(await hub.metric('inkroom_delivery_ms_bucket\\{le="\\+Inf"\\}')).toBe(1);
  expect(await hub.metric('inkroom_connection_open_count_total')).toBe(1);
  await ann.stock.hub.stop();
  await eventually(async () => expect(await hub.metric('inkroom_connection_close_count_total')).toBe(1));
  expect(await hub.metric('inkroom_connection_abort_count_total')).toBe(0);
});
