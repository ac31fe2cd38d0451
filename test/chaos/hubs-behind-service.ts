import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SystemClaim } from '@inkroom/azure-signalr/auth/client-claims';
import { decodeJwt } from 'jose';
import { HUB_PATH } from '../../core/contract/hub-contract.ts';
import { openTcpLine } from '../harness/tcp-line.ts';
import { startBalancer } from './balancer.ts';
import { HubPlaces, type Place } from './hub-places.ts';
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

/**
 * Several hubs, memory only, behind the emulator as their service. Each hub and each person has a line of their own to the service;
 * each person has a balancer of their own before the hubs.
 */
export function hubsBehindService({ hubs, losesAll, folder, wayIs, served }: HubsBehindServiceOptions): Stage {
  const service = new ServiceLives(join(folder, 'service.log'));
  const places = new HubPlaces({ folder, served, isStored: false });
  const faults: Fault[] = [];
  let turn: Promise<void> = Promise.resolve();
  /** When enough time has passed since the last act for a hub to be taken away: an act that had to wait moves those behind it together. */
  let calmAt = 0;

  async function addPlace(no: number): Promise<void> {
    const line = await service.openLine();
    await places.add(no, line, [], { INKROOM_AZURE_SIGNALR: service.connectionString(line) });
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
        await places.loseAll(act.forMs);
        break;
      case 'serviceFrozen':
        throw new Error('the emulator is not frozen');
      case 'trouble':
        await trouble(act.trouble);
        break;
      default:
        await places.perform(act, calmAt);
    }
  }

  async function trouble(what: Trouble): Promise<void> {
    const of = what.kind === 'dropServerConnections' && what.of !== 'all' ? what.of : undefined;
    const serverId = of === undefined ? undefined : await serverIdOf(places.all[of]);
    // A hub that is not connected has nothing that could be dropped.
    if (of !== undefined && serverId === undefined) return;
    const { make, undo } = deskOrders(what, serverId);
    await service.order(make);
    if (undo === undefined) return;
    await pause(troubleMs(what));
    await service.order(undo);
  }

  return {
    get faults(): readonly Fault[] {
      return [...faults, ...service.faults, ...places.faults];
    },
    get lives() {
      return places.lives;
    },
    // Somebody who serves the room is always left, unless all are killed at once.
    board: losesAll ? 'memory' : 'kept',
    // Each may open it before it hears of the others; from then on there is somebody to ask.
    get mostEpochs() {
      return hubs * (1 + places.timesAllLost);
    },
    newcomers: hubs,
    get figures() {
      return `${hubs} hubs, ${places.figures}`;
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
          const only = newcomer === undefined ? undefined : places.all.find(({ name }) => name === `hub-${newcomer}`);
          if (only) return [only.hub.port];
          const living = places.living.map(({ hub }) => hub.port);
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
    weigh: () => places.weigh(),
    async close() {
      await places.close();
      await service.kill();
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
