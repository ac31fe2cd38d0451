import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ApiKeyLogEvent } from '../../../server/adapters/api-keys/api-keys.ts';
import { AzureLogEvent } from '../../../server/adapters/azure-signalr/azure-log-events.ts';
import { OtlpLogEvent } from '../../../server/adapters/otlp/otlp-exporter.ts';
import { RedisLogEvent } from '../../../server/adapters/redis/redis-log-events.ts';
import { SignInLogEvent } from '../../../server/adapters/sign-in/log-events.ts';
import { LinkLogEvent } from '../../../server/adapters/signed-links/signed-links.ts';
import { WebhookLogEvent } from '../../../server/adapters/webhooks/hook-queue.ts';
import { ApiLogEvent } from '../../../server/http/api/log-events.ts';
import { HubLogEvent } from '../../../server/hub/log-events.ts';
import { ServerLogEvent } from '../../../server/log-events.ts';
import { LEFT_OUT } from '../../../server/process/bounded-log.ts';

/** The names in the first column of the tables in docs/log-events.md. */
function explained(): Set<string> {
  const firstCells = [...readFileSync('docs/log-events.md', 'utf8').matchAll(/^\| ([^|]+) \|/gm)].map(
    ([, cell]) => cell as string,
  );
  return new Set(firstCells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string)));
}

/** Names that a workspace, which has no table of its own, gives to its log directly. */
function loggedIn(folder: string): string[] {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(?!node_modules).*\.ts$/.test(name),
  );
  const calls = sources.flatMap((name) => [
    ...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/\blog\.(?:debug|info|warn|error)\(\s*'([^']+)'/g),
  ]);
  return calls.map(([, event]) => event as string);
}

/** The union of names in main's log. */
function namesOfMain(): string[] {
  return [...readFileSync('main/log.ts', 'utf8').matchAll(/^ {2}\| '([^']+)'/gm)].map(([, event]) => event as string);
}

test.each<[string, number, () => string[]]>([
  [
    'the hub and its process',
    50,
    () => [
      LEFT_OUT,
      ...[
        HubLogEvent,
        ServerLogEvent,
        AzureLogEvent,
        RedisLogEvent,
        LinkLogEvent,
        SignInLogEvent,
        ApiKeyLogEvent,
        ApiLogEvent,
        WebhookLogEvent,
        OtlpLogEvent,
      ].flatMap((events) => Object.values<string>(events)),
    ],
  ],
  ['the SignalR server', 14, () => loggedIn('server/signalr')],
  ['the protocol of the service', 2, () => loggedIn('server/azure-signalr')],
  ['the desktop app', 20, namesOfMain],
])('docs/log-events.md explains every log event of %s', (_part, atLeast, list) => {
  const names = list();
  const table = explained();
  expect(names.length).toBeGreaterThanOrEqual(atLeast);
  expect(names.filter((name) => !table.has(name))).toEqual([]);
});
