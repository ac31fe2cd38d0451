import { type Disposable, disposable } from '../../../core/base/disposable.ts';
import type { Clock, Random } from '../../../core/base/host.ts';
import { base64url } from '../../../core/board/ids.ts';

/** Assigns names to tabs and windows of this browser, each to one. A claim ends with its page, however the page ends. */
export interface Claims {
  /** Undefined: another page has it, and still had it after `waitMs`. */
  claim(name: string, waitMs: number): Promise<Disposable | undefined>;
}

/** The means by which this browser's tabs can agree. Undefined without any. */
export function claimsOf(window: Window, clock: Clock, random: Random): Claims | undefined {
  const locks: LockManager | undefined = window.navigator.locks;
  if (locks) return lockClaims(locks, clock);
  return 'BroadcastChannel' in window ? askingClaims(new BroadcastChannel('inkroom.vaults'), clock, random) : undefined;
}

/** Claims by Web Locks, which a browser keeps itself. Needs a secure context. */
function lockClaims(locks: LockManager, clock: Clock): Claims {
  return {
    claim: (name, waitMs) =>
      new Promise((resolve) => {
        const patience = new AbortController();
        const timer = waitMs > 0 ? clock.after(waitMs, () => patience.abort()) : undefined;
        const granted = (lock: Lock | null): Promise<void> | undefined => {
          timer?.dispose();
          if (lock) return new Promise((release) => resolve(disposable(release)));
          resolve(undefined);
          return undefined;
        };
        locks.request(name, timer ? { signal: patience.signal } : { ifAvailable: true }, granted).catch(() => resolve(undefined));
      }),
  };
}

/** The owner of a name answers a question about it within this time, milliseconds, unless its page is frozen. */
const ANSWER_MS = 300;

type Message = { readonly ask: string; readonly from: string } | { readonly taken: string; readonly to: string };

/**
 * Claims through messages, where there are no Web Locks (plain http on a local network address). Of two pages that claim the same
 * name at the same time, the one with the lower token gets it.
 */
export function askingClaims(channel: BroadcastChannel, clock: Clock, random: Random): Claims {
  const me = base64url(random.bytes(8));
  const held = new Set<string>();
  const asking = new Map<string, () => void>();
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = readMessage(data);
    if (!message) return;
    if ('taken' in message) {
      if (message.to === me) asking.get(message.taken)?.();
      return;
    }
    const { ask, from } = message;
    if (held.has(ask) || (asking.has(ask) && me < from)) channel.postMessage({ taken: ask, to: from } satisfies Message);
  });
  const ask = (name: string): Promise<Disposable | undefined> =>
    new Promise((resolve) => {
      const end = (claim: Disposable | undefined): void => {
        timer.dispose();
        asking.delete(name);
        resolve(claim);
      };
      const timer = clock.after(ANSWER_MS, () => {
        held.add(name);
        end(disposable(() => held.delete(name)));
      });
      asking.set(name, () => end(undefined));
      channel.postMessage({ ask: name, from: me } satisfies Message);
    });
  return {
    async claim(name, waitMs) {
      if (held.has(name) || asking.has(name)) return undefined;
      const until = clock.mono() + waitMs;
      for (;;) {
        const claim = await ask(name);
        if (claim || clock.mono() >= until) return claim;
      }
    },
  };
}

function readMessage(raw: unknown): Message | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { ask, from, taken, to } = raw as Record<string, unknown>;
  if (typeof ask === 'string' && typeof from === 'string') return { ask, from };
  return typeof taken === 'string' && typeof to === 'string' ? { taken, to } : undefined;
}
