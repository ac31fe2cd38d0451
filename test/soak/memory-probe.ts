import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a hub's process holds after a collection, bytes. */
export interface HeldMemory {
  readonly kind: 'held';
  readonly rss: number;
  /** Of V8's heap and of buffers. */
  readonly living: number;
  /** Pages of V8's heap in which nothing lives: above all its young generation, which grows with the load up to a bound. */
  readonly empty: number;
}

/** Loaded into the hub with `--import`: it collects its garbage when it is asked to, and says what is left. */
process.on('message', (message: unknown) => {
  if (message !== 'held?') return;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // Buffers go in the collection after the one that finds them.
  collect();
  setImmediate(() => {
    collect();
    const { rss, heapTotal, heapUsed, arrayBuffers } = process.memoryUsage();
    process.send?.({ kind: 'held', rss, living: heapUsed + arrayBuffers, empty: heapTotal - heapUsed } satisfies HeldMemory);
  });
});
process.channel?.unref();
