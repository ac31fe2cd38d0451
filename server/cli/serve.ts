import type { Disposable } from '../../core/base/disposable.ts';
import { reasonOf } from '../../core/base/reason-of.ts';
import { newRoomId } from '../../core/board/ids.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import type { FromHub } from '../../core/contract/desktop/hub-parent.ts';
import { HERE_PREFIX, OPEN_PREFIX } from '../../core/contract/launch.ts';
import { startServer } from '../compose.ts';
import { whyNotListening } from '../http/next-port.ts';
import { ServerLogEvent } from '../log-events.ts';
import { placeOf } from '../opened-store.ts';
import { boundedLog } from '../process/bounded-log.ts';
import { logWriter } from '../process/log-writer.ts';
import { nodeClock, nodeRandom } from '../process/node-host.ts';
import { productVersion } from '../version.ts';
import { type Config, parseCommandLine } from './config.ts';
import { type ParentApp, talkWithParent } from './parent-talk.ts';
import type { StoreChoice } from './store-choice.ts';
import { usage } from './usage.ts';

/** Sent to a parent process when the hub is reachable. */
export type ReadyMessage = Extract<FromHub, { kind: 'ready' }>;

/** The process around the hub. */
export interface HostProcess {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly onReady: (message: ReadyMessage) => void;
  /** Calls back for each key that is pressed. Undefined: there is no terminal. */
  readonly keys?: ((pressed: (key: string) => void) => Disposable) | undefined;
  /** Undefined: no app runs this hub. */
  readonly parent?: ParentApp;
  /** Resolves when the process is asked to end, with the name of the signal or cause. */
  readonly endAsked: Promise<string>;
}

/** Drained clients answer at once. The hub does not wait longer for others. */
const STOP_TIMEOUT_MS = 8_000;

/** Exit code for an invalid command line, as shells use it. */
const EXIT_USAGE = 2;

/** The whole life of `inkroom`. Returns the exit code. */
export async function run(face: HostProcess): Promise<number> {
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
      const { runRoomsCommand } = await import('./rooms/rooms-commands.ts');
      return runRoomsCommand(command.command, face);
    }
    case 'link': {
      const { runLinkCommand } = await import('./link-command.ts');
      return runLinkCommand(command.command, { ...face, now: nodeClock.now() });
    }
    case 'api-key': {
      const { runApiKeyCommand } = await import('./api-key-command.ts');
      return runApiKeyCommand(command.command, { ...face, now: nodeClock.now() });
    }
    case 'trace': {
      const { runTraceCommand } = await import('./trace/trace-command.ts');
      return runTraceCommand(command.command, face);
    }
    case 'doctor': {
      const { runDoctor } = await import('./doctor/doctor-command.ts');
      return runDoctor(command.config, face.print);
    }
    case 'serve':
      return serve(command.config, face);
  }
}

async function serve(config: Config, face: HostProcess): Promise<number> {
  const level = config.quiet && (config.logLevel === 'info' || config.logLevel === 'debug') ? 'warn' : config.logLevel;
  const log = boundedLog(logWriter({ level, format: config.logFormat, clock: nodeClock, write: face.printError }), nodeClock);
  const { parent } = face;
  let running: Awaited<ReturnType<typeof startServer>> | undefined;
  const hostSide =
    parent === undefined
      ? {}
      : {
          hostSide: {
            hostKey: parent.hostKey,
            onCompany: () => running && parent.tell({ kind: 'company', ...running.hub.company() }),
          },
        };
  try {
    const starting = startServer(config, { clock: nodeClock, random: nodeRandom, log, ...hostSide });
    // A store or a service that does not answer must not keep the operator from ending the hub.
    const started = await Promise.race([starting, face.endAsked]);
    if (typeof started === 'string') {
      log.info(ServerLogEvent.stopping, { reason: started });
      return 0;
    }
    running = started;
  } catch (error) {
    const why = whyNotListening(error, { ...config, flag: '--port' }) ?? `The hub could not start: ${reasonOf(error)}`;
    face.printError(`${why}\n`);
    return 1;
  }
  const { server, addresses } = running;
  const room = newRoomId(nodeRandom);
  const access = await running.firstAccess(room);
  const link = formatRoomLink({ server, room, ...access });
  if (!config.quiet) {
    face.print(`${whereBoardsAre(config.store)}\n`);
    for (const { role, endpoint } of config.azureSignalR)
      face.print(`Clients connect through ${endpoint.name}${role === 'secondary' ? ' while no primary service answers' : ''}.\n`);
    if (config.redis !== undefined) face.print(`Rooms are shared with the hubs at Redis ${config.redis.address.name}.\n`);
    for (const address of addresses.network) face.print(`On the network: ${address}\n`);
    if (server !== addresses.local && config.publicUrl === undefined)
      face.print(`${HERE_PREFIX}${formatRoomLink({ server: addresses.local, room, ...access })}\n`);
  }
  face.print(`${OPEN_PREFIX}${link}\n`);
  const endedByHost = Promise.withResolvers<'ended by the host'>();
  if (parent) talkWithParent(parent, running, () => endedByHost.resolve('ended by the host'));
  face.onReady({ kind: 'ready', link, server });

  const reason = await Promise.race([face.endAsked, endedByHost.promise]);
  log.info(ServerLogEvent.stopping, { reason });
  let timeout: ReturnType<typeof setTimeout> | undefined;
  const timedOut = new Promise<'timedOut'>((resolve) => {
    timeout = setTimeout(() => resolve('timedOut'), STOP_TIMEOUT_MS);
  });
  const outcome = await Promise.race([running.stop(reason === 'ended by the host' ? 'ends' : 'restarts'), timedOut]);
  clearTimeout(timeout);
  if (outcome === 'timedOut') log.warn(ServerLogEvent.stopTimedOut, { waitedMs: STOP_TIMEOUT_MS });
  else log.info(ServerLogEvent.stopped);
  return 0;
}

function whereBoardsAre(store: StoreChoice): string {
  const place = placeOf(store);
  return place === undefined
    ? 'Nothing is kept: boards live in the memory of this process (memory only).'
    : `Boards are kept in ${place} (${store.mode}).`;
}
