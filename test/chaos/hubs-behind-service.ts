import { join } from 'node:path';
import { SystemClaim } from '@inkroom/azure-signalr/auth/client-claims';
import { decodeJwt } from 'jose';
import { assertNever } from '../../core/base/assert-never.ts';
import { HUB_PATH } from '../../core/contract/hub-contract.ts';
import { openTcpLine, type TcpLine } from '../harness/tcp-line.ts';
import { startBalancer } from './balancer.ts';
import { HubLives } from './hub-lives.ts';
import { CALM_MS, type HubAct } from './schedule.ts';
import { ServiceLives } from './service-lives.ts';
import { oneWay, type Stage, type StageEvents } from './stage.ts';
import { deskOrders, lingersMs, type Trouble, troubleMs } from './trouble.ts';
import type { Fault } from './verdict.ts';

export interface HubsBehindServiceOptions extends StageEvents {
  readonly hubs: number;
  /** Whether all hubs are killed at once now and then. */
  readonly losesAll: boolean;
  readonly folder: string;
}

interface Place {
  readonly name: string;
  readonly hub: HubLives;
  /** From the hub to the service. */
  readonly line: TcpLine;
  isUp: boolean;
}

/** How long a hub that is to be taken away waits for another one to serve the room, milliseconds. */
const SPARE_WAIT_MS = 8_000;
const LOOK_MS = 200;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Several hubs, memory only, behind the emulator as their service. Each hub and each person has a line of their own to the service;
 * each person has a balancer of their own before the hubs.
 */
export function hubsBehindService({ hubs, losesAll, folder, wayIs, served }: HubsBehindServiceOptions): Stage {
  const service = new ServiceLives(join(folder, 'service.log'));
  const places: Place[] = [];
  const faults: Fault[] = [];
  let skipped = 0;
  let timesAllLost = 0;
  let turn: Promise<void> = Promise.resolve();
  /** When enough time has passed since the last act for a hub to be taken away: an act that had to wait moves those behind it together. */
  let calmAt = 0;

  async function addPlace(no: number): Promise<void> {
    const name = `hub-${no}`;
    const line = await service.openLine();
    const hub = new HubLives({
      name,
      flags: [],
      env: { INKROOM_AZURE_SIGNALR: service.connectionString(line), INKROOM_INSTANCE_NAME: name },
      logFile: join(folder, `${name}.log`),
      born: () => undefined,
      wayIs: (isUp) => {
        place.isUp = isUp;
      },
    });
    const place: Place = { name, hub, line, isUp: false };
    places.push(place);
    await hub.start();
  }

  /** Whether others serve the room, so that this one may be taken away; waits for them. */
  async function isSpared(place: Place): Promise<boolean> {
    const deadline = performance.now() + SPARE_WAIT_MS;
    while (performance.now() < deadline) {
      const names = served();
      if (places.some((other) => other !== place && other.isUp && names.has(other.name))) return true;
      await pause(LOOK_MS);
    }
    return false;
  }

  async function carryOut(act: HubAct): Promise<void> {
    await perform(act);
    const lingers = act.kind === 'trouble' ? lingersMs(act.trouble) : 0;
    calmAt = performance.now() + lingers + CALM_MS;
  }

  async function perform(act: HubAct): Promise<void> {
    switch (act.kind) {
      case 'service':
        wayIs(false);
        await service.kill();
        await pause(act.forMs);
        await service.start();
        wayIs(true);
        break;
      case 'everything':
        timesAllLost++;
        await Promise.all(places.map(({ hub }) => hub.restart('kill', act.forMs)));
        break;
      case 'serviceFrozen':
        throw new Error('the emulator is not frozen');
      case 'trouble':
        await trouble(act.trouble);
        break;
      default: {
        const place = places.find(({ name }) => name === `hub-${act.which}`);
        if (place) await performOn(place, act);
      }
    }
  }

  async function trouble(what: Trouble): Promise<void> {
    const of = what.kind === 'dropServerConnections' && what.of !== 'all' ? what.of : undefined;
    const serverId = of === undefined ? undefined : await serverIdOf(places[of]);
    // A hub that is not connected has nothing that could be dropped.
    if (of !== undefined && serverId === undefined) return;
    const { make, undo } = deskOrders(what, serverId);
    await service.order(make);
    if (undo === undefined) return;
    await pause(troubleMs(what));
    await service.order(undo);
  }

  async function performOn(place: Place, act: Extract<HubAct, { which: number }>): Promise<void> {
    switch (act.kind) {
      case 'hub':
        await pause(Math.max(0, calmAt - performance.now()));
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
      default:
        assertNever(act);
    }
  }

  return {
    get faults(): readonly Fault[] {
      return [...faults, ...service.faults, ...places.flatMap(({ hub }) => hub.faults)];
    },
    get lives() {
      return places.reduce((sum, { hub }) => sum + hub.lives, 0);
    },
    // Somebody who serves the room is always left, unless all are killed at once.
    board: losesAll ? 'memory' : 'kept',
    // Each may open it before it hears of the others; from then on there is somebody to ask.
    get mostEpochs() {
      return hubs * (1 + timesAllLost);
    },
    newcomers: hubs,
    get figures() {
      const peakMb = Math.max(...places.map(({ hub }) => hub.peakMb));
      const slowestEndMs = Math.max(...places.map(({ hub }) => hub.slowestEndMs));
      return `${hubs} hubs, ${peakMb} MB at most, slowest end on SIGTERM ${slowestEndMs} ms, ${skipped} acts left out because nobody else served the room`;
    },
    async start() {
      await service.start();
      await Promise.all(Array.from({ length: hubs }, (_, no) => addPlace(no)));
      wayIs(true);
    },
    async openWay(who, newcomer) {
      const toService = await service.openLine();
      let asked = who;
      const balancer = await startBalancer({
        service: toService.server,
        hubs() {
          const only = newcomer === undefined ? undefined : places.find(({ name }) => name === `hub-${newcomer}`);
          if (only) return [only.hub.port];
          const living = places.filter(({ isUp }) => isUp).map(({ hub }) => hub.port);
          const first = asked++ % Math.max(1, living.length);
          return [...living.slice(first), ...living.slice(0, first)];
        },
      });
      return oneWay([await openTcpLine(balancer.port), toService], () => balancer.close());
    },
    // One after the other: what waited for its turn must not meet the next.
    perform(act) {
      turn = turn.then(() => carryOut(act)).catch((error: unknown) => void faults.push({ kind: 'broken', text: String(error) }));
      return turn;
    },
    async weigh() {
      await Promise.all(places.map(({ hub }) => hub.weigh()));
    },
    async close() {
      await Promise.all(places.map(({ hub }) => hub.close()));
      await service.kill();
      await Promise.all(places.map(({ line }) => line.close()));
    },
  };
}

/** The service's name for a hub: it sends people to the service with it, so that they come back to this hub. */
async function serverIdOf(place: Place | undefined): Promise<string | undefined> {
  if (!place?.isUp) return undefined;
  const response = await fetch(`http://127.0.0.1:${place.hub.port}${HUB_PATH}/negotiate?negotiateVersion=1`, { method: 'POST' });
  const { accessToken } = response.ok ? ((await response.json()) as { readonly accessToken?: string }) : {};
  const claim = accessToken === undefined ? undefined : decodeJwt(accessToken)[SystemClaim.serverName];
  return typeof claim === 'string' ? claim : undefined;
}
