import { afterEach, expect, test, vi } from 'vitest';
import { newRoomId, newRoomKey, type RoomId, roomIdOf } from '../../core/board/ids.ts';
import type { Session } from '../../renderer/session/session.ts';
import { parseRedisAddress } from '../../server/adapters/redis/redis-address.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { type HubProcess, startHub } from '../harness/hub.ts';
import { type RedisProcess, startRedis } from '../harness/redis.ts';
import { openTcpLine } from '../harness/tcp-line.ts';
import { type LiveHub, liveHub, METRICS_TOKEN, metricsText } from '../hub/live-hub.ts';
import { refusalIn } from '../hub/refusal-in.ts';
import { RoomClient } from '../hub/room-client.ts';
import { anyOf, startPerson } from '../support/people.ts';
import { waitsOf } from '../support/waits.ts';
import { draw, Pen } from '../unit/renderer/session/world.ts';

const WAIT = { timeout: 45_000, interval: 25 };

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function redisHere(options: Parameters<typeof startRedis>[0] = {}): Promise<RedisProcess> {
  const redis = await startRedis(options);
  ends.push(() => redis.close());
  return redis;
}

async function hubAt(redis: string, name: string): Promise<HubProcess> {
  const env = { INKROOM_REDIS: redis, INKROOM_INSTANCE_NAME: name, INKROOM_METRICS_TOKEN: METRICS_TOKEN };
  const hub = await startHub({ env });
  ends.push(() => hub.kill());
  await isReady(hub, 200);
  return hub;
}

/** In this process: for what needs no end of a hub. */
async function hubHere(redis: string): Promise<LiveHub> {
  const address = parseRedisAddress(redis);
  const hub = await liveHub({ redis: address && { address, prefix: 'inkroom' } });
  ends.push(() => hub.stop());
  await isReady(hub, 200);
  return hub;
}

const isReady = (hub: Pick<HubProcess, 'server'>, status: number): Promise<void> =>
  vi.waitFor(async () => expect((await fetch(`${hub.server}/readyz`)).status).toBe(status), WAIT);
const textAt = async (hub: Pick<HubProcess, 'server'>, path: string): Promise<string> =>
  (await fetch(`${hub.server}${path}`)).text();

function join(servers: readonly string[], room: RoomId, name: string): Session {
  const session = startPerson(anyOf(servers), room, name);
  ends.push(() => session.dispose());
  return session;
}

const { isLive, agreeOn } = waitsOf(WAIT);
const seeEachOther = (...all: readonly Session[]): Promise<void> =>
  vi.waitFor(() => {
    for (const session of all) expect(session.members()).toHaveLength(all.length - 1);
  }, WAIT);

test('[INS-3] [INS-4] [PRS-3] two hubs on one Redis are one room: everybody sees everybody and every stroke, and a hub that is killed takes nothing with it', async () => {
  const redis = await redisHere();
  const [one, two] = await Promise.all([hubAt(redis.address, 'one'), hubAt(redis.address, 'two')]);
  const room = newRoomId(nodeRandom);
  const ana = join([one.server, two.server], room, 'Ana');
  await isLive(ana);
  const early = draw(ana);
  const bo = join([two.server], room, 'Bo');
  await isLive(bo);
  await agreeOn([early], ana, bo);
  await seeEachOther(ana, bo);
  const pen = new Pen(ana);
  await vi.waitFor(() => expect(bo.board().get(pen.id)?.pointCount).toBe(3), WAIT);
  pen.move();
  pen.lift();
  const others = draw(bo);
  await agreeOn([early, pen.id, others], ana, bo);
  const { epoch } = ana.status();

  await one.kill();
  const away = draw(ana);
  await agreeOn([early, pen.id, others, away], ana, bo);
  expect(ana.status()).toMatchObject({ instance: { name: 'two' }, epoch });

  // A hub that starts now serves the whole board.
  const three = await hubAt(redis.address, 'three');
  const cy = join([three.server], room, 'Cy');
  await agreeOn([early, pen.id, others, away], ana, bo, cy);
  expect(cy.status()).toMatchObject({ instance: { name: 'three' }, epoch });
  expect(await textAt(two, '/healthz')).toMatch(/^other hubs: heard through Redis at /m);
}, 240_000);

