import { performance } from 'node:perf_hooks';

/**
 * Measures the share of time in which the event loop of this thread worked instead of waiting, 0 to 1. Each call counts from the
 * last one. Time in which another process has the core counts too: changes wait for that as well.
 */
export function watchLoopUse(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return Number.isFinite(utilization) ? utilization : 0;
  };
}
