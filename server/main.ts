import { asProcess, endProcess } from './node-process.ts';
import { run } from './serve.ts';

/** `inkroom`: the command line. */
await endProcess(await run(asProcess()));
