import { emulate } from './cli/emulate.ts';
import { type HostProcess, run } from './cli/serve.ts';
import { asProcess, endProcess } from './process/node-process.ts';

/** `inkroom`: the command line. */
const face = asProcess();
await endProcess(await ended(face));

/** The programs next to the hub are no part of the one that the desktop app runs. */
async function ended(face: HostProcess): Promise<number> {
  if (face.args[0] === 'emulator') return emulate(face);
  if (face.args[0] !== 'mcp') return run(face);
  const { runMcp } = await import('./assistant/mcp-command.ts');
  return runMcp(face);
}
