import { defineConfig } from 'playwright/test';
import { BUILT_HUB } from '../hub-command.ts';

/**
 * Specs of what a page does by itself, whatever shell is around it: the canvas and its tools, and the session behind it. The browser proves
 * their rules. In the desktop app run those of them that are tagged `@app`: what the shell has a hand in, and one of each area, so that no area
 * can be dead there. Every other spec concerns what the shell does (files, links, sharing, keeping, the outbox, quitting) and runs in both.
 */
const OF_THE_PAGE = [
  'behind-service',
  'blocked',
  'board-name',
  'draw-together',
  'everyone',
  'files',
  'finding',
  'graphics',
  'laser',
  'late-code',
  'map',
  'own-colors',
  'own-keys',
  'page-size',
  'password',
  'pasting',
  'people',
  'pictures',
  'pointers',
  'reconnect',
  'replay',
  'routes',
  'selection',
  'shapes',
  'share',
  'small-screens',
  'status',
  'store',
  'straighten',
  'text',
  'tools',
  'trace',
] as const;

// `npm run build` has made it, as it has made the pages and the app.
process.env.INKROOM_TEST_HUB = BUILT_HUB;

/** Seats are those of both projects. A person of the app signs in with the system's browser (test/hub/sign-in.test.ts). Each board has one window in the app, so what two tabs of a room do to each other is the browser's alone; and its pages have a secure origin always. */
const WITHOUT_APP = ['seats.spec.ts', 'tabs.spec.ts', 'insecure.spec.ts', 'sign-in.spec.ts'];
/** A browser hosts nothing, and its tabs are its own. */
const WITHOUT_BROWSER = ['hosting.spec.ts', 'windows.spec.ts'];

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
  expect: { timeout: 45_000 },
  reporter: [['list']],
  projects: [
    { name: 'browser', testIgnore: WITHOUT_BROWSER },
    {
      name: 'desktop',
      testIgnore: WITHOUT_APP,
      // What is matched is the file's name, the test's title and its tags in one line.
      grep: new RegExp(`^(?!.*\\b(${OF_THE_PAGE.join('|')})\\.spec\\.ts)|@app\\b`),
    },
  ],
});