test('[INS-2] [INS-3] a Redis that is killed costs three hubs no stroke: people draw on, each hub names it, and all is one board when it is back', async () => {
  const redis = await redisHere();
  const hubs = await Promise.all(['one', 'two', 'three'].map((name) => hubAt(redis.address, name)));
  const room = newRoomId(nodeRandom);
  const people = hubs.map(({ server }, i) => join([server], room, `person ${i}`));
  await Promise.all(people.map(isLive));
  await seeEachOther(...people);
  const drawn = people.flatMap((person) => [draw(person), draw(person)]);
  await agreeOn(drawn, ...people);
  const epochs = people.map((person) => person.status().epoch);
  // In the middle of strokes.
  const pens = people.map((person) => new Pen(person));
  await redis.kill();
  for (const pen of pens) pen.move();
  await Promise.all(hubs.map((hub) => isReady(hub, 503)));
  const [one] = hubs as [HubProcess];
  expect(await textAt(one, '/readyz')).toMatch(/^redis\.lost: /);
  expect(await textAt(one, '/healthz')).toMatch(/^other hubs: NOT heard through Redis at /m);
  expect(await metricsText(one.server)).toMatch(/^inkroom_redis_heard 0$/m);
  for (const hub of hubs) expect(hub.log()).toMatch(/warn redis\.lost /);
  for (const pen of pens) pen.lift();
  for (const person of people) drawn.push(draw(person), draw(person));
  for (const person of people) expect(person.status().state.phase).toBe('live');
  // A room that another hub may serve is not opened a second time.
  const elsewhere = await RoomClient.join(one.server, { room: newRoomId(nodeRandom) }).catch((error: Error) => refusalIn(error));
  expect(elsewhere).toBe('server.cut_off');

  await redis.start();
  await Promise.all(hubs.map((hub) => isReady(hub, 200)));
  await agreeOn([...drawn, ...pens.map(({ id }) => id)], ...people);
  expect(people.map((person) => person.status().epoch)).toEqual(epochs);
  await seeEachOther(...people);
}, 240_000);

test('[INS-2] [INS-3] a hub that is cut off from Redis goes on for its people; the others see them leave, and come back with all they drew', async () => {
  const redis = await redisHere({ port: true });
  const line = await openTcpLine(redis.port);
  ends.push(() => line.close());
  const [far, near] = [await hubHere(line.server.replace('http:', 'redis:')), await hubHere(redis.address)];
  const room = newRoomId(nodeRandom);
  const [ana, bo] = [join([far.server], room, 'Ana'), join([near.server], room, 'Bo')];
  await Promise.all([ana, bo].map(isLive));
  await seeEachOther(ana, bo);
  const drawn = [draw(ana), draw(bo)];
  await agreeOn(drawn, ana, bo);
  line.become({ at: 'stalled' });
  await isReady(far, 503);
  drawn.push(draw(ana), draw(bo));
  await vi.waitFor(() => expect(bo.members()).toEqual([]), WAIT);
  expect(ana.members()).toHaveLength(1);
  expect((await fetch(`${near.server}/readyz`)).status).toBe(200);
  line.mend();
  await agreeOn(drawn, ana, bo);
  await seeEachOther(ana, bo);
}, 240_000);

test('[RGT-9] what a host decides holds on every hub within a second: a lock, a pen, a kick', async () => {
  const redis = await redisHere();
  const hubs = await Promise.all([1, 2, 3].map(() => hubHere(redis.address)));
  const [one, two, three] = hubs.map(({ server }) => server) as [string, string, string];
  const roomKey = newRoomKey(nodeRandom);
  const room = roomIdOf(roomKey);
  const host = await RoomClient.join(one, { room, roomKey, name: 'Hana' });
  const [ann, bob] = [await RoomClient.join(two, { room, name: 'Ann' }), await RoomClient.join(three, { room, name: 'Bob' })];
  for (const { stock } of [host, ann, bob]) ends.push(() => stock.stop());
  const granted = (client: RoomClient): unknown =>
    client.stock.received
      .filter(({ target, args }) => target === 'notice' && (args[0] as { kind: string }).kind === 'grant')
      .at(-1)?.args[0];
  await vi.waitFor(() => expect(ann.members.size + (ann.welcome.elsewhere?.length ?? 0)).toBeGreaterThan(0), WAIT);
  const began = performance.now();
  await host.stock.call('act', { act: 'lock', on: true });
  for (const client of [ann, bob])
    await vi.waitFor(() => expect(granted(client)).toMatchObject({ grant: 'comment', locked: true }), WAIT);
  expect(performance.now() - began).toBeLessThan(1_000);
  await host.stock.call('act', { act: 'give', who: ann.clientId, grant: 'draw' });
  await vi.waitFor(() => expect(granted(ann)).toMatchObject({ grant: 'draw' }), WAIT);
  await host.stock.call('act', { act: 'kick', who: bob.clientId });
  expect(await bob.stock.closed).toContain('room.kicked: ');
  // A kick holds at the next hub too.
  const again = await RoomClient.join(one, { room, secret: bob.secret }).catch((error: Error) => refusalIn(error));
  expect(again).toBe('room.kicked');
}, 240_000);
