import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AzureLogEvent } from '../../../server/adapters/azure-signalr/azure-log-events.ts';
import { HubLogEvent } from '../../../server/hub/log-events.ts';
import { ServerLogEvent } from '../../../server/log-events.ts';

const EVENT = /^[a-z_]+\.[a-z_]+$/;

/** The names in the first column of the tables in docs/log-events.md. */
function explained(): Set<string> {
  const text = readFileSync('docs/log-events.md', 'utf8');
  const firstCells = [...text.matchAll(/^\| ([^|]+) \|/gm)].map(([, cell]) => cell as string);
  return new Set(firstCells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string)));
}

test('docs/log-events.md explains every log event of a hub', () => {
  const names = [HubLogEvent, ServerLogEvent, AzureLogEvent].flatMap((events) => Object.values<string>(events));
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !EVENT.test(name))).toEqual([]);
  const table = explained();
  expect(names.filter((name) => !table.has(name))).toEqual([]);
});
