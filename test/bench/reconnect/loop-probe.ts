import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { AskLoop, LoopReport } from './messages.ts';

/**
 * Loaded into the hub's process with `--import`: watches its event loop, so that the hub under test is the hub as it ships. The histogram
 * counts from turn to turn, its own pause included.
 */
const PAUSE_MS = 5;
const histogram = monitorEventLoopDelay({ resolution: PAUSE_MS });
histogram.enable();

let lastWall = performance.now();
let lastBusy = busyMs();
let blocked = 0;
let busiest = 0;
let peakRss = 0;

/** Processor time of this thread. */
function busyMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

setInterval(() => {
  const wall = performance.now();
  const busy = busyMs();
  blocked = Math.max(blocked, wall - lastWall - PAUSE_MS);
  busiest = Math.max(busiest, busy - lastBusy);
  peakRss = Math.max(peakRss, process.memoryUsage.rss());
  lastWall = wall;
  lastBusy = busy;
}, PAUSE_MS).unref();

process.on('message', (message: AskLoop) => {
  if (message.kind !== 'loop?') return;
  const answer: LoopReport = {
    kind: 'loop',
    blockedMs: blocked,
    busyMs: busiest,
    histogramMs: Math.max(0, histogram.max / 1e6 - PAUSE_MS),
    peakRssBytes: peakRss,
  };
  blocked = busiest = peakRss = 0;
  histogram.reset();
  process.send?.(answer);
});
process.channel?.unref();
