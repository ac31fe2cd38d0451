import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../core/base/host.ts';
import { parseBlobAddress } from '../../server/adapters/azure-blob/blob-address.ts';
import { boardContainer } from '../../server/adapters/azure-blob/board-container.ts';
import { openAccount } from '../../server/adapters/azure-blob/open-account.ts';
import { openStoreClient } from '../../server/adapters/redis/store-client.ts';
import { newKeyFile } from '../../server/adapters/signed-links/link-keys.ts';
import { parseCommandLine } from '../../server/cli/config.ts';
import { runDoctor } from '../../server/cli/doctor/doctor-command.ts';
import { nodeClock } from '../../server/process/node-host.ts';
import { startAzurite } from '../harness/azurite.ts';
import { startRedis } from '../harness/redis.ts';

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'inkroom-doctor-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** A web server that answers everything with `body`, by a clock of its own. */
async function serverSaying(body: string, aheadMs = 0): Promise<string> {
  const server = createServer((_request, response) =>
    response.writeHead(200, { date: new Date(Date.now() + aheadMs).toUTCString() }).end(body),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    await new Promise((done) => server.close(done));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What the doctor says of a hub with these flags. */
async function doctor(...flags: string[]): Promise<{ readonly said: string; readonly code: number }> {
  const command = parseCommandLine(['doctor', '--port', '0', '--web', join(import.meta.dirname, 'page'), ...flags], {});
  if (command.kind !== 'doctor') throw new Error(JSON.stringify(command));
  let said = '';
  const code = await runDoctor(command.config, (text) => {
    said += text;
  });
  return { said, code };
}

test('a hub that would start is told what is worth knowing, and ends with 0', async () => {
  const web = await folder();
  await writeFile(join(web, 'index.html'), '');
  const { said, code } = await doctor('--web', web);
  expect(said).toContain('! store        boards live in memory only');
  expect(said).toContain('! addresses    only this computer reaches the hub');
  expect([code, said]).toEqual([0, expect.stringContaining('Nothing keeps a hub with these settings from working.')]);
});

test('a port in use, a page that is not built and a folder of something else are named, with what to do', async () => {
  const taken = await serverSaying('ok');
  const strange = await folder();
  await mkdir(join(strange, 'x'));
  const port = new URL(taken).port;
  const { said, code } = await doctor('--port', port, '--web', strange);
  expect(said).toContain(`! port         port ${port} of 127.0.0.1 is in use`);
  expect(said).toContain('✗ page         the folder of --web holds no index.html');
  expect(code).toBe(1);
});

test.each([
  [0, /✓ clock/],
  [300_000, /✗ clock +this machine is (299|300|301) s behind /],
  [-3_600_000, /✗ clock +this machine is (3599|3600|3601) s ahead of /],
])('a public address whose clock is %i ms ahead: %s', async (aheadMs, expected) => {
  const { said } = await doctor('--public-url', await serverSaying('ok', aheadMs));
  expect(said).toMatch(expected);
  expect(said).toContain('! entry        who knows the name of a room may draw there');
});

test('each service that carries clients is asked; one that does not answer is a fault only when no other one does', async () => {
  const [here, gone] = [await serverSaying('ok'), 'http://127.0.0.1:1'];
  const at = (url: string): string => `Endpoint=${url};AccessKey=very-secret;Version=1.0;`;
  const web = await folder();
  await writeFile(join(web, 'index.html'), '');
  const both = await doctor('--web', web, '--azure-signalr', `east=${at(gone)}`, '--azure-signalr', `west:secondary=${at(here)}`);
  expect(both.said).toContain(`! Azure        east, primary, ${gone} does not answer`);
  expect(both.said).toContain(`✓ Azure        west, secondary, ${here} answers`);
  expect(both.code).toBe(0);
  const one = await doctor('--web', web, '--azure-signalr', at(gone));
  expect(one.said).toContain(`✗ Azure        ${gone} does not answer`);
  expect([one.code, one.said, both.said]).toEqual([
    1,
    expect.not.stringContaining('secret'),
    expect.not.stringContaining('secret'),
  ]);
});

test('a data folder that was made by a newer Inkroom, or that others can read, is named', async () => {
  const data = await folder();
  await writeFile(join(data, 'boards.mdb'), 'x');
  await writeFile(join(data, 'inkroom-data.json'), '{"format":1}\n');
  await chmod(data, 0o755);
  await chmod(join(data, 'boards.mdb'), 0o644);
  expect((await doctor('--store', 'lmdb', '--data', data)).said).toContain('! store        other users of this machine can read');
  await writeFile(join(data, 'inkroom-data.json'), '{"format":99}\n');
  const newer = await doctor('--store', 'lmdb', '--data', data);
  expect([newer.code, newer.said]).toEqual([1, expect.stringContaining('was made by a newer Inkroom')]);
});

test('keys and sign-in are read as the hub would, and the provider is asked who it is', async () => {
  const files = await folder();
  const [keys, signIn] = [join(files, 'keys.json'), join(files, 'sign-in.json')];
  await writeFile(keys, newKeyFile('HS256'), { mode: 0o600 });
  const issuer = await serverSaying('{"issuer":"https://login.example.org"}');
  const grants = [{ who: '*', grant: 'view' }];
  await writeFile(signIn, JSON.stringify({ provider: { kind: 'openid', issuer, clientId: 'inkroom' }, grants }));
  const found = await doctor('--link-key', keys, '--sign-in', signIn);
  expect(found.said).toContain('✓ links        one key signs');
  expect(found.said).toContain('✗ sign-in      the provider calls itself https://login.example.org');
  await writeFile(signIn, JSON.stringify({ provider: { kind: 'proxy', header: 'X-Person' }, grants: [] }));
  expect((await doctor('--link-key', keys, '--sign-in', signIn)).said).toContain('✗ sign-in');
  await writeFile(keys, '{"keys":[{"k":"secret-material"}]}');
  const broken = await doctor('--link-key', keys);
  expect([broken.code, broken.said]).toEqual([1, expect.stringContaining('✗ links')]);
  expect(broken.said).not.toContain('secret-material');
});

test('a folder that holds other files, or has lost its boards, is named as the hub would', async () => {
  const data = await folder();
  await writeFile(join(data, 'notes.txt'), 'x');
  const strange = await doctor('--store', 'lmdb', '--data', data);
  expect([strange.code, strange.said]).toEqual([1, expect.stringMatching(/✗ store .*holds other files \(notes\.txt\)/)]);
  await writeFile(join(data, 'inkroom-data.json'), '{"format":1}\n');
  const lost = await doctor('--store', 'lmdb', '--data', data);
  expect([lost.code, lost.said]).toEqual([1, expect.stringMatching(/✗ store .*boards\.mdb is missing or empty/)]);
});

test('files of other systems are read as the hub would; a collector that is away is worth knowing', async () => {
  const files = await folder();
  const [keys, hooks] = [join(files, 'keys.json'), join(files, 'hooks.json')];
  const flags = ['--api-keys', keys, '--webhooks', hooks, '--fonts', files, '--otlp', 'http://127.0.0.1:9'];
  await writeFile(keys, '{"keys":[{"hash":"secret-material"}]}', { mode: 0o600 });
  const hook = { url: 'http://127.0.0.1/', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
  await writeFile(hooks, JSON.stringify({ hooks: [hook] }));
  const broken = await doctor(...flags);
  expect(broken.code).toBe(1);
  for (const what of [
    /✗ API .*"keys\.0\./,
    /✗ webhooks .*--webhooks-to-private/,
    /✗ fonts .*--fonts/,
    /! traces .*9 does not answer/,
  ])
    expect(broken.said).toMatch(what);
  expect(broken.said).not.toMatch(/secret-material|whsec/);
  await writeFile(keys, '{"keys":[]}', { mode: 0o600 });
  await writeFile(join(files, 'a.ttf'), 'x');
  const right = await doctor(...flags, '--webhooks-to-private');
  for (const what of ['! API          there are no keys yet', '✓ webhooks     targets: 1', '✓ fonts        files: 1'])
    expect(right.said).toContain(what);
});

test('services that do not answer are named', async () => {
  const { said, code } = await doctor('--redis', 'redis://:a-password@127.0.0.1:1', '--public-url', 'http://127.0.0.1:9');
  expect(said).toContain('✗ public URL   http://127.0.0.1:9 does not answer');
  expect(said).toContain('✗ Redis        127.0.0.1:1');
  expect(said).not.toContain('a-password');
  expect(code).toBe(1);
});

test('stores that hubs share are looked at without being changed; what is wrong is named without keys', async () => {
  const [azurite, redis] = await Promise.all([startAzurite(), startRedis()]);
  onTestFinished(async () => {
    await Promise.all([azurite.close(), redis.close()]);
  });
  const web = await folder();
  await writeFile(join(web, 'index.html'), '');
  const blob = await doctor('--web', web, '--store', 'azure-blob', '--blob', azurite.connectionString);
  expect(blob).toMatchObject({ code: 0, said: expect.stringContaining('✓ store        devstoreaccount1/inkroom will be made') });
  const account = parseBlobAddress(azurite.connectionString);
  if (account === undefined) throw new Error('no account');
  const { boards } = await openAccount(account, 'newer');
  await boardContainer(boards).replace('format.json', new TextEncoder().encode('{"format":99}'), undefined);
  const newer = await doctor('--store', 'azure-blob', '--blob', azurite.connectionString, '--blob-container', 'newer');
  expect(newer).toMatchObject({
    code: 1,
    said: expect.stringMatching(/✗ store +The store was written by a newer Inkroom \(format 99;/),
  });
  const wrong = azurite.connectionString.replace('AccountKey=E', 'AccountKey=F');
  const refused = await doctor('--web', web, '--store', 'azure-blob', '--blob', wrong);
  expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('✗ store        devstoreaccount1/inkroom: ') });
  expect(refused.said).not.toContain('Fby8');
  const forgetful = await doctor('--web', web, '--store', 'redis', '--redis', redis.address);
  expect(forgetful).toMatchObject({ code: 0, said: expect.stringContaining('it does not write to a disk what it is given') });
  const client = await openStoreClient(
    { kind: 'socket', name: 'test', path: redis.address.slice('unix:'.length) },
    { log: silentLog, clock: nodeClock },
  );
  await client.ask('SET', 'newer:format', '99');
  const newerThere = await doctor('--store', 'redis', '--redis', redis.address, '--redis-prefix', 'newer');
  expect(newerThere).toMatchObject({ code: 1, said: expect.stringMatching(/✗ store +The store was written by a newer Inkroom/) });
  expect(await client.ask('KEYS', '*')).toHaveLength(1);
  await client.close();
  await redis.kill();
  const away = await doctor('--web', web, '--store', 'redis', '--redis', redis.address);
  expect(away).toMatchObject({ code: 1, said: expect.stringContaining('✗ store        Redis at ') });
}, 60_000);
