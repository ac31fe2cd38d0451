import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { reasonOf } from '../../core/base/reason-of.ts';
import { signalRHub } from '../../renderer/session/link/hub-client.ts';
import { operatorFonts } from '../adapters/resvg/operator-fonts.ts';
import { resvgRasteriser } from '../adapters/resvg/rasteriser.ts';
import { LOG_LEVELS } from '../cli/config.ts';
import type { HostProcess } from '../cli/serve.ts';
import { whyNotListening } from '../http/next-port.ts';
import { boundedLog } from '../process/bounded-log.ts';
import { logWriter } from '../process/log-writer.ts';
import { nodeClock, nodeRandom } from '../process/node-host.ts';
import { productVersion } from '../version.ts';
import { BoardRoom } from './board-room.ts';
import { HttpDoor, type Visit } from './http-door.ts';
import { type HttpPlace, MCP_USAGE, parseMcpCommandLine } from './mcp-command-line.ts';
import { mcpServer } from './mcp-server.ts';
import { RoomPictures } from './room-pictures.ts';

const EXIT_USAGE = 2;
/** Bytes of one message of an assistant. */
const MESSAGE_BYTES = 2 * 1024 * 1024;

/**
 * The whole life of `inkroom mcp`. Returns the exit code. Over the standard input and output, the output belongs to the protocol; log lines
 * go to the error output.
 */
export async function runMcp({ args, env, print, printError, endAsked }: HostProcess): Promise<number> {
  const line = parseMcpCommandLine(args.slice(1), env);
  if (line.kind === 'invalid') {
    printError(`${line.problem}\nSee "inkroom mcp --help".\n`);
    return EXIT_USAGE;
  }
  if (line.kind === 'help') {
    print(MCP_USAGE);
    return 0;
  }
  const { link, name, http } = line;
  const level = LOG_LEVELS.find((one) => one === env.INKROOM_LOG_LEVEL) ?? 'warn';
  const log = boundedLog(logWriter({ level, format: 'text', clock: nodeClock, write: printError }), nodeClock);
  let fonts: readonly string[];
  try {
    fonts = line.fonts === undefined ? [] : await operatorFonts(resolve(line.fonts));
  } catch (error) {
    printError(`${reasonOf(error)}\n`);
    return EXIT_USAGE;
  }
  const rasteriser = resvgRasteriser({ clock: nodeClock, fonts });
  // One for all assistants: they draw the same board.
  const pictures = new RoomPictures({ link, ask: fetch, clock: nodeClock });
  const connect = signalRHub({ server: link.server });
  const enter = (): BoardRoom =>
    new BoardRoom({ link, name, connect, rasteriser, pictures, clock: nodeClock, random: nodeRandom, log });

  /** A member that comes in when its assistant has introduced itself. */
  const visit = (): Visit => {
    let room: BoardRoom | undefined;
    const entered = (): BoardRoom => {
      room ??= enter();
      return room;
    };
    const server = mcpServer(entered, productVersion(), log);
    server.oninitialized = () => void entered();
    return { server, dispose: () => leave(room) };
  };

  const overHttp = async (place: HttpPlace): Promise<void> => {
    const token = place.token ?? randomBytes(24).toString('base64url');
    const door = new HttpDoor({ ...place, token, messageBytes: MESSAGE_BYTES, clock: nodeClock, log, enter: visit });
    const address = await door.listen();
    print(`Open: ${address}\n${place.token === undefined ? `Token: ${token}\n` : ''}`);
    await endAsked;
    await door.close();
  };

  const overStdio = async (): Promise<void> => {
    const room = enter();
    const server = mcpServer(() => room, productVersion(), log);
    // An assistant that ends closes the input.
    const inputEnded = new Promise<string>((resolve) => process.stdin.once('end', () => resolve('input ended')));
    const closed = new Promise<string>((resolve) => {
      server.onclose = () => resolve('closed');
    });
    try {
      await server.connect(new StdioServerTransport(process.stdin, process.stdout, { maxBufferSize: MESSAGE_BYTES }));
      await Promise.race([endAsked, inputEnded, closed]);
    } finally {
      leave(room);
      await server.close();
    }
  };

  try {
    await (http === undefined ? overStdio() : overHttp(http));
    return 0;
  } catch (error) {
    const why = http && whyNotListening(error, { ...http, flag: '--http' });
    printError(`${why ?? reasonOf(error)}\n`);
    return 1;
  }
}

function leave(room: BoardRoom | undefined): void {
  room?.session.sayGoodbye();
  room?.dispose();
}
