import { parseCommandLine } from '../server/cli/config.ts';
import { run } from '../server/cli/serve.ts';
import { asProcess } from '../server/process/node-process.ts';
import { buildBundles, staleBundles } from './build.ts';
import { onParentGone } from './parent-watch.ts';

/** `npm run serve -- FLAGS`: the hub from its sources, with a web client that is up to date. The flags are those of `inkroom serve`. */
onParentGone(() => process.kill(process.pid, 'SIGTERM'));

const face = asProcess();
// What is asked wrongly, or for help, is answered at once.
const stale = parseCommandLine(face.args, face.env).kind === 'serve' ? staleBundles(['web']) : [];
if (stale.length > 0) {
  console.error('Building the web client …');
  await buildBundles(stale, 'warn');
}
process.exit(await run(face));
