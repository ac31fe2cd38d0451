import type { Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { Clock } from '../../core/base/host.ts';
import { codeOf, errorName } from '../../core/base/reason-of.ts';
import type { UpdateState } from '../../core/contract/desktop/app-updates.ts';
import type { MainLog } from '../log.ts';
import { stepUpdate, type UpdateEvent, type UpdatePlan } from './update-plan.ts';

/** What brings updates. electron-updater implements it. */
export interface Updater {
  /** The newest version, if it is newer than this one. */
  newest(): Promise<string | undefined>;
  /** Loads that version, and checks that it is what the feed says. */
  load(): Promise<void>;
  /** Starts the installer of what was loaded. `restarts`: starts the app again afterwards. */
  install(restarts: boolean): void;
}

/** At the start other work comes first. Milliseconds. */
const FIRST_MS = 30_000;
/** Milliseconds between two questions. */
const AGAIN_MS = 6 * 60 * 60 * 1_000;

export interface Updates extends Disposable {
  read(): UpdateState;
  /** Asks now, unless it is asking already. */
  ask(): void;
  /** The person wants the update that is ready: the app quits, installs it and starts again. False: there is none. */
  wantsRestart(): boolean;
  /** Call it last, when the app ends. True when an installer was started. */
  installAtEnd(): boolean;
  onChange(listener: () => void): Disposable;
}

export interface UpdatesOptions {
  readonly plan: UpdatePlan;
  /** Asked for once, and only when the plan is on. */
  readonly updater: (feed: string | undefined) => Promise<Updater>;
  readonly clock: Clock;
  readonly log: MainLog;
}

export function createUpdates({ plan, updater, clock, log }: UpdatesOptions): Updates {
  const changes = new Emitter<void>();
  let state: UpdateState = plan.kind === 'off' ? { at: 'off', why: plan.why } : { at: 'latest', askedAt: undefined };
  let made: Promise<Updater> | undefined;
  let loaded: Updater | undefined;
  let timer: Disposable | undefined;
  let restarts = false;

  const withUpdater = (): Promise<Updater> => {
    made ??= updater(plan.kind === 'on' ? plan.feed : undefined).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  function happened(event: UpdateEvent): void {
    const onQuit = plan.kind === 'on' && plan.onQuit;
    const { state: next, does } = stepUpdate(state, event, { now: clock.now(), onQuit });
    if (next !== state) {
      state = next;
      changes.emit();
    }
    if (does === 'ask') void ask();
    else if (does === 'load') void load();
  }
  function failed(error: unknown): void {
    log.warn('update.failed', { reason: codeOf(error) ?? errorName(error) });
    happened({ kind: 'failed' });
  }
  async function ask(): Promise<void> {
    try {
      const version = await (await withUpdater()).newest();
      happened(version === undefined ? { kind: 'noneFound' } : { kind: 'found', version });
    } catch (error) {
      failed(error);
    }
  }
  async function load(): Promise<void> {
    try {
      const bringer = await withUpdater();
      await bringer.load();
      loaded = bringer;
      happened({ kind: 'loaded' });
      log.info('update.ready');
    } catch (error) {
      failed(error);
    }
  }
  function due(): void {
    timer = clock.after(AGAIN_MS, due);
    happened({ kind: 'due' });
  }
  if (plan.kind === 'on') timer = clock.after(FIRST_MS, due);

  return {
    read: () => state,
    ask: () => happened({ kind: 'due' }),
    wantsRestart() {
      if (state.at !== 'ready') return false;
      restarts = true;
      return true;
    },
    installAtEnd() {
      if (state.at !== 'ready' || loaded === undefined || !(restarts || state.onQuit)) return false;
      loaded.install(restarts);
      return true;
    },
    onChange: (listener) => changes.on(listener),
    dispose: () => timer?.dispose(),
  };
}
