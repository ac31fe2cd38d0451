import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TcpLine } from '../harness/tcp-line.ts';
import { HubLives } from './hub-lives.ts';
import type { HubAct } from './schedule.ts';
import type { Fault } from './verdict.ts';

export interface Place {
  readonly name: string;
  readonly hub: HubLives;
  /** From the hub to what it shares with the others. */
  readonly line: TcpLine;
  isUp: boolean;
}

export interface HubPlacesOptions {
  readonly folder: string;
  /** The names of the hubs that serve people. */
  readonly served: () => ReadonlySet<string>;
  /** A hub's own lines in its log that are no fault. */
  readonly mayLog?: RegExp;
  /** A hub has come up or gone down. */
  readonly changed?: () => void;
  /** True: a hub may be taken away although no other serves the room, because the board is stored. */
  readonly isStored: boolean;
}

/** How long a hub that is to be taken away waits for another one to serve the room, milliseconds. */
const SPARE_WAIT_MS = 8_000;
const LOOK_MS = 200;

/** Several hubs, each with a line of its own to what they share, and what is done to them. */
export class HubPlaces {
  readonly #options: HubPlacesOptions;
  readonly #all: Place[] = [];
  #skipped = 0;
  #timesAllLost = 0;

  constructor(options: HubPlacesOptions) {
    this.#options = options;
  }

  get all(): readonly Place[] {
    return this.#all;
  }

  get living(): readonly Place[] {
    return this.#all.filter(({ isUp }) => isUp);
  }

  get timesAllLost(): number {
    return this.#timesAllLost;
  }

  async add(no: number, line: TcpLine, flags: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
    const { folder, mayLog, changed } = this.#options;
    const name = `hub-${no}`;
    const hub = new HubLives({
      name,
      flags,
      env: { ...env, INKROOM_INSTANCE_NAME: name },
      logFile: join(folder, `${name}.log`),
      ...(mayLog === undefined ? {} : { mayLog }),
      born: () => undefined,
      wayIs: (isUp) => {
        place.isUp = isUp;
        changed?.();
      },
    });
    const place: Place = { name, hub, line, isUp: false };
    this.#all.push(place);
    await hub.start();
  }

  /** Kills all at once. */
  async loseAll(forMs: number): Promise<void> {
    this.#timesAllLost++;
    await Promise.all(this.#all.map(({ hub }) => hub.restart('kill', forMs)));
  }

  /** `calmAt`: on the clock of `performance.now()`, when enough time has passed since the last act for a hub to be taken away. */
  async perform(act: Extract<HubAct, { which: number }>, calmAt: number): Promise<void> {
    const place = this.#all.find(({ name }) => name === `hub-${act.which}`);
    if (place === undefined) return;
    switch (act.kind) {
      case 'hub':
        if (!this.#options.isStored) await pause(Math.max(0, calmAt - performance.now()));
        if (await this.#isSpared(place)) await place.hub.restart(act.how, act.forMs);
        else this.#skipped++;
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

  /** Whether others serve the room, so that this hub may be taken away; waits for them. */
  async #isSpared(place: Place): Promise<boolean> {
    if (this.#options.isStored) return true;
    const deadline = performance.now() + SPARE_WAIT_MS;
    while (performance.now() < deadline) {
      const names = this.#options.served();
      if (this.living.some((other) => other !== place && names.has(other.name))) return true;
      await pause(LOOK_MS);
    }
    return false;
  }

  get faults(): readonly Fault[] {
    return this.#all.flatMap(({ hub }) => hub.faults);
  }

  get lives(): number {
    return this.#all.reduce((sum, { hub }) => sum + hub.lives, 0);
  }

  get figures(): string {
    const peakMb = Math.max(...this.#all.map(({ hub }) => hub.peakMb));
    const slowestEndMs = Math.max(...this.#all.map(({ hub }) => hub.slowestEndMs));
    return `${peakMb} MB at most, slowest end on SIGTERM ${slowestEndMs} ms, ${this.#skipped} acts left out because no other hub served the room, all killed ${this.#timesAllLost} times`;
  }

  async weigh(): Promise<void> {
    await Promise.all(this.#all.map(({ hub }) => hub.weigh()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map(({ hub }) => hub.close()));
    await Promise.all(this.#all.map(({ line }) => line.close()));
  }
}
