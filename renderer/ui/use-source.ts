import { useCallback, useEffect, useReducer, useSyncExternalStore } from 'react';
import type { Clock } from '../../core/base/host.ts';
import type { Source } from './value-store.ts';

/** Reads a source and renders again when it changes. The only way for state from outside React to reach the UI. */
export function useSource<T>(source: Source<T>): T {
  const subscribe = useCallback(
    (changed: () => void) => {
      const watching = source.watch(changed);
      return () => watching.dispose();
    },
    [source],
  );
  return useSyncExternalStore(subscribe, source.read, source.read);
}

/** Renders again once after `waitMs` (counted from each render), for text that depends on time. Undefined: never. */
export function useRenderAfter(clock: Clock, waitMs: number | undefined): void {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (waitMs === undefined) return;
    const waiting = clock.after(waitMs, again);
    return () => waiting.dispose();
  });
}
