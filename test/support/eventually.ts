import { vi } from 'vitest';

/** Waits until `check` no longer throws. It checks often and has a long limit, because the machine may be busy. */
export function eventually<T>(check: () => T): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000, interval: 5 }) as Promise<T>;
}
