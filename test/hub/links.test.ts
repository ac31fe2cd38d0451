import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../core/base/host.ts';
import { encodeOps } from '../../core/board/codec/op-codec.ts';
import { newClientSecret, newRoomKey, type RoomId, roomIdOf } from '../../core/board/ids.ts';
import { GRANTS, type Grant, roleOf } from '../../core/contract/access/grants.ts';
import { parseRoomLink } from '../../core/contract/access/room-link.ts';
import { CONTRACT_VERSION } from '../../core/contract/hub-contract.ts';
import { LIMITS } from '../../core/contract/limits.ts';
import type { RefusalCode } from '../../core/contract/refusal-codes.ts';
import { changeKeyFile } from '../../server/adapters/key-files/key-files.ts';
import { type LinkAlgorithm, newKeyFile, rotatedKeyFile } from '../../server/adapters/signed-links/link-keys.ts';
import { revokeLink } from '../../server/adapters/signed-links/revoked-links.ts';
import { SignedLinks } from '../../server/adapters/signed-links/signed-links.ts';
import type { Config } from '../../server/cli/config.ts';
import { run } from '../../server/cli/serve.ts';
import { nodeClock, nodeRandom } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';
import { addStroke } from '../unit/server/hub/ink.ts';
import { openLink, startInkroom } from './hub-process.ts';
import { liveHub } from './live-hub.ts';
import { MovedClock } from './moved-clock.ts';
import { refusalIn } from './refusal-in.ts';
import { RoomClient } from './room-client.ts';
import { connectStock } from './stock-connection.ts';

const ROOM = 'room-1' as RoomId;
const HOUR_MS = 3_600_000;

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkroom-links-'));
  file = join(folder, 'links.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function hubWith(over: Partial<Config> = {}, clock = new MovedClock()) {
  const hub = await liveHub({ linkKey: file, ...over }, clock);
  onTestFinished(() => hub.stop());
  return hub;
}

async function linksOf(keyFile = file) {
  const links = await SignedLinks.open({ file: keyFile, clock: nodeClock, random: nodeRandom, log: silentLog });
  onTestFinished(() => links.dispose());
  return links;
}

async function token(grant: Grant, room: RoomId = ROOM, lifeMs = HOUR_MS): Promise<string> {
  const links = await linksOf();
  return (await links.make({ room, grant, until: nodeClock.now() + lifeMs })).token;
}

const codeOfJoin = (server: string, over: Readonly<Record<string, unknown>>): Promise<unknown> =>
  RoomClient.join(server, over).then(() => 'let in', refusalIn);

