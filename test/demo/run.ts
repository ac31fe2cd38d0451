import { buildBundles, staleBundles } from '../../build/build.ts';
import { BUNDLE_NAMES } from '../../build/bundles.ts';
import { keepChildren } from '../../build/children.ts';
import { checkSplit } from './check-split.ts';
import { showWindows } from './show-windows.ts';

/**
 * `npm run demo:split`: two hubs that know nothing of each other, two windows, one room name: two boards. Without flags it opens the windows and
 * serves until Ctrl-C; with `--check` it drives two headless browsers, prints a line for each step and exits 1 when one fails.
 */
const words = process.argv.slice(2);
const unknown = words.find((word) => word !== '--check');
if (unknown !== undefined) {
  console.error(`Unknown argument ${unknown}. There is one: --check.`);
  process.exit(2);
}
const isCheck = words.includes('--check');

const children = keepChildren();
const stale = staleBundles(isCheck ? ['web'] : BUNDLE_NAMES);
if (stale.length > 0) {
  console.log(`Building ${stale.join(', ')} …`);
  await buildBundles(stale, 'warn');
}
if (!children.ending.aborted) {
  try {
    if (isCheck) {
      const isPassed = await checkSplit(children);
      children.end(isPassed ? 0 : 1);
      // A signal ends with 0 what has been asked to end; not this.
      if (!isPassed) process.exitCode = 1;
    } else await showWindows(children);
  } catch (error) {
    if (!children.ending.aborted) console.error(error instanceof Error ? error.message : error);
    children.end(1);
  }
}
