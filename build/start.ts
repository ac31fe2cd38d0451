import { HUB_ENVIRONMENT } from '../core/contract/hub-memory.ts';
import { linkForHere, openedLink } from '../core/contract/launch.ts';
import { buildBundles, staleBundles } from './build.ts';
import { APP_BUNDLES } from './bundles.ts';
import { eachLine, keepChildren } from './children.ts';
import { runHostingApp, showInBrowser, showLinks } from './show-links.ts';
import { appHosts, hubCommand } from './start-plan.ts';

/**
 * `npm start`: builds what is out of date and opens a new board: in the desktop app, which hosts it by itself, or in the browser where
 * Electron cannot be had, from a hub in memory. Flags are for a hub: `npm start -- --host 0.0.0.0` serves the network, and the app joins.
 * Ends when it is told to, or when the desktop app that hosts is quit.
 */

const children = keepChildren();
const flags = process.argv.slice(2);
const WINDOW_CLOSED = 'The window is closed. The hub goes on serving: Ctrl-C ends it.';

const stale = staleBundles(APP_BUNDLES);
if (stale.length > 0) {
  console.log(`Building ${stale.join(', ')} …`);
  await buildBundles(stale, 'warn');
}
if (!children.ending.aborted) await open();

async function open(): Promise<void> {
  if (!appHosts(flags, process.env)) {
    const link = await serve();
    // Others may be on the board: a server goes on without a window.
    if (link !== undefined) await showLinks([{ link }], children, () => console.log(WINDOW_CLOSED));
    return;
  }
  const end = await runHostingApp(children);
  if (children.ending.aborted) return;
  if (end.kind !== 'failed') {
    children.end(0);
    return;
  }
  const link = await serve();
  if (link !== undefined) showInBrowser(end.why, [{ link }]);
}

/** Starts the hub; its output, the `Open: LINK` line included, is ours. Answers the link for this computer, or `undefined` when the hub could not start. */
function serve(): Promise<string | undefined> {
  // The entry for parents: it ends when its channel to us does, however we end.
  const hub = children.run(process.execPath, hubCommand(flags), {
    channel: 'ipc',
    env: { ...HUB_ENVIRONMENT, ...process.env },
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
