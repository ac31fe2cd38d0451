import { buildBundles, staleBundles } from '../../build/build.ts';
import { APP_BUNDLES } from '../../build/bundles.ts';
import { type Children, keepChildren } from '../../build/children.ts';
import { runCheck } from './check.ts';
import { DEMOS, type Demo } from './demos.ts';
import { startFleet } from './fleet.ts';
import { openService } from './service.ts';
import { showWindows } from './show-windows.ts';

/**
 * `npm run demo:split` and `npm run demo:scale`: two hubs, two windows, one room name, without and with a service in front. Without flags it
 * opens the windows and serves until Ctrl-C; with `--check` it drives two headless browsers, prints a line for each step and exits 1 when
 * one fails.
 */
const [name = '', ...flags] = process.argv.slice(2);
const demo = Object.hasOwn(DEMOS, name) ? DEMOS[name] : undefined;
const unknown = demo === undefined ? name : flags.find((flag) => flag !== '--check');
if (demo === undefined || unknown !== undefined) {
  console.error(`Unknown argument "${unknown}". It is: ${Object.keys(DEMOS).join(' or ')}, and --check if you like.`);
  process.exit(2);
}
const isCheck = flags.length > 0;

const children = keepChildren();
const stale = staleBundles(isCheck ? ['web'] : APP_BUNDLES);
if (stale.length > 0) {
  console.log(`Building ${stale.join(', ')} …`);
  await buildBundles(stale, 'warn');
}
if (!children.ending.aborted) {
  try {
    await (isCheck ? checkAll(demo, children) : show(demo, children));
  } catch (error) {
    if (!children.ending.aborted) console.error(error instanceof Error ? error.message : error);
    children.end(1);
  }
}

async function show(shown: Demo, family: Children): Promise<void> {
  const service = shown.hasService ? await openService(family) : undefined;
  console.log(shown.words);
  if (service) console.log(`Its messages: ${service.tracePage}`);
  await showWindows(service?.connectionString, family);
}

async function checkAll(checked: Demo, family: Children): Promise<void> {
  const service = checked.hasService ? await openService(family) : undefined;
  const fleet = await startFleet({ children: family, service: service?.connectionString, onLost: () => {} });
  const isPassed = await runCheck(family, (check) => checked.check(check, fleet));
  family.end(isPassed ? 0 : 1);
  // A signal ends with 0 what has been asked to end; not this.
  if (!isPassed) process.exitCode = 1;
}
