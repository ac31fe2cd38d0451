import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Loaded into a server with `--import`: it collects its garbage when it is asked to, so that its memory can be read. A plain collection
 * keeps up to 32 MiB of empty pages for new objects, as many as busy joins have touched. That says nothing of a person, so this kind returns them.
 */
const ALL = { type: 'major', execution: 'sync', flavor: 'last-resort' } as const;

process.on('message', (message: unknown) => {
  if (message !== 'collect') return;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (how: typeof ALL) => void;
  collect(ALL);
  process.send?.('collected');
});
process.channel?.unref();
