import { openedLink } from '../core/contract/launch.ts';
import { buildBundles, staleBundles } from './build.ts';
import { BUNDLE_NAMES } from './bundles.ts';
import { eachLine, keepChildren } from './children.ts';
import { showLinks } from './show-links.ts';

/**
 * `npm start`: builds what is out of date, serves a new room from memory, and opens it in the desktop app, or in the browser where
 * Electron cannot be had. Ends when it is told to, or when the desktop app is quit.
 */

const children = keepChildren();

const stale = staleBundles(BUNDLE_NAMES);
if (stale.length > 0) {
  console.log(`Building ${stale.join(', ')} …`);
  await buildBundles(stale, 'warn');
}
if (!children.ending.aborted) {
  const link = await serve();
  if (link !== undefined) await showLinks([{ link }], children, () => children.end(0));
}

/** Starts the hub; its output, the `Open: LINK` line included, is ours. Answers the link, or `undefined` when the hub could not start. */
function serve(): Promise<string | undefined> {
  // The entry for parents: it ends when its channel to us does, however we end.
  const command = ['server/hub-process.ts', 'serve', '--host', '127.0.0.1', '--port', '0'];
  const hub = children.run(process.execPath, command, { channel: 'ipc' });
  return new Promise((resolve) => {
    eachLine(hub, (line) => {
      console.log(line);
      const link = openedLink(line);
      if (link !== undefined) resolve(link);
    });
    hub.once('close', (code, signal) => {
      resolve(undefined);
      if (children.ending.aborted) return;
      console.error(`The hub ended by itself (${code ?? signal}). Its own words are above.`);
      children.end(1);
    });
  });
}
