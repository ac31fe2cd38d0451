import type { LineState } from '../harness/tcp-line.ts';
import { seededRandom } from '../support/seeded.ts';
import type { Who } from './crew-messages.ts';
import { dice } from './dice.ts';
import { drawTrouble, lingersMs, type Trouble, troubleMs, troubleWords } from './trouble.ts';

/** What is done to those who serve the room; `which`: number of the hub. `forMs`: how long it lasts before it is undone. */
export type HubAct =
  /** `kill`: SIGKILL. `stop`: SIGTERM. It is started again when it has been gone for so long. */
  | { readonly kind: 'hub'; readonly which: number; readonly how: 'kill' | 'stop'; readonly forMs: number }
  | { readonly kind: 'hubFrozen'; readonly which: number; readonly forMs: number }
  /** The hub's connections to the service; `drop`: what runs is reset, and may come back at once. */
  | { readonly kind: 'hubLine'; readonly which: number; readonly how: 'drop' | 'cut' | 'stalled'; readonly forMs: number }
  /** The service is killed, and started again. */
  | { readonly kind: 'service'; readonly forMs: number }
  /** The service stops in the middle of whatever it does, and goes on. */
  | { readonly kind: 'serviceFrozen'; readonly forMs: number }
  /** All hubs are killed at once, and started again: what they held is lost. */
  | { readonly kind: 'everything'; readonly forMs: number }
  /** The service goes on, and makes trouble. */
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

/** What is done to people, lines and hubs. `forMs`: how long it lasts before it is undone. */
export type Act =
  | { readonly kind: 'line'; readonly who: Who | 'all'; readonly state: LineState; readonly forMs: number }
  /** What runs is reset, and may come back at once. */
  | { readonly kind: 'drop'; readonly who: Who | 'all' }
  | HubAct
  /** The process of these people is stopped (SIGSTOP); `isTold`: the app hears that it was woken. */
  | { readonly kind: 'sleep'; readonly crew: number; readonly forMs: number; readonly isTold: boolean }
  /** The process of these people is killed, and they come back. `cutMs`: for how long before that their lines are cut. */
  | { readonly kind: 'crash'; readonly crew: number; readonly cutMs: number; readonly forMs: number };

export interface Step {
  /** Milliseconds since the start. */
  readonly atMs: number;
  readonly act: Act;
}

export interface ScheduleOptions {
  readonly seed: number;
  readonly lengthMs: number;
  readonly people: number;
  /** Hubs behind a service; undefined: one that is alone. */
  readonly hubs?: number;
  /** What connects them; Azure's service unless told otherwise. */
  readonly through?: 'service' | 'redis';
  /** Whether now and then all of them are killed at once. */
  readonly losesAll?: boolean;
  /** Numbers of the crews that may sleep and crash. */
  readonly mortal: readonly number[];
  /** Whether processes can be stopped and told to end here: Windows knows neither SIGSTOP nor SIGTERM. */
  readonly hasSignals: boolean;
}

/** For so long nothing was done to those who serve the room when a hub is taken away, milliseconds: what only one has heard is lost with it. */
export const CALM_MS = 8_000;