describe.each(['HS256', 'EdDSA'] as const)('links signed with %s', (algorithm: LinkAlgorithm) => {
  beforeEach(() => writeFile(file, newKeyFile(algorithm), { mode: 0o600 }));

  test.each(GRANTS)('[RGT-1] [RGT-3] a link that grants %s lets its holder in with that and no more', async (grant) => {
    const hub = await hubWith({ requiresLinks: true });
    const ann = await RoomClient.join(hub.server, { access: await token(grant) });
    expect(ann.welcome).toMatchObject({ grant, role: roleOf(grant) });
    const joined = hub.logged.find(({ event }) => event === 'member.joined');
    expect(joined?.fields).toMatchObject({ grant, link: expect.stringMatching(/^[\w-]{11}$/) });
    await ann.push({ author: ann.clientId, n: 1, ops: [addStroke(ann.clientId, 1)] });
    if (grant === 'draw' || grant === 'host') await eventually(() => expect(ann.echoedN).toBe(1));
    else await eventually(() => expect(ann.refusals()).toEqual([[1, 'access.denied']]));
    expect(ann.replica.board.elementCount).toBe(grant === 'draw' || grant === 'host' ? 1 : 0);
  });

  test('[RGT-3] an expired, foreign or tampered link, and one for another room, are refused, each with its own code', async () => {
    const clock = new MovedClock();
    const hub = await hubWith({ requiresLinks: true }, clock);
    const good = await token('draw');
    const [head = '', body = '', signature = ''] = good.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Readonly<Record<string, unknown>>;
    const asHost = Buffer.from(JSON.stringify({ ...claims, grant: 'host' })).toString('base64url');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'inkroom-link+jwt' })).toString('base64url');
    const other = join(folder, 'other.json');
    const foreign = await (await linksOf(other)).make({ room: ROOM, grant: 'host', until: nodeClock.now() + HOUR_MS });
    const bad: readonly (readonly [string, RefusalCode])[] = [
      [`${head}.${asHost}.${signature}`, 'link.malformed'],
      [good.slice(0, -4), 'link.malformed'],
      [`${unsigned}.${body}.`, 'link.foreign'],
      ['not.a.token', 'link.malformed'],
      ['a-key-of-nothing', 'link.malformed'],
      ['x'.repeat(4_000), 'link.malformed'],
      [foreign.token, 'link.foreign'],
      [await token('draw', 'room-2' as RoomId), 'link.other_room'],
    ];
    const bob = await RoomClient.join(hub.server, { access: good });
    for (const [access, code] of bad) expect(await codeOfJoin(hub.server, { access }), access.slice(0, 80)).toBe(code);
    // The person in the room goes on, and has seen none of them.
    await bob.push({ author: bob.clientId, n: 1, ops: [addStroke(bob.clientId, 1)] });
    await eventually(() => expect(bob.echoedN).toBe(1));
    expect(hub.logged.filter(({ event }) => event === 'member.joined')).toHaveLength(1);
    expect(await codeOfJoin(hub.server, {})).toBe('access.needed');
    expect(await codeOfJoin(hub.server, { access: good })).toBe('let in');
    clock.aheadMs = HOUR_MS + 1_000;
    expect(await codeOfJoin(hub.server, { access: good })).toBe('link.expired');
    expect(hub.refused()).toEqual(expect.arrayContaining(['link.malformed', 'link.foreign', 'link.other_room', 'link.expired']));
  });

  test('[RGT-3] [RGT-5] after a rotation the old key’s links hold as long as the operator keeps them, and then end for who is in', async () => {
    const clock = new MovedClock();
    const hub = await hubWith({}, clock);
    const old = await token('draw');
    await changeKeyFile(file, nodeClock, (text = '') =>
      rotatedKeyFile(text, algorithm, nodeClock.now(), nodeClock.now() + HOUR_MS / 2),
    );
    await eventually(() => expect(hub.logged.map(({ event }) => event)).toContain('links.keys_read'));
    const [ann, bob] = [
      await RoomClient.join(hub.server, { access: old }),
      await RoomClient.join(hub.server, { access: await token('draw') }),
    ];
    clock.aheadMs = HOUR_MS / 2 + 1_000;
    expect(await ann.stock.closed).toContain('link.foreign: ');
    expect(await codeOfJoin(hub.server, { access: old })).toBe('link.foreign');
    await bob.push({ author: bob.clientId, n: 1, ops: [addStroke(bob.clientId, 1)] });
    await eventually(() => expect(bob.echoedN).toBe(1));
  });
});

test('[RGT-5] a link that is revoked ends within a second for who is in by it, and nobody else notices', async () => {
  const hub = await hubWith();
  const links = await linksOf();
  const { token: access, id } = await links.make({ room: ROOM, grant: 'draw', until: nodeClock.now() + HOUR_MS });
  const [ann, bob] = [await RoomClient.join(hub.server, { access }), await RoomClient.join(hub.server)];
  const since = performance.now();
  await revokeLink(file, id, nodeClock);
  expect(await ann.stock.closed).toContain('link.revoked: ');
  expect(performance.now() - since).toBeLessThan(2_000);
  expect(await codeOfJoin(hub.server, { access })).toBe('link.revoked');
  await bob.push({ author: bob.clientId, n: 1, ops: [addStroke(bob.clientId, 1)] });
  await eventually(() => expect(bob.echoedN).toBe(1));
  expect(hub.logged).toContainEqual({
    event: 'member.sent_away',
    fields: expect.objectContaining({ member: ann.clientId, code: 'link.revoked', link: id }),
  });
});

