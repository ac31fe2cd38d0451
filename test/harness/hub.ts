import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { formatRoomLink, parseRoomLink } from '../../core/contract/access/room-link.ts';
import { openedLink } from '../../core/contract/launch.ts';
import { HUB_COMMAND } from '../hub-command.ts';
import { PAGE_ORIGIN } from './electron-double/messages.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface HubOptions {
  /** Default 0: any free port. A restarted hub takes the port of the one before. */
  readonly port?: number;
  readonly host?: string;
  /** Additional flags of `inkroom serve`. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A real hub process of a test, started and ended by the product's own command. */
export interface HubProcess {
  /** `http://host:port`. */
  readonly server: string;
  readonly port: number;
  /** The link to a new room that the hub printed. */
  readonly link: string;
  readonly child: ChildProcess;
  /** A link to a room of this name. */
  linkTo(room: string): string;
  /** The hub's log so far, from standard error. */
  log(): string;
  /** Ends it like an operator (SIGTERM). Resolves with its exit code when it is gone. */
  stop(): Promise<number | null>;
  /** Ends it like a crash (SIGKILL). Resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts `inkroom serve`. Resolves when it is reachable; rejects with its output when it ends before that. */
export async function startHub(options: HubOptions = {}): Promise<HubProcess> {
  const address = ['--host', options.host ?? '127.0.0.1', '--port', String(options.port ?? 0)];
  const child = spawn(process.execPath, [HUB_COMMAND, 'serve', ...address, ...(options.flags ?? [])], {
    cwd: ROOT,
    // The desktop harness's pages have an origin of their own. The hub itself allows the app's.
    env: { ...process.env, INKROOM_ALLOW_ORIGIN: PAGE_ORIGIN, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test process that ends by an error ends its hubs too.
  const endWithUs = (): boolean => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const gone = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      process.off('exit', endWithUs);
      resolve(code);
    });
  });
  const link = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const opened = openedLink(line);
      if (opened !== undefined) resolve(opened);
    });
    child.once('error', reject);
    void gone.then((code) => reject(new Error(`The hub ended with ${code} before it could be reached.\n${log}`)));
  });
  const parsed = parseRoomLink(link);
  if (!parsed.ok) {
    child.kill('SIGKILL');
    throw new Error(`The hub printed a link that is none: ${link}`);
  }
  const { server } = parsed.value;
  return {
    server,
    port: Number(new URL(server).port),
    link,
    child,
    linkTo(room) {
      const at = parseRoomLink(`${server}/#/r/${room}`);
      if (!at.ok) throw new Error(`"${room}" is no room name (${at.error.code})`);
      return formatRoomLink(at.value);
    },
    log: () => log,
    stop() {
      child.kill('SIGTERM');
      return gone;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
