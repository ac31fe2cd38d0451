import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { newRoomId } from '../../core/board/ids.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import type { Session } from '../../renderer/session/session.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { joinAsGuest } from '../support/guest.ts';
import { draw, visible } from '../unit/renderer/session/world.ts';
import { hubsOnRedis } from './hubs-on-redis.ts';
import type { HubAct } from './schedule.ts';

const WAIT = { timeout: 60_000, interval: 50 };

/** Each thing that the chaos does to hubs and Redis, one after the other, in the middle of drawing. */
const ACTS: readonly HubAct[] = [
  { kind: 'service', forMs: 300 },
  { kind: 'hub', which: 0, how: 'kill', forMs: 100 },
  { kind: 'hubLine', which: 1, how: 'drop', forMs: 0 },
  { kind: 'everything', forMs: 100 },
  { kind: 'serviceFrozen', forMs: 1_000 },
  { kind: 'hub', which: 1, how: 'stop', forMs: 100 },
];

test('[SAVE-9] hubs on Redis with boards in Azurite lose no stroke to anything that the chaos does to them, and none of it is a fault', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'inkroom-stage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const stage = hubsOnRedis({
    hubs: 2,
    store: 'azure-blob',
    losesAll: true,
    folder,
    wayIs: () => undefined,
    served: () => new Set(),
  });
  onTestFinished(() => stage.close());
  await stage.start();
  const room = newRoomId(nodeRandom);
  const come = async (who: number): Promise<Session> => {
    const way = await stage.openWay(who);
    const session = joinAsGuest(formatRoomLink({ server: way.server, room }), `person ${who}`);
    onTestFinished(async () => {
      session.dispose();
      await way.close();
    });
    await vi.waitFor(() => expect(session.status().state.phase).toBe('live'), WAIT);
    return session;
  };
  const people = [await come(0), await come(1)];
  const drawn: string[] = [];
  for (const act of ACTS) {
    for (const person of people) drawn.push(draw(person));
    const done = stage.perform(act);
    for (const person of people) drawn.push(draw(person));
    await done;
  }
  people.push(await come(2));
  await vi.waitFor(() => {
    for (const person of people) {
      expect(person.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0, lostCopy: undefined });
      expect(visible(person)).toEqual([...drawn].sort());
    }
    expect(new Set(people.map((person) => person.fingerprint())).size).toBe(1);
  }, WAIT);
  expect(stage.faults).toEqual([]);
  expect(stage.lives).toBe(2 + 1 + 2 + 1);
}, 300_000);