test('[RGT-5] a link that expires ends for who is in by it', async () => {
  const clock = new MovedClock();
  const hub = await hubWith({ requiresLinks: true }, clock);
  const ann = await RoomClient.join(hub.server, { access: await token('draw') });
  clock.aheadMs = HOUR_MS;
  expect(await ann.stock.closed).toContain('link.expired: ');
});

test('[RGT-1] without links rooms stay open: who knows the name draws, and a view link still only views', async () => {
  const hub = await hubWith();
  expect((await RoomClient.join(hub.server)).welcome).toMatchObject({ grant: 'draw', role: 'edit' });
  expect((await RoomClient.join(hub.server, { access: await token('view') })).welcome.grant).toBe('view');
});

test('[RGT-3] a hub without keys knows no link', async () => {
  await writeFile(file, newKeyFile('HS256'));
  const hub = await liveHub();
  onTestFinished(() => hub.stop());
  expect(await codeOfJoin(hub.server, { access: await token('host') })).toBe('link.foreign');
});

test('[RGT-3] a token that the key signed for another use opens nothing', async () => {
  const hub = await hubWith();
  const { keys } = JSON.parse(await readFile(file, 'utf8')) as {
    readonly keys: readonly [{ readonly kid: string; readonly k: string }];
  };
  const [{ kid, k }] = keys;
  const signed = (typ: string, claims: Readonly<Record<string, unknown>>): Promise<string> =>
    new SignJWT({ aud: 'inkroom', room: ROOM, grant: 'host', jti: 'x', exp: 2 ** 32, ...claims })
      .setProtectedHeader({ alg: 'HS256', typ, kid })
      .sign(Buffer.from(k, 'base64url'));
  expect(await codeOfJoin(hub.server, { access: await signed('inkroom-link+jwt', {}) })).toBe('let in');
  expect(await codeOfJoin(hub.server, { access: await signed('JWT', {}) })).toBe('link.malformed');
  expect(await codeOfJoin(hub.server, { access: await signed('inkroom-link+jwt', { aud: 'other' }) })).toBe('link.malformed');
  expect(await codeOfJoin(hub.server, { access: await signed('inkroom-link+jwt', { grant: 'king' }) })).toBe('link.malformed');
  expect(await codeOfJoin(hub.server, { access: await signed('inkroom-link+jwt', { exp: undefined }) })).toBe('link.malformed');
  // No decision about such a link could be stored, and no list of revoked ones could name it.
  for (const jti of ['', 'lesson 5', 'a#b', 'two\nlines', 'Übung', 'x'.repeat(65), 7])
    expect(await codeOfJoin(hub.server, { access: await signed('inkroom-link+jwt', { jti }) }), String(jti)).toBe(
      'link.malformed',
    );
  expect(await codeOfJoin(hub.server, { access: await signed('inkroom-link+jwt', { jti: `"'/+=~${'x'.repeat(58)}` }) })).toBe(
    'let in',
  );
});

test('[RGT-4] who tries link after link is sent away', async () => {
  const hub = await hubWith({ requiresLinks: true });
  const stock = await connectStock(hub.server);
  const request = {
    version: CONTRACT_VERSION,
    room: ROOM,
    secret: newClientSecret(nodeRandom),
    name: 'Eve',
    color: 1,
    access: 'a.b.c',
  };
  for (let i = 0; i <= LIMITS.strikesBurst + 5; i++) {
    const isRefused = await stock.call('join', request).then(
      () => false,
      () => true,
    );
    expect(isRefused).toBe(true);
  }
  expect(await stock.closed).toContain('link.malformed: ');
  expect(hub.logged.map(({ event }) => event)).toContain('connection.flooding');
});

