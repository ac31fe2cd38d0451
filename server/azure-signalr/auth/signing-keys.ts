import type { Clock, Disposable, Log } from '@inkroom/signalr/host';
import type { ServiceEndpoint } from '../connection-string.ts';
import type { Secret } from '../secret.ts';
import { type SigningKey, sharedKey } from './access-token.ts';
import { EntraFailure, type EntraTokens, unreachable } from './entra-tokens.ts';
import { exchangeKey } from './key-exchange.ts';

/** The source of the keys that sign clients' tokens. */
export interface SigningKeys extends Disposable {
  /** Without a key so far, waits for one attempt to get it. Rejects with an `EntraFailure` when that fails. */
  current(): Promise<SigningKey>;
  /** The service has sent a key: the answer to an access key request (reference 6.3, type 29). */
  received(key: SigningKey): void;
}

/** The permanent key of the connection string. */
export function fixedKey(accessKey: Secret): SigningKeys {
  const key = sharedKey(accessKey);
  return { current: async () => key, received() {}, dispose() {} };
}

/** Times of the lease (reference 3.6), milliseconds. */
const TICK_MS = 60_000;
const REFRESH_AFTER_MS = 55 * 60_000;
const RETRY_AFTER_MS = 5 * 60_000;
const EXPIRED_AFTER_MS = 120 * 60_000;
const ATTEMPTS = 3;
const BETWEEN_ATTEMPTS_MS = 3_000;

export interface LeaseOptions {
  readonly endpoint: ServiceEndpoint;
  readonly tokens: EntraTokens;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
}

/** The current key, the time when it came, and the result of the last exchange. */
type Lease =
  | { readonly phase: 'none' }
  | { readonly phase: 'refused'; readonly failure: EntraFailure }
  | { readonly phase: 'held'; readonly key: SigningKey; readonly since: number };

/** A key that the service lends to identities that Entra ID knows. Kept fresh until `dispose`. */
export function leasedKey({ endpoint, tokens, fetch, clock, log }: LeaseOptions): SigningKeys {
  let lease: Lease = { phase: 'none' };
  /** Monotonic: the time of the next exchange. */
  let dueAt = clock.mono();
  let running: Promise<void> | undefined;
  /** Callers that wait for the end of one attempt. */
  let waiting: (() => void)[] = [];
  const ended = new AbortController();
  let tick: Disposable = { dispose() {} };

  /** Ends early when the lease ends. */
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        timer.dispose();
        ended.signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = clock.after(ms, end);
      ended.signal.addEventListener('abort', end);
    });

  async function attempt(): Promise<SigningKey | EntraFailure> {
    try {
      const token = await tokens.token();
      return await exchangeKey({ endpoint, token, fetch, clock, signal: ended.signal });
    } catch (error) {
      return error instanceof EntraFailure ? error : unreachable(endpoint.name, 'the identity could not be asked');
    }
  }

  async function refresh(): Promise<void> {
    for (let count = 1; count <= ATTEMPTS && !ended.signal.aborted; count++) {
      const got = await attempt();
      if (!(got instanceof EntraFailure)) {
        hold(got);
        return;
      }
      // A refusal does not end a key that works.
      if (lease.phase !== 'held') lease = { phase: 'refused', failure: got };
      attempted();
      if (ended.signal.aborted) return;
      log.warn('azure.key_refused', { service: endpoint.name, attempt: count, code: got.code, reason: got.message });
      dueAt = clock.mono() + RETRY_AFTER_MS;
      if (count < ATTEMPTS) await wait(BETWEEN_ATTEMPTS_MS);
    }
  }

  function hold(key: SigningKey): void {
    lease = { phase: 'held', key, since: clock.mono() };
    dueAt = lease.since + REFRESH_AFTER_MS;
    log.info('azure.key_held', { service: endpoint.name, kid: key.kid });
    attempted();
  }

  /** One exchange at a time, shared by all callers. */
  function refreshOnce(): Promise<void> {
    running ??= refresh().finally(() => {
      running = undefined;
      attempted();
    });
    return running;
  }

  function attempted(): void {
    const done = waiting;
    waiting = [];
    for (const resolve of done) resolve();
  }

  function oneAttempt(): Promise<void> {
    const done = new Promise<void>((resolve) => waiting.push(resolve));
    void refreshOnce();
    return done;
  }

  function onTick(): void {
    tick = clock.after(TICK_MS, onTick);
    if (clock.mono() >= dueAt) void refreshOnce();
  }

  const isUsable = (): boolean => lease.phase === 'held' && clock.mono() - lease.since < EXPIRED_AFTER_MS;

  onTick();
  return {
    async current() {
      if (lease.phase === 'none' || (!isUsable() && clock.mono() >= dueAt)) await oneAttempt();
      if (lease.phase === 'held' && isUsable()) return lease.key;
      throw lease.phase === 'refused' ? lease.failure : unreachable(endpoint.name, 'the last key has expired');
    },
    received(key) {
      if (!ended.signal.aborted) hold(key);
    },
    dispose() {
      ended.abort();
      tick.dispose();
    },
  };
}
