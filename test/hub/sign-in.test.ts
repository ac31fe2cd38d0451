import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseRoomLink } from '../../core/contract/access/room-link.ts';
import { REFUSALS } from '../../core/contract/refusal-codes.ts';
import { freePort } from '../harness/free-port.ts';
import { type LiveHub, liveHub } from './live-hub.ts';
import { MovedClock } from './moved-clock.ts';
import { organisation, Visitor } from './organisation.ts';
import { refusalIn } from './refusal-in.ts';
import { RoomClient } from './room-client.ts';

const GRANTS = [
  { who: 'banned@school.example', grant: 'none' },
  { who: 'Teacher@School.example', grant: 'host' },
  { who: '*@school.example', room: 'class-1', grant: 'draw' },
];

async function hubWith(provider: object, over: object = {}): Promise<LiveHub & { readonly clock: MovedClock }> {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-sign-in-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const signIn = join(folder, 'sign-in.json');
  await writeFile(signIn, JSON.stringify({ provider, grants: GRANTS, hours: 1 }));
  const clock = new MovedClock();
  const hub = await liveHub({ linkKey: join(folder, 'keys.json'), requiresLinks: true, signIn, ...over }, clock);
  onTestFinished(() => hub.stop());
  return { ...hub, clock };
}

/** A hub of an organisation whose people sign in with OpenID Connect. The provider must know the hub's address before it starts. */
async function school(): Promise<LiveHub & { readonly clock: MovedClock }> {
  const port = await freePort();
  const issuer = await organisation(`http://127.0.0.1:${port}/sign-in/callback`);
  return hubWith({ kind: 'openid', issuer, clientId: 'inkroom' }, { port });
}

const enter = (hub: LiveHub, room: string): string => `${hub.server}/sign-in?room=${room}`;
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: Error) => refusalIn(error) ?? error.message,
  );

/** The token of the link to which the browser is sent at the end. */
function tokenIn(response: Response, { server }: LiveHub): string | undefined {
  const link = parseRoomLink(`${server}${response.headers.get('location')}`);
  return link.ok ? link.value.access : undefined;
}

test('[RGT-12] a person signs in with OpenID Connect and is in the room with what the rules say, until the sign-in ends', async () => {
  const hub = await school();
  expect(await codeOf(RoomClient.join(hub.server, { room: 'class-1' }))).toBe('access.sign_in');
  const visitor = new Visitor();
  const { response } = await visitor.signIn(enter(hub, 'class-1'), 'Ann@school.example');
  expect(response.status).toBe(303);
  const access = tokenIn(response, hub);
  const ann = await RoomClient.join(hub.server, { room: 'class-1', access });
  expect(ann.welcome.grant).toBe('draw');
  expect(await codeOf(RoomClient.join(hub.server, { room: 'class-2', access }))).toBe('link.other_room');
  const teacher = await new Visitor().signIn(enter(hub, 'class-2'), 'teacher@school.example');
  expect((await RoomClient.join(hub.server, { room: 'class-2', access: tokenIn(teacher.response, hub) })).welcome.grant).toBe(
    'host',
  );
  expect(hub.logged).toContainEqual({
    event: 'sign_in.done',
    fields: expect.objectContaining({ who: 'ann@school.example', grant: 'draw' }),
  });
  expect(JSON.stringify(hub.logged)).not.toContain(access);
  hub.clock.aheadMs = 3_700_000;
  expect(await ann.stock.closed).toContain('access.sign_in: ');
  expect(await codeOf(RoomClient.join(hub.server, { room: 'class-1', access }))).toBe('access.sign_in');
});

test.each([
  ['whom the rules keep out', 'banned@school.example', 'class-1'],
  ['of another organisation', 'ann@other.example', 'class-1'],
  ['of a domain that only ends alike', 'ann@badschool.example', 'class-1'],
  ['without a rule for the room', 'ann@school.example', 'class-2'],
])('[RGT-12] a person %s does not enter', async (_name, who, room) => {
  const hub = await school();
  const { response } = await new Visitor().signIn(enter(hub, room), who);
  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining(REFUSALS['sign_in.not_allowed'])]);
});

test('[RGT-12] an address that the provider has not proven names no person', async () => {
  const hub = await school();
  for (const name of ['unproven', 'unproven-in-text']) {
    const { response } = await new Visitor().signIn(enter(hub, 'class-1'), `${name}.x@school.example`);
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining(REFUSALS['sign_in.unknown'])]);
  }
  // A provider that says nothing of it proves its addresses.
  for (const name of ['proven-in-text', 'without-proof'])
    expect((await new Visitor().signIn(enter(hub, 'class-1'), `${name}.x@school.example`)).response.status).toBe(303);
});

