import { expect, vi } from 'vitest';
import type { Session } from '../../renderer/session/session.ts';
import { visible } from '../unit/renderer/session/world.ts';

export interface Waits {
  isLive(session: Session): Promise<void>;
  /** Everybody is live, shows exactly these elements and has nothing unsent, and all boards are equal. */
  agreeOn(ids: readonly string[], ...all: readonly Session[]): Promise<void>;
}

/** `wait`: milliseconds, how long at most and how often. */
export function waitsOf(wait: { readonly timeout: number; readonly interval: number }): Waits {
  return {
    isLive: (session) => vi.waitFor(() => expect(session.status().state.phase).toBe('live'), wait),
    agreeOn: (ids, ...all) =>
      vi.waitFor(() => {
        for (const session of all) {
          expect(session.status()).toMatchObject({ state: { phase: 'live' }, unsent: 0, lostCopy: undefined });
          expect(visible(session)).toEqual([...ids].sort());
        }
        expect(new Set(all.map((session) => session.fingerprint())).size).toBe(1);
      }, wait),
  };
}
