import { emulate } from './cli/emulate.ts';
import { run } from './cli/serve.ts';
import { asProcess, endProcess } from './process/node-process.ts';

/** `inkroom`: the command line. */
const face = asProcess();
await endProcess(await (face.args[0] === 'emulator' ? emulate(face) : run(face)));
