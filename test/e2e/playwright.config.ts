import { defineConfig } from 'playwright/test';

/**
 * One set of specs, two ways to open a board (`fixtures.ts`): the web client in a Chromium tab, and the desktop app: real Electron where
 * its program is present, else the harness that runs the real main, preload and renderer code over a double of Electron's API.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results',
  fullyParallel: true,
  workers: 2,
  // A spec that needs a second try has a defect; the product or the spec, either is worth knowing.
  retries: 0,
  forbidOnly: true,
  // A limit for what hangs, not for a machine with other work.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  // The app has one window: what two tabs of one browser do to each other is the browser's alone. A browser hosts nothing.
  projects: [
    { name: 'browser', testIgnore: 'hosting.spec.ts' },
    { name: 'desktop', testIgnore: 'tabs.spec.ts' },
  ],
});
