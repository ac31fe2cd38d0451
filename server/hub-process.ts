import { run } from './cli/serve.ts';
import { asProcess, endProcess } from './process/node-process.ts';

/**
 * The hub as a process of the desktop app: the same command, which also ends when its parent is gone. When it is ready it sends
 * the parent `{kind: 'ready', link, server}`.
 */
await endProcess(await run(asProcess({ endWithParent: true })));
