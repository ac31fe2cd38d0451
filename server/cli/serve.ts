import { resolve } from 'node:path';
import { reasonOf } from '../../core/base/reason-of.ts';
import { newRoomId } from '../../core/board/ids.ts';
import { formatRoomLink } from '../../core/contract/room-link.ts';
import { startServer } from '../compose.ts';
import { ServerLogEvent } from '../log-events.ts';
import { logWriter } from '../process/log-writer.ts';
import { nodeClock, nodeRandom } from '../process/node-host.ts';
import { productVersion } from '../version.ts';
import { parseCommandLine, type StoreChoice } from './config.ts';
import { usage } from './usage.ts';

/** What a parent process is told. */
export interface ReadyMessage {
  readonly kind: 'ready';
  /** Link of a new room. */
  readonly link: string;
  /** `http://host:port`. */
  readonly server: string;
}

/** The process around the hub. */
export interface ProcessFace {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly onReady: (message: ReadyMessage) => void;
  /** Resolves when the process is asked to end, with the name of what asked. */
  readonly endAsked: Promise<string>;
}

/** Drained clients answer at once; whoever does not is not waited for longer. */
const STOP_TIMEOUT_MS = 8_000;

/** Code for a command line that cannot be read, as shells use it. */
const EXIT_USAGE = 2;

/** The whole life of `inkroom`. Gives the exit code. */
export async function run(face: ProcessFace): Promise<number> {
  const command = parseCommandLine(face.args, face.env);
  switch (command.kind) {
    case 'help':
      face.print(usage());
      return 0;
    case 'version':
      face.print(`${productVersion()}\n`);
      return 0;
    case 'invalid':
      face.printError(`${command.problems.join('\n')}\nSee "inkroom --help".\n`);
      return EXIT_USAGE;
    case 'rooms': {
      const { runRoomsCommand } = await import('./rooms-commands.ts');
      return runRoomsCommand(command.command, face);
    }
    case 'serve':
      return serve(command.config, face);
  }
}

async function serve(
  config: Extract<ReturnType<typeof parseCommandLine>, { kind: 'serve' }>['config'],
  face: ProcessFace,
): Promise<number> {
  const level = config.quiet && (config.logLevel === 'info' || config.logLevel === 'debug') ? 'warn' : config.logLevel;
  const log = logWriter({ level, format: config.logFormat, clock: nodeClock, write: face.printError });
  let running: Awaited<ReturnType<typeof startServer>>;
  try {
    running = await startServer(config, { clock: nodeClock, random: nodeRandom, log });
  } catch (error) {
    face.printError(`${whyNotListening(error, config.host, config.port)}\n`);
    return 1;
  }
  const { server, addresses } = running;
  const link = formatRoomLink({ server, room: newRoomId(nodeRandom) });
  if (!config.quiet) {
    face.print(`${whereBoardsAre(config.store)}\n`);
    if (config.azureSignalR !== undefined) face.print(`Clients connect through ${config.azureSignalR.name}.\n`);
    for (const address of addresses.network) face.print(`On the network: ${address}\n`);
  }
  face.print(`Open: ${link}\n`);
  face.onReady({ kind: 'ready', link, server });

  const reason = await face.endAsked;
  log.info(ServerLogEvent.stopping, { reason });
  let timeout: ReturnType<typeof setTimeout> | undefined;
  const timedOut = new Promise<'timedOut'>((resolve) => {
    timeout = setTimeout(() => resolve('timedOut'), STOP_TIMEOUT_MS);
  });
  const outcome = await Promise.race([running.stop(), timedOut]);
  clearTimeout(timeout);
  if (outcome === 'timedOut') log.warn(ServerLogEvent.stopTimedOut, { waitedMs: STOP_TIMEOUT_MS });
  else log.info(ServerLogEvent.stopped);
  return 0;
}

function whereBoardsAre(store: StoreChoice): string {
  return store.mode === 'none'
    ? 'Nothing is kept: boards live in the memory of this process (memory only).'
    : `Boards are kept in ${resolve(store.data)} (${store.mode}).`;
}

function whyNotListening(error: unknown, host: string, port: number): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is in use already. Choose another with --port, or 0 for any free one.`;
  if (code === 'EACCES') return `This user may not listen on port ${port}. Choose one above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine. Choose another with --host.`;
  return `The hub could not start: ${reasonOf(error)}`;
}
