import { assertNever } from '../../core/base/assert-never.ts';
import type { Disposable } from '../../core/base/disposable.ts';
import type { Clock } from '../../core/base/host.ts';
import { parseRoomLink } from '../../core/contract/room-link.ts';
import type { MainLog } from '../log.ts';
import { planRestart } from './restart-budget.ts';

/** A hub process, as the host sees it. */
export interface HubChild {
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number) => void): void;
  /** Asks it to end; it drains and exits. */
  end(): void;
}

export interface HubHostOptions {
  /** Starts a hub with these arguments of `inkroom`. */
  readonly fork: (args: readonly string[]) => HubChild;
  /** Further flags of each hub that is started, and what is told when one of them ended before it could be reached. */
  readonly keeping: { flags(): readonly string[]; startFailed(): void };
  readonly clock: Pick<Clock, 'mono' | 'after'>;
  readonly log: MainLog;
}

/** Keeps one hub running on this machine: in memory, reachable only from here. */
export interface HubHost extends Disposable {
  /** Starts the hub if need be. `http://127.0.0.1:port` when it can be reached; rejects when it cannot be started. */
  server(): Promise<string>;
  /** Ends the hub that serves and starts another at its address, with the flags of now. Resolves as `server` does. */
  restart(): Promise<string>;
}

/** A hub that is not ready after this long is ended, as if it had crashed, milliseconds: it takes half a second, and many times
 * as long on a busy machine. Four times as long is still within the time in which crashes are counted (`restart-budget.ts`). */
const START_MS = 15_000;

type HubState =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'starting';
      readonly child: HubChild;
      readonly ready: PromiseWithResolvers<string>;
      /** What a hub that served before has as its port; 0: any. */
      readonly port: number;
      readonly late: Disposable;
    }
  | { readonly phase: 'serving'; readonly child: HubChild; readonly server: string; readonly ready: PromiseWithResolvers<string> }
  /** The hub that served ends, and another takes its place. */
  | {
      readonly phase: 'restarting';
      readonly child: HubChild;
      readonly port: number;
      readonly ready: PromiseWithResolvers<string>;
    }
  | { readonly phase: 'failed' }
  | { readonly phase: 'disposed' };

export function hostHub(options: HubHostOptions): HubHost {
  const { log } = options;
  let state: HubState = { phase: 'idle' };
  let crashes: readonly number[] = [];

  function start(port: number, ready: PromiseWithResolvers<string>): void {
    const child = options.fork(['serve', '--host', '127.0.0.1', '--port', String(port), ...options.keeping.flags()]);
    const late = options.clock.after(START_MS, () => {
      if (state.phase !== 'starting' || state.child !== child) return;
      log.error('hub.not_ready');
      child.end();
      again(port, ready);
    });
    state = { phase: 'starting', child, ready, port, late };
    child.onMessage((message) => {
      if (state.phase !== 'starting' || state.child !== child) return;
      const server = serverIn(message);
      if (server === undefined) {
        log.warn('hub.message_ignored');
        return;
      }
      late.dispose();
      state = { phase: 'serving', child, server, ready };
      log.info('hub.started');
      ready.resolve(server);
    });
    child.onExit((code) => ended(child, code));
  }

  /** The hub ended by itself. Started again on its old port, its rooms get a new epoch and everybody's session comes back. */
  function ended(child: HubChild, code: number): void {
    if (state.phase === 'restarting' && state.child === child) {
      start(state.port, state.ready);
      return;
    }
    if ((state.phase !== 'starting' && state.phase !== 'serving') || state.child !== child) return;
    log.error('hub.ended', { code });
    if (state.phase === 'serving') again(Number(new URL(state.server).port), state.ready);
    else {
      state.late.dispose();
      options.keeping.startFailed();
      again(state.port, state.ready);
    }
  }

  /** Who waits for the first start goes on waiting; after it the address is known and stays the same. */
  function again(port: number, ready: PromiseWithResolvers<string>): void {
    const plan = planRestart(crashes, options.clock.mono());
    crashes = plan.crashes;
    if (plan.restart) {
      start(port, ready);
      return;
    }
    log.error('hub.given_up');
    ready.reject(new Error('The hub on this machine could not be started.'));
    state = { phase: 'failed' };
  }

  function server(): Promise<string> {
    switch (state.phase) {
      case 'idle':
      case 'failed': {
        const ready = Promise.withResolvers<string>();
        // A start that nobody waits for any more may fail without being an unhandled rejection.
        ready.promise.catch(() => {});
        crashes = [];
        start(0, ready);
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
      state = { phase: 'restarting', child, port: Number(new URL(address).port), ready };
      child.end();
      return ready.promise;
    },
    dispose() {
      if (state.phase === 'starting' || state.phase === 'serving') {
        const { child, ready } = state;
        if (state.phase === 'starting') state.late.dispose();
        state = { phase: 'disposed' };
        ready.reject(new Error('Inkroom is closing.'));
        child.end();
      }
      state = { phase: 'disposed' };
    },
  };
}

/** The address in the hub's `{kind: 'ready', link}` message. It must be this machine's, where we asked it to listen. */
function serverIn(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('kind' in message) || message.kind !== 'ready') return undefined;
  const link = 'link' in message ? parseRoomLink(message.link) : undefined;
  return link?.ok && new URL(link.value.server).hostname === '127.0.0.1' ? link.value.server : undefined;
}
