import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertNever } from '../../core/base/assert-never.ts';
import type { RoomId } from '../../core/board/ids.ts';
import type { LineState } from '../harness/tcp-line.ts';
import { castCrews } from './cast.ts';
import { type Crew, startCrew } from './crew.ts';
import type { Who, Witness, Word } from './crew-messages.ts';
import { Honesty } from './honesty.ts';
import { hubsBehindService } from './hubs-behind-service.ts';
import { hubsOnRedis } from './hubs-on-redis.ts';
import { Ledger } from './ledger.ts';
import { oneHub } from './one-hub.ts';
import { type Act, describe, drawSchedule, type Step } from './schedule.ts';
import { ServedBy } from './served-by.ts';
import type { Stage, StageEvents, WayIn } from './stage.ts';
import { type Fault, judge } from './verdict.ts';

export type ChaosStore = 'none' | 'lmdb' | 'azure-blob';

export interface ChaosOptions {
  readonly seed: number;
  readonly lengthMs: number;
  readonly clients: number;
  readonly store: ChaosStore;
  /** How many hubs there are behind a service; undefined: one that is alone. */
  readonly hubs: number | undefined;
  /** They share rooms through Redis, and not through Azure's service. */
  readonly onRedis: boolean;
  /** Whether all hubs may be killed at once. */
  readonly losesAll: boolean;
  /** An empty folder for logs and the store's data. */
  readonly folder: string;
}

export interface Outcome {
  readonly faults: readonly Fault[];
  readonly steps: readonly Step[];
  /** One line: what was done, and how it went. */
  readonly summary: string;
}

const ROOM = 'chaos' as RoomId;
/** How long everything may take to heal once everything is mended, milliseconds. */
const HEAL_MS = 120_000;
const LOOK_MS = 400;
const WEIGH_MS = 3_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Runs one schedule to its end, heals everything, and judges. */
export async function runChaos(options: ChaosOptions): Promise<Outcome> {
  const run = new ChaosRun(options);
  try {
    return await run.play();
  } finally {
    await run.end();
  }
}

function stageFor(
  { store, hubs, onRedis, losesAll, folder }: Pick<ChaosOptions, 'store' | 'hubs' | 'onRedis' | 'losesAll' | 'folder'>,
  events: StageEvents,
): Stage {
  if (hubs === undefined && store !== 'azure-blob') return oneHub({ store, folder, ...events });
  if (hubs !== undefined && onRedis && store !== 'lmdb') return hubsOnRedis({ hubs, store, losesAll, folder, ...events });
  if (hubs !== undefined && store === 'none') return hubsBehindService({ hubs, losesAll, folder, ...events });
  throw new Error(`nothing plays ${hubs ?? 'one'} hub(s) with store ${store}`);
}

class ChaosRun {
  readonly #options: ChaosOptions;
  readonly #ledger = new Ledger();
  readonly #honesty: Honesty;
  readonly #stage: Stage;
  readonly #served = new ServedBy(() => Date.now());
  readonly #faults: Fault[] = [];
  readonly #crews: { readonly people: readonly Who[]; crew: Crew; isAway: boolean; life: number }[] = [];
  readonly #lines: WayIn[] = [];
  readonly #steps: readonly Step[];
  #isHubUp = false;
  #healedMs = 0;

