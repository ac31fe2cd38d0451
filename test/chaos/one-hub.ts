import { join } from 'node:path';
import { openTcpLine, type TcpLine } from '../harness/tcp-line.ts';
import { HubLives } from './hub-lives.ts';
import type { HubAct } from './schedule.ts';
import type { Stage, StageEvents } from './stage.ts';

export interface OneHubOptions extends StageEvents {
  readonly store: 'none' | 'lmdb';
  /** For the log and the store's data. */
  readonly folder: string;
}

/** One hub that is alone; every life on another port. */
export function oneHub({ store, folder, wayIs }: OneHubOptions): Stage {
  const lines: TcpLine[] = [];
  const hub = new HubLives({
    name: 'the hub',
    // All people have the address of this machine.
    flags: [
      '--max-connections-per-address',
      '100000',
      ...(store === 'none' ? [] : ['--store', store, '--data', join(folder, 'data')]),
    ],
    env: {},
    logFile: join(folder, 'hub.log'),
    born: (port) => {
      for (const line of lines) line.aim(port);
    },
    wayIs,
  });
  return {
    get faults() {
      return hub.faults;
    },
    get lives() {
      return hub.lives;
    },
    board: store === 'none' ? 'memory' : 'kept',
    /** Without a store each life of the hub may begin one life of the room; one more means that it dropped a board that people were on. */
    get mostEpochs() {
      return store === 'none' ? hub.lives : 1;
    },
    get figures() {
      return `hub ${hub.peakMb} MB at most, slowest end on SIGTERM ${hub.slowestEndMs} ms`;
    },
    start: () => hub.start(),
    async openWay() {
      const line = await openTcpLine(hub.port);
      lines.push(line);
      return line;
    },
    newcomers: 1,
    async perform(act: HubAct) {
      if (act.kind === 'hub') await hub.restart(act.how, act.forMs);
      else if (act.kind === 'hubFrozen') await hub.freeze(act.forMs);
      else throw new Error(`one hub alone knows no "${act.kind}"`);
    },
    weigh: () => hub.weigh(),
    close: () => hub.close(),
  };
}
