import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Log, LogFields } from '../../../../core/base/host.ts';
import type { ClientId, RoomId } from '../../../../core/board/ids.ts';
import { QUEUE_MOST } from '../../../../server/adapters/webhooks/hook-queue.ts';
import { httpPost, type Post, type Report } from '../../../../server/adapters/webhooks/post.ts';
import { isPrivateAddress } from '../../../../server/adapters/webhooks/private-addresses.ts';
import { Webhooks } from '../../../../server/adapters/webhooks/webhooks.ts';
import { type Hook, parseWebhooksFile, WEBHOOK_EVENTS } from '../../../../server/adapters/webhooks/webhooks-file.ts';
import type { RoomEvent } from '../../../../server/ports/room-watch.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { seededRandom } from '../../../support/seeded.ts';

const ROOM = 'room-1' as RoomId;
const KEY = Buffer.alloc(32, 7);
const HOOK: Hook = {
  url: 'https://school.example/hook?token=x',
  secret: `whsec_${KEY.toString('base64')}`,
  events: [...WEBHOOK_EVENTS],
};
const member = { no: 1, clientId: 'AnnAnnAnnAn' as ClientId, name: 'Ann', color: 1 };
const joined: RoomEvent = { kind: 'joined', room: ROOM, member, members: 1 };

class World {
  readonly clock = new FakeClock();
  readonly logged: { readonly event: string; readonly fields: LogFields }[] = [];
  readonly reports: Report[] = [];
  /** What the target answers; undefined: it hangs. */
  answer: ((report: Report) => number | string | undefined) | undefined;
  readonly webhooks: Webhooks;

  constructor(hooks: readonly Hook[] = [HOOK]) {
    const record = (event: string, fields: LogFields = {}): void => void this.logged.push({ event, fields });
    const log: Log = { debug: record, info: record, warn: record, error: record };
    const post: Post = async (report) => {
      this.reports.push(report);
      const answer = this.answer ? this.answer(report) : 200;
      return answer ?? new Promise(() => undefined);
    };
    this.webhooks = new Webhooks({ hooks, post, clock: this.clock, random: seededRandom(3), log });
  }

  async pass(ms = 0): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    this.clock.advance(ms);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  }

  bodies(): readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[] {
    return this.reports.map(({ body }) => JSON.parse(body));
  }
}

