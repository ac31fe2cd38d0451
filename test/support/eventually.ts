import { vi } from 'vitest';

/** Waits until `check` throws no more. Generous in the end, quick to see: the machine may be busy with other things. */
export function eventually<T>(check: () => T): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000, interval: 5 }) as Promise<T>;
}
