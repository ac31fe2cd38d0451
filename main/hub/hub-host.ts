import { assertNever } from '../../core/base/assert-never.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { Clock } from '../../core/base/host.ts';
import { parseRoomLink } from '../../core/contract/access/room-link.ts';
import { type FromHub, parseFromHub, type ToHub } from '../../core/contract/desktop/hub-parent.ts';
import type { MainLog } from '../log.ts';
import { planRestart } from './restart-budget.ts';

/** A hub process, as the host sees it. */
export interface HubChild {
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number) => void): void;
  send(message: ToHub): void;
  /** Asks it to end, like a system does: it drains and exits. */
  end(): void;
  /** Ends it at once. */
  kill(): void;
}

export interface HubHostOptions {
  /** Starts a hub with these arguments of `inkroom`. */
  readonly fork: (args: readonly string[]) => HubChild;
  /** Stores the port of the first hub for the next time. */
  readonly port: { flag(): string; served(port: number): void };
  /** Additional flags of each started hub. `startFailed` is called when one ended before it was reachable. */
  readonly keeping: { flags(): readonly string[]; startFailed(): void };
  readonly clock: Pick<Clock, 'mono' | 'after'>;
  readonly log: MainLog;
}

/** Events of a running hub. `gone`: it crashed, and may return. */
export type HubEvent = FromHub | { readonly kind: 'gone' };

/** Keeps one hub running on this machine, reachable from here only until the person hosts. */
export interface HubHost extends Disposable {
  /** Starts the hub if necessary. Resolves to `http://127.0.0.1:port` when it is reachable; rejects when it cannot be started. */
  server(): Promise<string>;
  /** The same address while a hub runs. */
  current(): string | undefined;
  /** Ends the running hub and starts another at its address, with the current flags. Resolves like `server`. */
  restart(): Promise<string>;
  /** Lost while no hub runs. */
  tell(message: ToHub): void;
  onEvent(listener: (event: HubEvent) => void): Disposable;
  /** Ends the hub as its host, so that guests read that. Resolves when it is gone. No hub is started afterwards. */
  end(): Promise<void>;
}

/**
 * A hub that is not ready after this time is ended like a crashed one, milliseconds. It takes half a second, and many times that
 * on a busy machine. Four times this is still within the period in which crashes are counted (`restart-budget.ts`).
 */
const START_MS = 15_000;
/** A hub that drains longer than this is killed, milliseconds. It takes at most three seconds. */
const END_MS = 5_000;

type HubState =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'starting';
      readonly child: HubChild;
      readonly ready: PromiseWithResolvers<string>;
      /** For `--port`: a hub that ran before must get the same port again. */
      readonly port: string;
      readonly late: Disposable;
    }
  | { readonly phase: 'serving'; readonly child: HubChild; readonly server: string; readonly ready: PromiseWithResolvers<string> }
  /** The running hub ends, and another replaces it. */
  | {
      readonly phase: 'restarting';
      readonly child: HubChild;
      readonly port: string;
      readonly ready: PromiseWithResolvers<string>;
      readonly late: Disposable;
    }
  | { readonly phase: 'failed' }
  | { readonly phase: 'disposed' };

