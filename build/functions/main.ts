import { join } from 'node:path';
import { app } from '@azure/functions';
import { nodeClock } from '@inkroom/signalr/node-host';
import { boardFunctions } from './functions.ts';
import { readBoardFiles } from './handlers/board.ts';
import { readSettings } from './settings.ts';

/** What Azure Functions loads: registers the functions. Bodies come as streams, so that a long one is refused before it is all there. */
app.setup({ enableHttpStream: true });
const functions = boardFunctions({
  settings: readSettings(process.env),
  files: readBoardFiles(join(import.meta.dirname, 'page')),
  fetch,
  clock: nodeClock,
});
for (const [name, options] of Object.entries(functions)) app.http(name, options);