/** Everything that will happen, in order of time. The same options give the same steps. */
export function drawSchedule({
  seed,
  lengthMs,
  people,
  hubs,
  through = 'service',
  losesAll = false,
  mortal,
  hasSignals,
}: ScheduleOptions): readonly Step[] {
  const random = seededRandom(seed);
  const { between, pick } = dice(random);
  const steps: Step[] = [];
  /** A row of acts on one thing, which never overlap: calm, act, calm, act … */
  const row = (calmMs: readonly [number, number], draw: () => Act, fits: (step: Step) => boolean = () => true): void => {
    let atMs = between(...calmMs);
    while (atMs < lengthMs) {
      const act = draw();
      const lasts = lastsMs(act);
      if (atMs + lasts <= lengthMs && fits({ atMs, act })) steps.push({ atMs, act });
      atMs += lasts + between(...calmMs);
    }
  };
  for (let who = 0; who < people; who++) row([2_000, 9_000], () => lineAct(who));
  row([12_000, 30_000], () => lineAct('all'));
  if (hubs === undefined) row([7_000, 16_000], () => hubAct(0));
  // Calm enough for everybody to have heard everything.
  else row([CALM_MS, 14_000], () => behindServiceAct(between(0, hubs - 1)));
  for (const crew of mortal) {
    row([5_000, 15_000], (): Act => {
      const isTold = random.next() < 0.5;
      const forMs = random.next() < 0.15 ? between(10_000, 18_000) : between(300, 6_000);
      if (hasSignals && random.next() < 0.4) return { kind: 'sleep', crew, forMs, isTold };
      return { kind: 'crash', crew, cutMs: random.next() < 0.5 ? between(2_500, 6_000) : 0, forMs };
    });
  }
  if (hubs !== undefined && through === 'service') {
    const others = steps.filter(({ act }) => isOnServing(act));
    row(
      [1_000, 4_000],
      () => ({ kind: 'trouble', trouble: drawTrouble({ between, pick }, { hubs, clients: people + hubs }) }),
      (step) => others.every((other) => isBehind(step, other) || isBefore(step, other)),
    );
  }
  return steps.sort((a, b) => a.atMs - b.atMs);

  function hubAct(which: number): HubAct {
    const how = pick(hasSignals ? (['kill', 'kill', 'stop', 'stop', 'frozen'] as const) : (['kill'] as const));
    const forMs = pick([between(50, 500), between(500, 4_000)]);
    return how === 'frozen' ? { kind: 'hubFrozen', which, forMs } : { kind: 'hub', which, how, forMs };
  }

  function behindServiceAct(which: number): HubAct {
    const dice = random.next();
    if (losesAll && dice > 0.75) return { kind: 'everything', forMs: between(50, 3_000) };
    if (through === 'redis' && dice < 0.07) return { kind: 'serviceFrozen', forMs: between(1_000, 8_000) };
    if (dice < 0.15) return { kind: 'service', forMs: between(50, 3_000) };
    if (dice < 0.4) return { kind: 'hubLine', which, how: pick(['drop', 'cut', 'stalled'] as const), forMs: between(200, 4_000) };
    return hubAct(which);
  }

  function lineAct(who: Who | 'all'): Act {
    if (random.next() < 0.2) return { kind: 'drop', who };
    const forMs = random.next() < 0.12 ? between(8_000, 16_000) : between(200, 5_000);
    return { kind: 'line', who, state: lineState(), forMs };
  }

  function lineState(): LineState {
    const at = pick(['cut', 'refusing', 'stalled', 'stalled', 'up', 'down', 'slow'] as const);
    switch (at) {
      case 'up':
      case 'down':
        return { at: 'halfOpen', dead: at };
      case 'slow':
        return { at, bytesPerSecond: between(500, 20_000) };
      default:
        return { at };
    }
  }
}

/** Whether it is done to hubs or to the service: one after the other. */
const isOnServing = (act: Act): act is HubAct => !('who' in act) && !('crew' in act);

const isBehind = (step: Step, other: Step): boolean => step.atMs >= other.atMs + lastsMs(other.act);

/** Before it, and long before it where a hub is taken away. */
function isBefore({ atMs, act }: Step, other: Step): boolean {
  const isLoss = other.act.kind === 'hub' || other.act.kind === 'everything';
  const calmMs = isLoss ? CALM_MS + (act.kind === 'trouble' ? lingersMs(act.trouble) : 0) : 0;
  return atMs + lastsMs(act) + calmMs <= other.atMs;
}

/** Until everything is undone, milliseconds. */
export function lastsMs(act: Act): number {
  if (act.kind === 'drop' || (act.kind === 'hubLine' && act.how === 'drop')) return 0;
  if (act.kind === 'trouble') return troubleMs(act.trouble);
  return act.kind === 'crash' ? act.cutMs + act.forMs : act.forMs;
}

/** One line for a person to read. */
export function describe({ atMs, act }: Step): string {
  return `${(atMs / 1_000).toFixed(2).padStart(7)} s  ${words(act)}`;
}

function words(act: Act): string {
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
  switch (act.kind) {
    case 'drop':
      return `${lineName(act.who)}: connections reset`;
    case 'line':
      return `${lineName(act.who)}: ${stateWords(act.state)} for ${seconds(act.forMs)}`;
    case 'hub':
      return `hub ${act.which}: ${act.how === 'kill' ? 'killed' : 'told to end'}, gone for ${seconds(act.forMs)}`;
    case 'hubFrozen':
      return `hub ${act.which}: frozen for ${seconds(act.forMs)}`;
    case 'hubLine':
      return `line of hub ${act.which}: ${act.how === 'drop' ? 'connections reset' : `${act.how} for ${seconds(act.forMs)}`}`;
    case 'everything':
      return `all hubs: killed, gone for ${seconds(act.forMs)}`;
    case 'service':
      return `service: killed, gone for ${seconds(act.forMs)}`;
    case 'serviceFrozen':
      return `service: frozen for ${seconds(act.forMs)}`;
    case 'trouble':
      return `service: ${troubleWords(act.trouble)}`;
    case 'sleep':
      return `crew ${act.crew}: asleep for ${seconds(act.forMs)}${act.isTold ? ', told of waking' : ''}`;
    case 'crash':
      return `crew ${act.crew}: ${act.cutMs > 0 ? `cut off for ${seconds(act.cutMs)}, ` : ''}killed, back after ${seconds(act.forMs)}`;
  }
}

const lineName = (who: Who | 'all'): string => (who === 'all' ? 'all lines' : `line ${who}`);

function stateWords(state: LineState): string {
  if (state.at === 'halfOpen') return `dead ${state.dead}wards`;
  return state.at === 'slow' ? `slow (${state.bytesPerSecond} bytes a second)` : state.at;
}