export function hostHub(options: HubHostOptions): HubHost {
  const { log } = options;
  let state: HubState = { phase: 'idle' };
  let crashes: readonly number[] = [];
  const events = new Emitter<HubEvent>();

  function start(port: string, ready: PromiseWithResolvers<string>): void {
    const child = options.fork(['serve', '--host', '127.0.0.1', '--port', port, ...options.keeping.flags()]);
    const late = options.clock.after(START_MS, () => {
      if (state.phase !== 'starting' || state.child !== child) return;
      log.error('hub.not_ready');
      child.end();
      again(port, ready);
    });
    state = { phase: 'starting', child, ready, port, late };
    child.onMessage((raw) => {
      if ((state.phase !== 'starting' && state.phase !== 'serving') || state.child !== child) return;
      const message = parseFromHub(raw);
      const isFirst = state.phase === 'starting';
      const server = message?.kind === 'ready' && isFirst ? ownServer(message) : undefined;
      if (message === undefined || (message.kind === 'ready' && server === undefined)) {
        log.warn('hub.message_ignored');
        return;
      }
      if (server !== undefined) {
        late.dispose();
        state = { phase: 'serving', child, server, ready };
        log.info('hub.started');
        options.port.served(Number(new URL(server).port));
        ready.resolve(server);
      }
      events.emit(message);
    });
    child.onExit((code) => ended(child, code));
  }

  /** The hub ended by itself. It is restarted on its old port; its rooms get a new epoch and every session returns. */
  function ended(child: HubChild, code: number): void {
    if (state.phase === 'restarting' && state.child === child) {
      state.late.dispose();
      events.emit({ kind: 'gone' });
      start(state.port, state.ready);
      return;
    }
    if ((state.phase !== 'starting' && state.phase !== 'serving') || state.child !== child) return;
    log.error('hub.ended', { code });
    events.emit({ kind: 'gone' });
    if (state.phase === 'serving') again(new URL(state.server).port, state.ready);
    else {
      state.late.dispose();
      options.keeping.startFailed();
      again(state.port, state.ready);
    }
  }

  /** Another hub must not be started next to it: it has the port and the store. */
  function notEnded(): void {
    if (state.phase !== 'restarting') return;
    log.error('hub.not_ended');
    const { child, ready } = state;
    state = { ...state, late: options.clock.after(END_MS, () => giveUp(ready)) };
    child.kill();
  }

  function giveUp(ready: PromiseWithResolvers<string>): void {
    log.error('hub.given_up');
    ready.reject(new Error('The hub on this machine could not be started.'));
    state = { phase: 'failed' };
  }

  /** Callers of the first start keep waiting. After it the address is known and stays the same. */
  function again(port: string, ready: PromiseWithResolvers<string>): void {
    const plan = planRestart(crashes, options.clock.mono());
    crashes = plan.crashes;
    if (plan.restart) start(port, ready);
    else giveUp(ready);
  }

  function server(): Promise<string> {
    switch (state.phase) {
      case 'idle':
      case 'failed': {
        const ready = Promise.withResolvers<string>();
        // A start without a waiting caller may fail, which must not be an unhandled rejection.
        ready.promise.catch(() => {});
        crashes = [];
        start(options.port.flag(), ready);
        return ready.promise;
      }
      case 'starting':
      case 'restarting':
      case 'serving':
        return state.ready.promise;
      case 'disposed':
        return Promise.reject(new Error('Inkroom is closing.'));
      default:
        return assertNever(state);
    }
  }

  return {
    server,
    restart() {
      if (state.phase !== 'serving') return server();
      const { child, server: address } = state;
      const ready = Promise.withResolvers<string>();
      ready.promise.catch(() => {});
      crashes = [];
      state = { phase: 'restarting', child, port: new URL(address).port, ready, late: options.clock.after(END_MS, notEnded) };
      child.end();
      return ready.promise;
    },
    current: () => (state.phase === 'serving' ? state.server : undefined),
    tell(message) {
      if (state.phase === 'serving') state.child.send(message);
    },
    onEvent: (listener) => events.on(listener),
    async end() {
      if (state.phase !== 'serving') {
        dispose();
        return;
      }
      const { child } = state;
      state = { phase: 'disposed' };
      const gone = Promise.withResolvers<void>();
      child.onExit(() => gone.resolve());
      const late = options.clock.after(END_MS, () => {
        child.end();
        gone.resolve();
      });
      child.send({ kind: 'end' });
      await gone.promise;
      late.dispose();
    },
    dispose,
  };

  function dispose(): void {
    if (state.phase === 'starting' || state.phase === 'serving' || state.phase === 'restarting') {
      const { child, ready } = state;
      if (state.phase !== 'serving') state.late.dispose();
      state = { phase: 'disposed' };
      ready.reject(new Error('Inkroom is closing.'));
      child.end();
    }
    state = { phase: 'disposed' };
  }
}

/** The address in the hub's `ready` message. It must be the requested address of this machine. */
function ownServer({ link }: Extract<FromHub, { readonly kind: 'ready' }>): string | undefined {
  const parsed = parseRoomLink(link);
  return parsed.ok && new URL(parsed.value.server).hostname === '127.0.0.1' ? parsed.value.server : undefined;
}
