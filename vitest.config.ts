import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { COMPILE_CACHE } from './test/compile-cache.ts';

/** Rules, codecs and histories: nothing but the code under test, and time that a test turns by hand. */
const QUICK = ['unit', 'property', 'golden'].map((folder) => `test/${folder}/**/*.test.ts`);
/** They are in the folder of their unit, but start hubs, browsers or builds. */
const LIVE_UNITS = [
  'test/unit/build/start.test.ts',
  'test/unit/renderer/session/blocked-sockets.test.ts',
  'test/unit/renderer/session/link/hub-client.test.ts',
  'test/unit/renderer/session/real-hub.test.ts',
  'test/unit/renderer/session/real-line.test.ts',
  'test/unit/renderer/session/slow-line.test.ts',
  'test/unit/renderer/ui/chrome.test.ts',
  'test/unit/renderer/ui/sharing.test.ts',
];
/** They give the process an identity of Azure, and Azure's library looks for it once in the life of a process. */
const OWN_PROCESS = [
  'test/azure-signalr/entra.test.ts',
  'test/contracts/azure-blob.test.ts',
  'test/emulator/entra.test.ts',
  'test/functions/identity.test.ts',
];
const NEVER = ['**/node_modules/**'];

// Here, and not in `test.env`: Vitest's own workers read it when they start, and the programs that tests start inherit it.
process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;

const PROJECTS: TestProjectConfiguration[] = [
  {
    extends: true,
    test: {
      name: 'quick',
      include: QUICK,
      exclude: [...NEVER, ...LIVE_UNITS],
      // CI machines here have two cores.
      maxWorkers: 2,
      // Half of the time of such a test is a worker's start, and no test leaves anything behind in its worker.
      isolate: false,
      sequence: { groupOrder: 1 },
    },
  },
  {
    extends: true,
    test: {
      name: 'live',
      include: ['test/!(unit|property|golden|e2e)/**/*.test.ts', ...LIVE_UNITS],
      exclude: [...NEVER, ...OWN_PROCESS],
      // More than cores: what runs here mostly waits for processes, sockets and real time.
      maxWorkers: 3,
      isolate: false,
      sequence: { groupOrder: 2 },
    },
  },
  {
    extends: true,
    test: { name: 'live-own-process', include: OWN_PROCESS, maxWorkers: 2, sequence: { groupOrder: 3 } },
  },
];

export default defineConfig(({ mode }) => {
  const isThorough = mode === 'thorough';
  if (isThorough) process.env.INKROOM_THOROUGH = 'yes';
  return { test: { testTimeout: isThorough ? 1_200_000 : 120_000, projects: PROJECTS } };
});
