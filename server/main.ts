import { emulate } from './emulate.ts';
import { asProcess, endProcess } from './node-process.ts';
import { run } from './serve.ts';

/** `inkroom`: the command line. */
const face = asProcess();
await endProcess(await (face.args[0] === 'emulator' ? emulate(face) : run(face)));
