import { runEmulator } from '@inkroom/emulator/emulator-command';
import { boundedLog } from '../process/bounded-log.ts';
import { logWriter } from '../process/log-writer.ts';
import { nodeClock, nodeRandom } from '../process/node-host.ts';
import { LOG_LEVELS } from './config.ts';
import type { HostProcess } from './serve.ts';

/**
 * The whole life of `inkroom emulator`. Returns the exit code. Log lines go to standard error; `INKROOM_LOG_LEVEL` selects them.
 */
export function emulate(face: HostProcess): Promise<number> {
  const level = LOG_LEVELS.find((one) => one === face.env.INKROOM_LOG_LEVEL) ?? 'info';
  const log = boundedLog(logWriter({ level, format: 'text', clock: nodeClock, write: face.printError }), nodeClock);
  return runEmulator({ ...face, args: face.args.slice(1) }, { clock: nodeClock, random: nodeRandom, log });
}
