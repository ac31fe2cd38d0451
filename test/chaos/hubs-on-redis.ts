import { setTimeout as pause } from 'node:timers/promises';
import { type Azurite, startAzurite } from '../harness/azurite.ts';
import { type RedisProcess, startRedis } from '../harness/redis.ts';
import { openTcpLine, type TcpLine } from '../harness/tcp-line.ts';
import { HubPlaces, type Place } from './hub-places.ts';
import { CALM_MS, type HubAct } from './schedule.ts';
import type { Stage, StageEvents } from './stage.ts';
import type { Fault } from './verdict.ts';

export interface HubsOnRedisOptions extends StageEvents {
  readonly hubs: number;
  readonly store: 'none' | 'azure-blob';
  /** Whether all hubs are killed at once now and then. */
  readonly losesAll: boolean;
  readonly folder: string;
}

/** While Redis is away a room that is not open here may be served by another hub: the hub says so, and people try again. */
const CUT_OFF = /room\.open_failed .*(cannot be heard|not connected|does not answer|do not give it)/;

/**
 * Several hubs that share rooms through a Redis that is killed and frozen, with boards in memory or in Azurite. Each hub has a line of
 * its own to Redis; each person has one to a hub that lives, as behind a balancer.
 */
export function hubsOnRedis({ hubs, store, losesAll, folder, wayIs, served }: HubsOnRedisOptions): Stage {
  const places = new HubPlaces({ folder, served, mayLog: CUT_OFF, changed: balance, isStored: store !== 'none' });
  const ways: { readonly line: TcpLine; place: Place }[] = [];
  const faults: Fault[] = [];
  let redis: RedisProcess | undefined;
  let azurite: Azurite | undefined;
  let turn: Promise<void> = Promise.resolve();
  let calmAt = 0;

  /** New connections of people whose hub is away go to another one. On a slow machine some hubs are back long before others. */
  function balance(): void {
    const { living } = places;
    for (const [i, way] of ways.entries()) {
      const next = way.place.isUp ? way.place : living[i % Math.max(1, living.length)];
      if (next === undefined) continue;
      way.place = next;
      way.line.aim(next.hub.port);
    }
    wayIs(living.length > 0);
  }

  async function addPlace(no: number, env: Readonly<Record<string, string>>): Promise<void> {
    const line = await openTcpLine(redis?.port ?? 0);
    const flags = ['--max-connections-per-address', '100000'];
    await places.add(no, line, flags, { ...env, INKROOM_REDIS: line.server.replace('http:', 'redis:') });
  }

  async function perform(act: HubAct): Promise<void> {
    switch (act.kind) {
      case 'service':
        await redis?.kill();
        await pause(act.forMs);
        await redis?.start();
        break;
      case 'serviceFrozen':
        redis?.freeze();
        await pause(act.forMs);
        redis?.thaw();
        break;
      case 'everything':
        await places.loseAll(act.forMs);
        break;
      case 'trouble':
        throw new Error('Redis makes no such trouble');
      default:
        await places.perform(act, calmAt);
    }
    calmAt = performance.now() + CALM_MS;
  }

  return {
    get faults(): readonly Fault[] {
      return [...faults, ...places.faults];
    },
    get lives() {
      return places.lives;
    },
    // In memory somebody who serves the room is always left, unless all are killed at once.
    board: losesAll && store === 'none' ? 'memory' : 'kept',
    // Each may open it before it hears of the others; from then on there is somebody to ask, or a store.
    get mostEpochs() {
      return hubs * (1 + (store === 'none' ? places.timesAllLost : 0));
    },
    newcomers: hubs,
    get figures() {
      return `${hubs} hubs on Redis, ${places.figures}`;
    },
    async start() {
      redis = await startRedis({ port: true });
      if (store === 'azure-blob') azurite = await startAzurite();
      const env = azurite === undefined ? {} : { INKROOM_STORE: store, INKROOM_BLOB: azurite.connectionString };
      // The first one makes the containers.
      for (let no = 0; no < hubs; no++) await addPlace(no, env);
      wayIs(true);
    },
    async openWay(who, newcomer) {
      const place = places.all[(newcomer ?? who) % places.all.length];
      if (place === undefined) throw new Error('there is no hub');
      const line = await openTcpLine(place.hub.port);
      ways.push({ line, place });
      return line;
    },
    // One after the other: what waited for its turn must not meet the next.
    perform(act) {
      turn = turn.then(() => perform(act)).catch((error: unknown) => void faults.push({ kind: 'broken', text: String(error) }));
      return turn;
    },
    weigh: () => places.weigh(),
    async close() {
      await places.close();
      await Promise.all([redis?.close(), azurite?.close()]);
    },
  };
}