test('[RGT-2] who made a room proves it by the key of its name, on every hub and after every restart', async () => {
  const key = newRoomKey(nodeRandom);
  const room = roomIdOf(key);
  for (const _restart of [1, 2]) {
    const hub = await hubWith();
    expect((await RoomClient.join(hub.server, { room, roomKey: key })).welcome).toMatchObject({ grant: 'host', role: 'host' });
    expect((await RoomClient.join(hub.server, { room, roomKey: newRoomKey(nodeRandom) })).welcome.grant).toBe('draw');
    expect((await RoomClient.join(hub.server, { room, roomKey: 17 })).welcome.grant).toBe('draw');
    expect((await RoomClient.join(hub.server, { room: 'other', roomKey: key })).welcome.grant).toBe('draw');
  }
  const strict = await hubWith({ requiresLinks: true });
  expect(await codeOfJoin(strict.server, { room, roomKey: key })).toBe('access.needed');
  expect((await RoomClient.join(strict.server, { room, roomKey: key, access: await token('view', room) })).welcome.grant).toBe(
    'host',
  );
});

test('[RGT-6] a viewer’s batches are refused unread and cost it; its pointer is shown, and it hears everything', async () => {
  const hub = await hubWith({ requiresLinks: true });
  const [eve, bob] = [
    await RoomClient.join(hub.server, { access: await token('view') }),
    await RoomClient.join(hub.server, { access: await token('draw') }),
  ];
  await eve.stock.send('p', 1, 'no ops at all', [5, 6]);
  await eve.stock.send('p', 0, null, [7, 8]);
  await eventually(() => expect(bob.cursors.get(eve.welcome.you.no)).toEqual([7, 8]));
  expect(eve.refusals()).toEqual([[1, 'access.denied']]);
  await bob.push({ author: bob.clientId, n: 1, ops: [addStroke(bob.clientId, 1)] });
  await eventually(() => expect([bob, eve].map(({ replica }) => replica.board.elementCount)).toEqual([1, 1]));
  for (let n = 2; n <= LIMITS.strikesBurst + 5; n++) {
    await eve.stock.send('p', n, encodeOps(eve.clientId, [addStroke(eve.clientId, n)])).catch(() => undefined);
  }
  expect(await eve.stock.closed).toContain('access.denied: ');
  expect(bob.replica.board.elementCount).toBe(1);
});

test('a key file that breaks while the hub runs changes nothing, and is said; at the start it is fatal', async () => {
  const hub = await hubWith();
  const access = await token('draw');
  const { token: bad, id } = await (await linksOf()).make({ room: ROOM, grant: 'draw', until: nodeClock.now() + HOUR_MS });
  const good = await readFile(file, 'utf8');
  await writeFile(file, '{"keys": [');
  await eventually(() => expect(hub.logged.map(({ event }) => event)).toContain('links.keys_unreadable'));
  expect(await codeOfJoin(hub.server, { access })).toBe('let in');
  for (const text of [
    '',
    '[]',
    '{"keys":[]}',
    '{"keys":[{"kid":"a","alg":"HS256","kty":"oct","k":"short"}]}',
    '{"keys":[{"kid":"a","alg":"none","kty":"oct","k":""}]}',
  ]) {
    await writeFile(file, text);
    await expect(liveHub({ linkKey: file })).rejects.toThrow(/^The keys of --link-key .* cannot be used: /);
  }
  // A link can be revoked all the same.
  await rm(file);
  await revokeLink(file, id, nodeClock);
  await eventually(async () => expect(await codeOfJoin(hub.server, { access: bad })).toBe('link.revoked'));
  expect(await codeOfJoin(hub.server, { access })).toBe('let in');
  await writeFile(file, good);
  await eventually(() => expect(hub.logged.map(({ event }) => event)).toContain('links.keys_read'));
});

