import { parseConnectionString } from '@inkroom/azure-signalr/connection-string';
import { runEmulator } from '@inkroom/emulator/emulator-command';
import { nodeClock, nodeRandom, silentLog } from '@inkroom/signalr/node-host';
import { afterEach, expect, test } from 'vitest';
import { type HubProcess, startInkroom } from '../hub/hub-process.ts';
import { eventually } from '../support/eventually.ts';

const running: HubProcess[] = [];
afterEach(async () => {
  for (const { child, exit } of running.splice(0)) {
    child.kill('SIGKILL');
    await exit;
  }
});

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let printed = '';
  let errors = '';
  let end = (_why: string): void => {};
  const endAsked = new Promise<string>((resolve) => {
    end = resolve;
  });
  const code = runEmulator(
    {
      args,
      env,
      print(text) {
        printed += text;
      },
      printError(text) {
        errors += text;
      },
      endAsked,
    },
    { clock: nodeClock, random: nodeRandom, log: silentLog },
  );
  return { code, end, printed: () => printed, errors: () => errors };
}

const lineOf = (text: string, start: string): string => text.split('\n').find((line) => line.startsWith(start)) ?? '';

test('it says that it is for development and what it leaves out, then where it listens, then the connection string', async () => {
  const { code, end, printed } = await run(['--port', '0', '--access-key', 'myownkey=']);
  await eventually(() => expect(printed()).toContain('Endpoint='));
  expect(printed()).toMatch(/^For development only[\s\S]*Left out: [\s\S]*\nListening: http:\/\/127\.0\.0\.1:\d+\nEndpoint=/);
  const parsed = parseConnectionString(lineOf(printed(), 'Endpoint='), '');
  if (!parsed.ok || parsed.endpoint.auth.kind !== 'accessKey') throw new Error('no connection string');
  expect(parsed.endpoint.auth.accessKey.reveal()).toBe('myownkey=');
  expect(`Listening: ${parsed.endpoint.name}`).toBe(lineOf(printed(), 'Listening: '));
  expect((await fetch(`${parsed.endpoint.serverBase}api/health`)).status).toBe(200);
  end('test');
  expect(await code).toBe(0);
  await expect(fetch(`${parsed.endpoint.serverBase}api/health`)).rejects.toThrow();
});

test.each([
  [['--port', '70000'], '--port'],
  [['--port', 'x'], '--port'],
  [['--access-key', 'a;b'], 'A key'],
  [['--secondary-key', ''], 'A key'],
  [['--entra', 'maybe'], 'maybe'],
  [['--upstream', 'http://127.0.0.1/{event}'], '--serverless'],
  [['--serverless', '--upstream', '/api'], '--upstream'],
  [['--tier', 'Gold'], '--tier'],
  [['--what'], '--what'],
])('%j ends with code 2 and words', async (args, words) => {
  const { code, errors } = await run(args);
  expect(await code).toBe(2);
  expect(errors()).toContain(words);
});

test('without a key of its own each start makes a new one', async () => {
  const keys: string[] = [];
  for (let i = 0; i < 2; i++) {
    const { code, end, printed } = await run(['--port', '0']);
    await eventually(() => expect(printed()).toContain('Endpoint='));
    keys.push(/AccessKey=([^;]+)/.exec(printed())?.[1] ?? '');
    end('test');
    await code;
  }
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(keys[0]).not.toBe(keys[1]);
});

test('a key that cannot be is not shown', async () => {
  const { code, errors } = await run([], { INKROOM_EMULATOR_ACCESS_KEY: 'secret;value', INKROOM_EMULATOR_PORT: '0' });
  expect(await code).toBe(2);
  expect(errors()).not.toContain('secret');
});

test('--help names every flag; a port in use ends with code 1', async () => {
  const help = await run(['--help']);
  expect(await help.code).toBe(0);
  for (const flag of [
    '--port',
    '--host',
    '--access-key',
    '--secondary-key',
    '--any-audience',
    '--entra',
    '--serverless',
    '--upstream',
    '--tier',
  ])
    expect(help.printed()).toContain(flag);
  const first = await run(['--port', '0']);
  await eventually(() => expect(first.printed()).toContain('Listening'));
  const port = new URL(lineOf(first.printed(), 'Listening: ').slice('Listening: '.length)).port;
  const second = await run(['--port', port]);
  expect(await second.code).toBe(1);
  expect(second.errors()).toContain('could not start');
  first.end('test');
  await first.code;
});

test('inkroom emulator runs as a process of its own and ends with code 0 when it is asked to', async () => {
  const emulator = startInkroom(['emulator', '--port', '0']);
  running.push(emulator);
  await eventually(() =>
    expect(emulator.output()).toMatch(/^Endpoint=http:\/\/127\.0\.0\.1;Port=\d+;AccessKey=\w+;Version=1\.0;$/m),
  );
  emulator.child.kill('SIGTERM');
  expect(await emulator.exit).toBe(0);
});
