import { join } from 'node:path';
import { openTcpLine, type TcpLine } from '../harness/tcp-line.ts';
import { startBalancer } from './balancer.ts';
import { HubLives } from './hub-lives.ts';
import type { HubAct } from './schedule.ts';
import { ServiceLives } from './service-lives.ts';
import { oneWay, type Stage, type StageEvents } from './stage.ts';
import type { Fault } from './verdict.ts';

export interface HubsBehindServiceOptions extends StageEvents {
  readonly hubs: number;
  readonly folder: string;
}

interface Place {
  readonly name: string;
  readonly hub: HubLives;
  /** From the hub to the service. */
  readonly line: TcpLine;
  isUp: boolean;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Several hubs, memory only, behind the emulator as their service. Each hub and each person has a line of their own to the service;
 * each person has a balancer of their own before the hubs.
 */
export function hubsBehindService({ hubs, folder, wayIs, served }: HubsBehindServiceOptions): Stage {
  const service = new ServiceLives(join(folder, 'service.log'));
  const places: Place[] = [];
  let skipped = 0;

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

  /** Others serve the room, so that this one may be taken away. */
  const isSpared = (place: Place): boolean => places.some((other) => other !== place && other.isUp && served().has(other.name));

  async function performOn(place: Place, act: Exclude<HubAct, { kind: 'service' }>): Promise<void> {
    switch (act.kind) {
      case 'hub':
        if (isSpared(place)) await place.hub.restart(act.how, act.forMs);
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
      return [...service.faults, ...places.flatMap(({ hub }) => hub.faults)];
    },
    get lives() {
      return places.reduce((sum, { hub }) => sum + hub.lives, 0);
    },
    // Somebody who serves the room is always left.
    board: 'kept',
    // Each may open it before it hears of the others; from then on there is always somebody to ask.
    mostEpochs: hubs,
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
    async perform(act) {
      if (act.kind === 'service') {
        wayIs(false);
        await service.kill();
        await pause(act.forMs);
        await service.start();
        wayIs(true);
        return;
      }
      const place = places.find(({ name }) => name === `hub-${act.which}`);
      if (place) await performOn(place, act);
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
