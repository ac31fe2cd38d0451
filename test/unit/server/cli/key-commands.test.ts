import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { silentLog } from '../../../../core/base/host.ts';
import { changeKeyFile, makeKeyFile } from '../../../../server/adapters/key-files/key-files.ts';
import { readRevoked } from '../../../../server/adapters/signed-links/revoked-links.ts';
import { SignedLinks } from '../../../../server/adapters/signed-links/signed-links.ts';
import { runApiKeyCommand } from '../../../../server/cli/api-key-command.ts';
import { runLinkCommand } from '../../../../server/cli/link-command.ts';
import { nodeClock, nodeRandom } from '../../../../server/process/node-host.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const NOW = 1_700_000_000_000;

let keyFile = '';
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'inkroom-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  keyFile = join(folder, 'keys.json');
});

function face() {
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  return { said, print: say, printError: say, now: NOW };
}

const makeKey = (name: string) => {
  const command = { verb: 'make', keyFile, name, scopes: ['read'], rooms: undefined, perMinute: 60, lifeMs: undefined } as const;
  return runApiKeyCommand(command, face());
};
async function keyNames(): Promise<readonly string[]> {
  const { said, ...prints } = face();
  await runApiKeyCommand({ verb: 'list', keyFile }, prints);
  return said
    .join('')
    .trim()
    .split('\n')
    .map((line) => line.split('  ')[1] ?? '')
    .sort();
}

test('no key is lost when several are made, and one is revoked, at the same moment', async () => {
  await makeKey('Old');
  const id = /"id": "([^"]+)"/.exec(readFileSync(keyFile, 'utf8'))?.[1] ?? '';
  const done = await Promise.all([
    makeKey('Timetable'),
    runApiKeyCommand({ verb: 'revoke', keyFile, key: id }, face()),
    makeKey('Library'),
    makeKey('Canteen'),
  ]);
  expect(done).toEqual([0, 0, 0, 0]);
  expect(await keyNames()).toEqual(['Canteen', 'Library', 'Timetable']);
  expect(readdirSync(join(keyFile, '..'))).toEqual(['keys.json']);
});

test('no key of links is lost in two rotations at the same moment', async () => {
  (await SignedLinks.open({ file: keyFile, clock: nodeClock, random: nodeRandom, log: silentLog })).dispose();
  const rotate = () => runLinkCommand({ verb: 'rotate', keyFile, algorithm: 'HS256', keepMs: 1_000_000 }, face());
  expect(await Promise.all([rotate(), rotate()])).toEqual([0, 0]);
  expect(JSON.parse(readFileSync(keyFile, 'utf8')).keys).toHaveLength(3);
});

test('a revocation after a last line without an end revokes both', async () => {
  writeFileSync(keyFile, '{}');
  const list = `${keyFile}.revoked`;
  const revoke = (link: string) => runLinkCommand({ verb: 'revoke', keyFile, link }, face());
  appendFileSync(list, 'first # by hand');
  expect(await Promise.all([revoke('second'), revoke('third')])).toEqual([0, 0]);
  expect([...readRevoked(readFileSync(list, 'utf8'))].sort()).toEqual(['first', 'second', 'third']);
});

test('what is no id of a link is not said to be revoked', async () => {
  writeFileSync(keyFile, '{}');
  for (const link of ['#second', 'two words', '']) {
    expect(await runLinkCommand({ verb: 'revoke', keyFile, link }, face()), link).toBe(1);
  }
});

test('a changed file keeps its owner and its rights', async () => {
  await makeKey('Timetable');
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  chmodSync(keyFile, 0o640);
  // Only root may give files away.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(keyFile, 12_345, 12_346);
  const before = statSync(keyFile);
  await makeKey('Library');
  const { mode, uid, gid } = statSync(keyFile);
  expect({ mode, uid, gid }).toEqual({ mode: before.mode, uid: before.uid, gid: before.gid });
});

test('what another command left locked is named after some seconds', async () => {
  writeFileSync(`${keyFile}.lock`, '');
  const clock = new FakeClock();
  let failure: unknown;
  void changeKeyFile(keyFile, clock, () => 'new').catch((error: unknown) => {
    failure = error;
  });
  await vi.waitFor(() => {
    clock.advance(1_000);
    expect(String(failure)).toContain(`${keyFile}.lock is there`);
  });
  expect(readdirSync(join(keyFile, '..'))).toEqual(['keys.json.lock']);
});

test('of hubs that make the file at the same moment all read one whole text', async () => {
  const made = await Promise.all(['one', 'two', 'three'].map((text) => makeKeyFile(keyFile, text, nodeClock)));
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(readFileSync(keyFile, 'utf8')).toBe(['one', 'two', 'three'][made.indexOf(true)]);
});
