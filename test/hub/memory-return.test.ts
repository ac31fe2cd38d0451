import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { HUB_ALLOCATOR } from '../../core/contract/hub-memory.ts';

const MIB = 1024 * 1024;
/** V8's memory reducer looks each eight seconds and works twice. */
const LIMIT_MS = 50_000;
/** Of some 250 MiB of objects and 130 MiB of buffers: most of both. */
const LEAST_RETURNED = 340 * MIB;

interface Told {
  readonly did: 'grow' | 'drop' | 'tell';
  readonly bytes: number;
}

test.runIf(process.platform === 'linux')(
  'a process that allocates all the time returns the pages of objects and of buffers that it has dropped',
  { timeout: LIMIT_MS + 30_000 },
  async () => {
    const child = fork('test/hub/memory-holder.ts', { execArgv: [], env: { ...process.env, ...HUB_ALLOCATOR } });
    try {
      const done = async (what: Told['did']): Promise<number> => {
        for (;;) {
          const [told] = (await once(child, 'message')) as [Told];
          if (told.did === what) return told.bytes;
        }
      };
      await done('tell');
      child.send('grow');
      const large = await done('grow');
      // The size of the boards is looked at once a second.
      for (let i = 0; i < 4; i++) await done('tell');
      child.send('drop');
      const until = performance.now() + LIMIT_MS;
      let bytes = large;
      while (performance.now() < until && large - bytes < LEAST_RETURNED) bytes = await done('tell');
      expect(large - bytes, 'bytes returned').toBeGreaterThanOrEqual(LEAST_RETURNED);
    } finally {
      child.kill();
    }
  },
);