  constructor(options: ChaosOptions) {
    const { seed, lengthMs, clients, store, hubs, onRedis, losesAll, folder } = options;
    this.#options = options;
    this.#honesty = new Honesty({ now: () => Date.now(), mode: store });
    const events: StageEvents = {
      wayIs: (isUp) => {
        this.#isHubUp = isUp;
        this.#lookAtWays();
      },
      served: () => this.#served.names(),
    };
    this.#stage = stageFor({ store, hubs, onRedis, losesAll, folder }, events);
    const mortal = castCrews(clients).flatMap((_, crew) => (crew === 0 ? [] : [crew]));
    const hasSignals = process.platform !== 'win32';
    this.#steps = drawSchedule({
      seed,
      lengthMs,
      people: clients,
      ...(hubs !== undefined && { hubs, losesAll }),
      ...(onRedis && { through: 'redis' as const }),
      mortal,
      hasSignals,
    });
    writeFileSync(join(folder, 'schedule.txt'), this.#steps.map((step) => `${describe(step)}\n`).join(''));
  }

  async play(): Promise<Outcome> {
    const { clients, lengthMs } = this.#options;
    await this.#stage.start();
    for (let who = 0; who < clients; who++) this.#lines.push(await this.#stage.openWay(who));
    for (const people of castCrews(clients)) this.#join(people, true);
    await this.#everybodyIn(clients);
    const weighing = setInterval(() => void this.#stage.weigh(), WEIGH_MS);
    try {
      const began = performance.now();
      const acts: Promise<void>[] = [];
      for (const step of this.#steps) {
        await pause(step.atMs - (performance.now() - began));
        acts.push(this.#perform(step.act));
      }
      await pause(lengthMs - (performance.now() - began));
      await Promise.all(acts);
      await this.#heal();
    } finally {
      clearInterval(weighing);
    }
    const faults = [...this.#faults, ...this.#stage.faults, ...this.#honesty.faults, ...this.#lostWithoutReason()];
    return { faults, steps: this.#steps, summary: this.#summary() };
  }

  async end(): Promise<void> {
    await Promise.all(this.#crews.map(({ crew }) => crew.leave()));
    await this.#stage.close();
    await Promise.all(this.#lines.map((line) => line.close()));
  }

  /** Bad weather begins when everybody is there. */
  async #everybodyIn(clients: number): Promise<void> {
    const deadline = performance.now() + HEAL_MS;
    while (this.#ledger.everLive < clients) {
      if (performance.now() > deadline) throw new Error(`only ${this.#ledger.everLive} of ${clients} people came in`);
      await pause(LOOK_MS);
    }
  }

  #join(people: readonly Who[], draws: boolean): void {
    const no = this.#crews.length;
    this.#crews.push({ people, crew: this.#start(no, people, 1, draws), isAway: false, life: 1 });
  }

  #start(no: number, people: readonly Who[], life: number, draws: boolean): Crew {
    const { folder, seed } = this.#options;
    return startCrew({
      begin: {
        kind: 'begin',
        room: ROOM,
        logFile: join(folder, `crew-${no}.log`),
        people: people.map((who) => {
          const line = this.#lines[who];
          if (!line) throw new Error(`person ${who} has no line`);
          const vault = join(folder, `vault-${who}`);
          return { who, seed: seed + 1_000 * who + life, server: line.server, vault, draws };
        }),
      },
      hear: (word) => this.#hear(word),
      died: (how) => this.#faults.push({ kind: 'broken', text: `crew ${no} ended by itself: ${how}` }),
    });
  }

  #hear(word: Word): void {
    if (word.kind === 'status') {
      this.#honesty.hear(word.who, word.sample);
      this.#served.hear(word.who, word.sample);
    }
    this.#ledger.hear(word);
    if (word.kind !== 'seen')
      appendFileSync(join(this.#options.folder, 'words.jsonl'), `${Date.now()} ${JSON.stringify(word)}\n`);
  }

  /** Undone before it resolves. */
  async #perform(act: Act): Promise<void> {
    switch (act.kind) {
      case 'line':
      case 'drop': {
        const lines = act.who === 'all' ? this.#lines : this.#lines.slice(act.who, act.who + 1);
        if (act.kind === 'drop') for (const line of lines) line.drop();
        else await this.#spoil(lines, act);
        break;
      }
      case 'hub':
      case 'hubFrozen':
      case 'hubLine':
      case 'service':
      case 'serviceFrozen':
      case 'everything':
      case 'trouble':
        await this.#stage.perform(act);
        break;
      case 'sleep':
        await this.#sleep(act);
        break;
      case 'crash':
        await this.#crash(act);
        break;
      default:
        assertNever(act);
    }
  }

  async #spoil(lines: readonly WayIn[], { state, forMs }: Extract<Act, { kind: 'line' }>): Promise<void> {
    for (const line of lines) line.become(state);
    this.#lookAtWays();
    await pause(forMs);
    // Another act may have taken over.
    for (const line of lines) if (line.state === state) line.mend();
    this.#lookAtWays();
  }

  async #sleep({ crew: no, forMs, isTold }: Extract<Act, { kind: 'sleep' }>): Promise<void> {
    const place = this.#crews[no];
    if (!place) return;
    place.crew.freeze();
    await pause(forMs);
    place.crew.thaw();
    for (const who of place.people) this.#honesty.wayIs(who, this.#way(who), true);
    if (isTold) place.crew.order({ kind: 'wake' });
  }

  async #crash({ crew: no, cutMs, forMs }: Extract<Act, { kind: 'crash' }>): Promise<void> {
    const place = this.#crews[no];
    if (!place) return;
    const lines = place.people.flatMap((who) => this.#lines[who] ?? []);
    const cut: LineState = { at: 'cut' };
    if (cutMs > 0) for (const line of lines) line.become(cut);
    this.#lookAtWays();
    await pause(cutMs);
    const at = Date.now();
    await place.crew.kill();
    for (const line of lines) if (line.state === cut) line.mend();
    this.#lookAtWays();
    for (const who of place.people) this.#ledger.crashed(who, at);
    await pause(forMs);
    place.crew = this.#start(no, place.people, ++place.life, true);
    for (const who of place.people) this.#honesty.wayIs(who, this.#way(who), true);
  }

  #lookAtWays(): void {
    for (const who of this.#lines.keys()) this.#honesty.wayIs(who, this.#way(who));
  }

  #way(who: Who): { readonly down: boolean; readonly up: boolean } {
    const state = this.#lines[who]?.state ?? { at: 'passing' };
    const isOpen = this.#isHubUp && state.at !== 'cut' && state.at !== 'stalled';
    const dead = state.at === 'halfOpen' ? state.dead : undefined;
    return { down: isOpen && dead !== 'down', up: isOpen && dead !== 'up' };
  }

  /** Everything is mended, nobody draws; then a newcomer comes, and in the end everybody brings back what they hold. */
  async #heal(): Promise<void> {
    const began = performance.now();
    for (const line of this.#lines) line.mend();
    this.#lookAtWays();
    for (const { crew } of this.#crews) {
      crew.order({ kind: 'rest' });
      crew.order({ kind: 'wake' });
    }
    for (let newcomer = 0; newcomer < this.#stage.newcomers; newcomer++) {
      const who = this.#lines.length;
      this.#lines.push(await this.#stage.openWay(who, newcomer));
      this.#join([who], false);
    }
    await this.#judgeWhenQuiet('after healing');
    this.#healedMs = Math.round(performance.now() - began);
    if (this.#stage.board === 'kept') return;
    for (const { crew } of this.#crews) crew.order({ kind: 'restore' });
    await this.#judgeWhenQuiet('after everybody brought back their copies');
  }

  async #judgeWhenQuiet(when: string): Promise<void> {
    const deadline = performance.now() + HEAL_MS;
    for (;;) {
      const witnesses = await this.#lookAround();
      const epoch = witnesses[0]?.sample.epoch;
      const isQuiet = witnesses.every(
        ({ sample, fingerprint }) =>
          sample.phase === 'live' && sample.unsent === 0 && sample.epoch === epoch && fingerprint === witnesses[0]?.fingerprint,
      );
      if (!isQuiet && performance.now() < deadline) {
        await pause(LOOK_MS);
        continue;
      }
      const found = [
        ...(isQuiet ? [] : restless(witnesses)),
        ...judge({ board: this.#stage.board, epoch, ledger: this.#ledger, witnesses }),
      ];
      for (const { kind, text } of found) this.#faults.push({ kind, text: `${when}, ${text}` });
      return;
    }
  }

  async #lookAround(): Promise<readonly Witness[]> {
    return (await Promise.all(this.#crews.map(({ crew }) => crew.look()))).flat();
  }

  #lostWithoutReason(): readonly Fault[] {
    const { lives, mostEpochs } = this.#stage;
    const { size } = this.#honesty.epochs;
    if (size <= mostEpochs) return [];
    return [{ kind: 'broken', text: `${size} epochs in ${lives} lives of hubs with store ${this.#options.store}` }];
  }

  #summary(): string {
    const strokes = [...this.#ledger.strokes.values()];
    const excused = strokes.filter(({ excuse }) => excuse !== undefined).length;
    return [
      `${strokes.length} strokes finished (${excused} excused), ${this.#steps.length} acts, ${this.#stage.lives} hub lives`,
      `${this.#honesty.samples} status samples, slowest notice of a dead line ${Math.round(this.#honesty.slowestNoticeMs)} ms`,
      `healed in ${this.#healedMs} ms, ${this.#stage.figures}`,
    ].join('; ');
  }
}

function restless(witnesses: readonly Witness[]): readonly Fault[] {
  return witnesses.map(({ who, sample, fingerprint }) => ({
    kind: 'broken',
    text: `person ${who} has not come to rest: ${sample.phase}, ${sample.unsent} unsent, epoch ${sample.epoch}, board ${fingerprint}`,
  }));
}
