import { expect, onTestFinished, test, vi } from 'vitest';
import { newRoomId, type RoomId } from '../../core/board/ids.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import { parseTraceRecords, type TracedBatch } from '../../core/contract/tracing/trace-records.ts';
import type { Session } from '../../renderer/session/session.ts';
import { parseRedisAddress } from '../../server/adapters/redis/redis-address.ts';
import { run } from '../../server/cli/serve.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { startRedis } from '../harness/redis.ts';
import { type LiveHub, liveHub, METRICS_TOKEN } from '../hub/live-hub.ts';
import { eventually } from '../support/eventually.ts';
import { joinAsGuest } from '../support/guest.ts';
import { draw } from '../unit/renderer/session/world.ts';

/** People draw now and then: one batch a second is followed. */
const DRAWING = { timeout: 45_000, interval: 150 };
const READY = { timeout: 30_000, interval: 50 };

async function hubOn(redis: string): Promise<LiveHub> {
  const address = parseRedisAddress(redis);
  const hub = await liveHub({ redis: address && { address, prefix: 'inkroom' } });
  onTestFinished(() => hub.stop());
  await isReady(hub);
  return hub;
}

const isReady = (hub: LiveHub): Promise<void> =>
  vi.waitFor(async () => expect((await fetch(`${hub.server}/readyz`)).status).toBe(200), READY);

async function enter(hub: LiveHub, room: RoomId, name: string): Promise<Session> {
  const session = joinAsGuest(formatRoomLink({ server: hub.server, room }), name, {
    afterPaint: (painted) => void setTimeout(painted, 3),
  });
  onTestFinished(() => session.dispose());
  await eventually(() => expect(session.status().state.phase).toBe('live'));
  return session;
}

/** The batches that `inkroom trace` at this hub prints. */
function follow(hub: LiveHub, room: RoomId): () => readonly TracedBatch[] {
  const out: string[] = [];
  const end = Promise.withResolvers<string>();
  const ended = run({
    args: ['trace', '--room', room, '--server', hub.server, '--metrics-token', METRICS_TOKEN, '--json'],
    env: {},
    print: (text) => void out.push(text),
    printError() {},
    onReady() {},
    endAsked: end.promise,
  });
  onTestFinished(async () => {
    end.resolve('the test is over');
    await ended;
  });
  return () =>
    out
      .flatMap((text) => text.split('\n'))
      .filter((line) => line !== '')
      .flatMap((line) => parseTraceRecords([JSON.parse(line)]))
      .filter((one) => one.kind === 'batch');
}

const hasSteps = ({ spans }: TracedBatch, ...steps: readonly string[]): boolean =>
  steps.every((step) => spans.some((span) => span.step === step));

test('[TRC-6] two hubs on one Redis: who watches at either sees the way of a batch through the other, and still does when Redis was killed and is back', async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.close());
  const [one, two] = [await hubOn(redis.address), await hubOn(redis.address)];
  const room = newRoomId(nodeRandom);
  const [ann, bob] = [await enter(one, room, 'Ann'), await enter(two, room, 'Bob')];
  const [atOne, atTwo] = [follow(one, room), follow(two, room)];
  const followed = (batches: () => readonly TracedBatch[], from: number): TracedBatch => {
    draw(ann, 1);
    const found = batches()
      .slice(from)
      .find((batch) => batch.who === ann.clientId && hasSteps(batch, 'outbox', 'frame', 'backplane', 'peer', 'pixels'));
    if (!found) throw new Error('not yet');
    return found;
  };
  for (const batches of [atOne, atTwo]) {
    const whole = await vi.waitFor(() => followed(batches, 0), DRAWING);
    const at = (step: string) => whole.spans.find((span) => span.step === step);
    expect(at('peer')).toMatchObject({ where: bob.clientId });
    expect(at('backplane')?.where).not.toBe(whole.origin);
    // Redis bills nothing.
    expect(at('frame')?.units).toBeUndefined();
    expect(whole.spans.every(({ ms }) => ms >= 0 && ms < 20_000)).toBe(true);
  }
  await eventually(() => expect(bob.fingerprint()).toBe(ann.fingerprint()));

  await redis.kill();
  draw(ann, 1);
  await redis.start();
  await Promise.all([isReady(one), isReady(two)]);
  const seen = atTwo().length;
  await vi.waitFor(() => followed(atTwo, seen), DRAWING);
  await vi.waitFor(() => expect(bob.fingerprint()).toBe(ann.fingerprint()), READY);
  expect([ann.status().refused, bob.status().refused, one.refused(), two.refused()]).toEqual([undefined, undefined, [], []]);
}, 180_000);
