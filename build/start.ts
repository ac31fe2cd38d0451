import { HUB_ALLOCATOR } from '../core/contract/hub-allocator.ts';
import { linkForHere, openedLink } from '../core/contract/launch.ts';
import { buildBundles, staleBundles } from './build.ts';
import { APP_BUNDLES } from './bundles.ts';
import { eachLine, keepChildren } from './children.ts';
import { showLinks } from './show-links.ts';
import { hubCommand } from './start-plan.ts';

/**
 * `npm start`: builds what is out of date, serves a new room from memory, and opens it in the desktop app, or in the browser where
 * Electron cannot be had. Flags are handed to the hub: `npm start -- --host 0.0.0.0` lets others in. Ends when it is told to, or when the desktop app is quit.
 */

const children = keepChildren();

const stale = staleBundles(APP_BUNDLES);
if (stale.length > 0) {
  console.log(`Building ${stale.join(', ')} …`);
  await buildBundles(stale, 'warn');
}
if (!children.ending.aborted) {
  const link = await serve();
  if (link !== undefined) await showLinks([{ link }], children, () => children.end(0));
}

/** Starts the hub; its output, the `Open: LINK` line included, is ours. Answers the link for this computer, or `undefined` when the hub could not start. */
function serve(): Promise<string | undefined> {
  // The entry for parents: it ends when its channel to us does, however we end.
  const hub = children.run(process.execPath, hubCommand(process.argv.slice(2)), {
    channel: 'ipc',
    env: { ...HUB_ALLOCATOR, ...process.env },
  });
  return new Promise((resolve) => {
    let here: string | undefined;
    eachLine(hub, (line) => {
      console.log(line);
      here ??= linkForHere(line);
      const link = openedLink(line);
      // Our own window uses this computer's address: a browser gives it the rights of a secure page.
      if (link !== undefined) resolve(here ?? link);
    });
    hub.once('close', (code, signal) => {
      resolve(undefined);
      if (children.ending.aborted) return;
      console.error(`The hub ended by itself (${code ?? signal}). Its own words are above.`);
      children.end(1);
    });
  });
}
