import { join } from 'node:path';
import { type Azurite, startAzurite } from '../harness/azurite.ts';
import { type RedisProcess, startRedis } from '../harness/redis.ts';
import { openTcpLine, type TcpLine } from '../harness/tcp-line.ts';
import { HubLives } from './hub-lives.ts';
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

interface Place {
  readonly name: string;
  readonly hub: HubLives;
  /** From the hub to Redis. */
  readonly line: TcpLine;
  isUp: boolean;
}

/** How long a hub that is to be taken away waits for another one to serve the room, milliseconds. */
const SPARE_WAIT_MS = 8_000;
const LOOK_MS = 200;
/** While Redis is away a room that is not open here may be served by another hub: the hub says so, and people try again. */
const CUT_OFF = /room\.open_failed .*(cannot be heard|not connected|does not answer|do not give it)/;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Several hubs that share rooms through a Redis that is killed and frozen, with boards in memory or in Azurite. Each hub has a line of
 * its own to Redis; each person has one to a hub that lives, as behind a balancer.
 */
export function hubsOnRedis({ hubs, store, losesAll, folder, wayIs, served }: HubsOnRedisOptions): Stage {
  const places: Place[] = [];
  const ways: { readonly line: TcpLine; place: Place }[] = [];
  const faults: Fault[] = [];
  let redis: RedisProcess | undefined;
  let azurite: Azurite | undefined;
  let skipped = 0;
  let timesAllLost = 0;
  let turn: Promise<void> = Promise.resolve();
  let calmAt = 0;

  /** New connections of people whose hub is away go to another one. */
  function balance(): void {
    const living = places.filter(({ isUp }) => isUp);
    for (const [i, way] of ways.entries()) {
      const next = way.place.isUp ? way.place : living[i % Math.max(1, living.length)];
      if (next === undefined) continue;
      way.place = next;
      way.line.aim(next.hub.port);
    }
  }

  async function addPlace(no: number, env: Readonly<Record<string, string>>): Promise<void> {
    const name = `hub-${no}`;
    const line = await openTcpLine(redis?.port ?? 0);
    const hub = new HubLives({
      name,
      flags: ['--max-connections-per-address', '100000'],
      env: { ...env, INKROOM_REDIS: line.server.replace('http:', 'redis:'), INKROOM_INSTANCE_NAME: name },
      logFile: join(folder, `${name}.log`),
      mayLog: CUT_OFF,
      born: () => undefined,
      // On a slow machine some are back long before others.
      wayIs: (isUp) => {
        place.isUp = isUp;
        balance();
        wayIs(places.some((one) => one.isUp));
      },
    });
    const place: Place = { name, hub, line, isUp: false };
    places.push(place);
    await hub.start();
  }

  /** Without a store: whether others serve the room, so that this hub may be taken away; waits for them. */
  async function isSpared(place: Place): Promise<boolean> {
    if (store !== 'none') return true;
    const deadline = performance.now() + SPARE_WAIT_MS;
    while (performance.now() < deadline) {
      const names = served();
      if (places.some((other) => other !== place && other.isUp && names.has(other.name))) return true;
      await pause(LOOK_MS);
    }
    return false;
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
        timesAllLost++;
        await Promise.all(places.map(({ hub }) => hub.restart('kill', act.forMs)));
        break;
      case 'trouble':
        throw new Error('Redis makes no such trouble');
      default: {
        const place = places.find(({ name }) => name === `hub-${act.which}`);
        if (place) await performOn(place, act);
      }
    }
    calmAt = performance.now() + CALM_MS;
  }

  async function performOn(place: Place, act: Extract<HubAct, { which: number }>): Promise<void> {
    switch (act.kind) {
      case 'hub':
        if (store === 'none') await pause(Math.max(0, calmAt - performance.now()));
        if (await isSpared(place)) await place.hub.restart(act.how, act.forMs);
        else skipped++;
        break;
      case 'hubFrozen':
        await place.hub.freeze(act.forMs);
        break;
      case 'hubLine':
        if (act.how === 'drop') place.line.drop();
        else {
          place.line.become({ at: act.how });
          await pause(act.forMs);
          place.line.mend();
        }
        break;
    }
  }

  return {
    get faults(): readonly Fault[] {
      return [...faults, ...places.flatMap(({ hub }) => hub.faults)];
    },
    get lives() {
      return places.reduce((sum, { hub }) => sum + hub.lives, 0);
    },
    // In memory somebody who serves the room is always left, unless all are killed at once.
    board: losesAll && store === 'none' ? 'memory' : 'kept',
    // Each may open it before it hears of the others; from then on there is somebody to ask, or a store.
    get mostEpochs() {
      return hubs * (1 + (store === 'none' ? timesAllLost : 0));
    },
    newcomers: hubs,
    get figures() {
      const peakMb = Math.max(...places.map(({ hub }) => hub.peakMb));
      const slowestEndMs = Math.max(...places.map(({ hub }) => hub.slowestEndMs));
      return `${hubs} hubs on Redis, ${peakMb} MB at most, slowest end on SIGTERM ${slowestEndMs} ms, ${skipped} acts left out because no other hub served the room, all killed ${timesAllLost} times`;
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
      const place = places[(newcomer ?? who) % places.length];
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
    async weigh() {
      await Promise.all(places.map(({ hub }) => hub.weigh()));
    },
    async close() {
      await Promise.all(places.map(({ hub }) => hub.close()));
      await Promise.all([redis?.close(), azurite?.close(), ...places.map(({ line }) => line.close())]);
    },
  };
}