test('a member that comes or goes is reported with a signature that the target can check', async () => {
  const world = new World();
  world.webhooks.watch(joined);
  world.webhooks.watch({ ...joined, kind: 'left', members: 0 });
  await world.pass();
  expect(world.bodies()).toEqual([
    {
      type: 'member.joined',
      timestamp: expect.any(String),
      data: { room: ROOM, member: { id: member.clientId, name: 'Ann' }, members: 1 },
    },
    {
      type: 'member.left',
      timestamp: expect.any(String),
      data: { room: ROOM, member: { id: member.clientId, name: 'Ann' }, members: 0 },
    },
  ]);
  for (const { headers, body, url } of world.reports) {
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', KEY).update(signed).digest('base64')}`);
    expect(url).toBe(HOOK.url);
  }
  expect(new Set(world.reports.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
});

test('a board that changes all the time is reported at once and then once in five seconds', async () => {
  const world = new World();
  for (let i = 1; i <= 120; i++) {
    world.webhooks.watch({ kind: 'changed', room: ROOM, elements: i });
    await world.pass(100);
  }
  await world.pass(10_000);
  expect(world.bodies().map(({ data }) => data.elements)).toEqual([1, 50, 100, 120]);
  expect(world.clock.timers).toBe(0);
});

test('a hook gets the events and rooms that it wants', async () => {
  const world = new World([{ ...HOOK, events: ['member.left'], rooms: ['room-2'] }]);
  world.webhooks.watch(joined);
  world.webhooks.watch({ ...joined, kind: 'left' });
  world.webhooks.watch({ ...joined, kind: 'left', room: 'room-2' as RoomId });
  await world.pass();
  expect(world.bodies().map(({ type, data }) => [type, data.room])).toEqual([['member.left', 'room-2']]);
});

test('a report that fails is tried again with the same id, later and later, and then given up', async () => {
  const world = new World();
  world.answer = () => 503;
  world.webhooks.watch(joined);
  const tries: number[] = [];
  for (let s = 0; s < 300; s++) {
    await world.pass(1_000);
    if (world.reports.length > tries.length) tries.push(s);
  }
  expect(tries).toHaveLength(5);
  expect(tries.every((at, i) => i < 2 || at - (tries[i - 1] ?? 0) > (tries[i - 1] ?? 0) - (tries[i - 2] ?? 0))).toBe(true);
  expect(new Set(world.reports.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(world.logged).toEqual([
    { event: 'webhook.failed', fields: { target: 'school.example', report: 'member.joined', tries: 5, reason: 503 } },
  ]);
  world.answer = () => 200;
  world.webhooks.watch(joined);
  await world.pass();
  expect(world.reports).toHaveLength(6);
});

test('a refusal that would be the same again, and a private address, get one attempt', async () => {
  for (const reason of [410, 301, 'PRIVATE_ADDRESS']) {
    const world = new World();
    world.answer = () => reason;
    world.webhooks.watch(joined);
    await world.pass(600_000);
    expect(world.reports).toHaveLength(1);
    expect(world.logged[0]?.fields).toMatchObject({ reason, tries: 1 });
  }
});

test('a target that hangs affects no other, and what waits for it is bounded', async () => {
  const hanging = { ...HOOK, url: 'https://hangs.example/' };
  const world = new World([hanging, HOOK]);
  world.answer = ({ url }) => (url === hanging.url ? undefined : 200);
  for (let i = 0; i < QUEUE_MOST + 100; i++) {
    world.webhooks.watch({ ...joined, members: i });
    await world.pass();
  }
  const to = (url: string) => world.reports.filter((report) => report.url === url).length;
  expect([to(hanging.url), to(HOOK.url)]).toEqual([1, QUEUE_MOST + 100]);
  expect(world.logged).toEqual([{ event: 'webhook.dropped', fields: { target: 'hangs.example', waiting: QUEUE_MOST } }]);
  world.webhooks.dispose();
  expect(world.clock.timers).toBe(0);
});

test.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['172.31.255.255', true],
  ['192.168.1.1', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['0.0.0.0', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['64:ff9b::7f00:1', true],
  ['2002:7f00:1::', true],
  ['fe80::1%eth0', true],
  ['fd00::1', true],
  ['93.184.216.34', false],
  ['172.32.0.1', false],
  ['2606:2800:220:1::1', false],
])('%s is private: %s', (address, isPrivate) => {
  expect(isPrivateAddress(address)).toBe(isPrivate);
});

test('the file of webhooks is refused for a private address, a wrong secret, a foreign protocol or a name and password', () => {
  const text = (over: object) => JSON.stringify({ hooks: [{ url: HOOK.url, secret: HOOK.secret, ...over }] });
  expect(parseWebhooksFile(text({}), false)).toEqual([HOOK]);
  for (const url of [
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://localhost:8080/',
    'http://0x7f000001/',
    'http://2130706433/',
  ]) {
    expect(() => parseWebhooksFile(text({ url }), false), url).toThrow('hooks.0.url');
    expect(parseWebhooksFile(text({ url }), true)).toHaveLength(1);
  }
  for (const over of [
    { url: 'ftp://a.example/' },
    { url: 'https://a:b@c.example/' },
    { secret: 'short' },
    { evil: 1 },
    { events: [] },
  ])
    expect(() => parseWebhooksFile(text(over), true)).toThrow('cannot be read');
  expect(() => parseWebhooksFile('{', true)).toThrow('no JSON');
});

test('a name that leads to a private address is not connected to, redirects are not followed, and an answer is not waited for', async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    if (request.url === '/redirect') response.writeHead(302, { location: '/elsewhere' }).end();
    if (request.url === '/flood') response.writeHead(200).write('x'.repeat(1_000_000));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const report = (path: string, host = '127.0.0.1'): Report => ({
    url: `http://${host}:${port}${path}`,
    headers: {},
    body: '{}',
  });
  expect(await httpPost(false)(report('/', 'localhost'))).toBe('PRIVATE_ADDRESS');
  expect(seen).toEqual([]);
  expect(await httpPost(true)(report('/redirect'))).toBe(302);
  expect(await httpPost(true)(report('/flood'))).toBe(200);
  // Long enough for the request to arrive on a busy machine.
  expect(await httpPost(true, 1_500)(report('/hang'))).toBe('timeout');
  await vi.waitFor(() => expect(seen).toEqual(['/redirect', '/flood', '/hang']));
});