test('[RGT-12] an answer of the provider is worth nothing in another browser, a second time, or made up', async () => {
  const hub = await school();
  const visitor = new Visitor();
  const { url } = await visitor.signIn(enter(hub, 'class-1'), 'ann@school.example');
  expect(url).toContain('/sign-in/callback?code=');
  for (const [who, address] of [
    [new Visitor(), url],
    [visitor, url],
  ] as const)
    expect((await who.get(address)).status).toBe(400);
  const other = new Visitor();
  await other.get(enter(hub, 'class-1'));
  expect((await other.get(url)).status).toBe(400);
  expect((await other.get(`${hub.server}/sign-in/callback?code=x&state=y`)).status).toBe(400);
});

test('[RGT-12] a provider that does not answer is named, and the hub goes on', async () => {
  const hub = await hubWith({ kind: 'openid', issuer: `http://127.0.0.1:${await freePort()}`, clientId: 'inkroom' });
  expect((await new Visitor().get(enter(hub, 'class-1'))).status).toBe(502);
  expect((await fetch(`${hub.server}/healthz`)).status).toBe(200);
  expect(hub.logged).toContainEqual({
    event: 'sign_in.failed',
    fields: expect.objectContaining({ code: 'sign_in.unreachable' }),
  });
});

test.each([
  ['an identity', { 'x-person': 'Ann@School.example' }, ['127.0.0.1'], 303],
  ['no identity', {}, ['127.0.0.1'], 403],
  ['two identities in one header', { 'x-person': 'ann@school.example, teacher@school.example' }, ['127.0.0.1'], 403],
  ['an identity that does not come from the proxy', { 'x-person': 'ann@school.example' }, ['192.0.2.7'], 403],
])('[RGT-12] behind a proxy that vouches for people: %s', async (_name, headers, from, status) => {
  const hub = await hubWith({ kind: 'proxy', header: 'X-Person', from });
  const response = await fetch(enter(hub, 'class-1'), { headers, redirect: 'manual' });
  expect(response.status).toBe(status);
  if (status === 303)
    expect((await RoomClient.join(hub.server, { room: 'class-1', access: tokenIn(response, hub) })).welcome.grant).toBe('draw');
});

test('[RGT-12] a hub whose people sign in at a provider believes no header of an identity', async () => {
  const hub = await school();
  const smuggled = Object.fromEntries(
    ['X-Forwarded-Email', 'X-Forwarded-User', 'X-MS-CLIENT-PRINCIPAL-NAME', 'X-Person', 'Remote-User'].map((name) => [
      name,
      'teacher@school.example',
    ]),
  );
  const response = await fetch(enter(hub, 'class-1'), { headers: smuggled, redirect: 'manual' });
  const location = response.headers.get('location') ?? '';
  // It leads to the provider like anybody, and makes no link.
  expect([response.status, tokenIn(response, hub)]).toEqual([303, undefined]);
  expect(new URL(location).pathname).toContain('auth');
  expect(await codeOf(RoomClient.join(hub.server, { room: 'class-1' }))).toBe('access.sign_in');
  expect(hub.logged.map(({ event }) => event)).not.toContain('sign_in.done');
});

test('[RGT-12] a hub without sign-in knows nothing of it: the header of an identity changes nothing', async () => {
  const hub = await liveHub();
  onTestFinished(() => hub.stop());
  expect((await fetch(enter(hub, 'class-1'), { headers: { 'x-person': 'teacher@school.example' } })).status).toBe(404);
});

test('[RGT-12] a person of the desktop app comes back to it', async () => {
  const hub = await hubWith({ kind: 'proxy', header: 'X-Person' });
  const page = await fetch(`${enter(hub, 'class-1')}&app=1`, { headers: { 'x-person': 'ann@school.example' } });
  const link = /href="(inkroom:[^"]+)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&');
  const read = parseRoomLink(link);
  if (!read.ok) throw new Error(`no link: ${link}`);
  expect(read.value).toMatchObject({ server: hub.server, room: 'class-1' });
  expect((await RoomClient.join(hub.server, { room: 'class-1', access: read.value.access })).welcome.grant).toBe('draw');
});