/** `inkroom link …`, in this process. */
async function command(...args: readonly string[]) {
  let printed = '';
  const face = {
    args: ['link', ...args],
    env: { INKROOM_LINK_KEY: file },
    onReady: () => {},
    endAsked: new Promise<string>(() => {}),
  };
  const note = (text: string): void => {
    printed += text;
  };
  return { code: await run({ ...face, print: note, printError: note }), printed: printed.trim() };
}

test('the commands make, rotate and revoke links that a running hub knows at once', async () => {
  expect(await command('--room', ROOM)).toMatchObject({ code: 1, printed: expect.stringContaining('is not there') });
  const hub = await hubWith({ requiresLinks: true });
  const { server } = hub;
  const link = (await command('--room', ROOM, '--grant', 'view', '--expires', '8h', '--server', server)).printed;
  const parsed = parseRoomLink(link);
  expect(parsed).toMatchObject({ ok: true, value: { server, room: ROOM } });
  const access = parsed.ok ? parsed.value.access : undefined;
  const ann = await RoomClient.join(server, { access });
  expect(ann.welcome.grant).toBe('view');
  expect((await command('revoke', link)).code).toBe(0);
  expect(await ann.stock.closed).toContain('link.revoked: ');
  const old = await token('draw');
  expect((await command('rotate', '--algorithm', 'EdDSA', '--keep', '0')).code).toBe(0);
  await eventually(async () => expect(await codeOfJoin(server, { access: old })).toBe('link.foreign'));
  const newer = parseRoomLink((await command('--room', ROOM, '--server', server)).printed);
  expect(newer.ok && (await RoomClient.join(server, { access: newer.value.access })).welcome.grant).toBe('draw');
});

test('[RGT-14] a link for one use is for the first client that uses it, which may come back, also after a restart with a store', async () => {
  const store = { mode: 'lmdb', data: join(folder, 'boards'), maxDiskMiB: 64, keepDays: undefined } as const;
  let hub = await liveHub({ linkKey: file, requiresLinks: true, store });
  onTestFinished(() => hub.stop());
  const made = async (...more: readonly string[]): Promise<string | undefined> => {
    const link = parseRoomLink((await command('--room', ROOM, '--server', hub.server, ...more)).printed);
    return link.ok ? link.value.access : undefined;
  };
  const [access, many] = [await made('--once'), await made()];
  const host = await made('--once', '--grant', 'host');
  const ann = await RoomClient.join(hub.server, { access });
  await RoomClient.join(hub.server, { access: host });
  expect(await codeOfJoin(hub.server, { access })).toBe('link.used');
  expect(await codeOfJoin(hub.server, { access: host })).toBe('link.used');
  expect(await codeOfJoin(hub.server, { access, secret: ann.secret })).toBe('let in');
  for (let i = 0; i < 2; i++) expect(await codeOfJoin(hub.server, { access: many })).toBe('let in');
  const again = await RoomClient.join(hub.server, { access, secret: ann.secret });
  await again.push({ author: again.clientId, n: 1, ops: [addStroke(again.clientId, 1)] });
  await eventually(() => expect(again.echoedN).toBe(1));
  expect(hub.logged).toContainEqual({
    event: 'host.acted',
    fields: expect.objectContaining({ act: 'once', actor: ann.clientId, about: expect.stringMatching(/^[\w-]{11}$/) }),
  });
  await hub.stop();
  hub = await liveHub({ linkKey: file, requiresLinks: true, store });
  expect(await codeOfJoin(hub.server, { access })).toBe('link.used');
  expect(await codeOfJoin(hub.server, { access, secret: ann.secret })).toBe('let in');
});

test('where rooms need links, the link that a hub prints at its start makes a host; only the hub’s user may read its keys', async () => {
  const hub = startInkroom(['--port', '0', '--require-links'], { INKROOM_LINK_KEY: file });
  onTestFinished(() => void hub.child.kill('SIGKILL'));
  const first = parseRoomLink(await openLink(hub));
  if (!first.ok) throw new Error('the first link cannot be read');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const { server, room, access } = first.value;
  expect((await RoomClient.join(server, { room, access })).welcome.grant).toBe('host');
});
