import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { installDebianPackage, programNamed } from './programs.ts';

export interface RedisOptions {
  /** A TCP port of 127.0.0.1 too, for a line that a test cuts. Otherwise a socket in a folder is the only door. */
  readonly port?: boolean;
  /** Keeps what it is given over a restart, as an operator's Redis for boards does. */
  readonly keeps?: boolean;
}

/** A real Redis of a test. */
export interface RedisProcess {
  /** For `--redis`. */
  readonly address: string;
  /** 0 without a port. */
  readonly port: number;
  /** Ends it like a crash (SIGKILL). Resolves when it is gone. */
  kill(): Promise<void>;
  /** After `kill`: again at the same place. Resolves when it answers. */
  start(): Promise<void>;
  /** Stops it in the middle of whatever it does, or lets it go on. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** The binary. Throws with advice when there is none. */
function findRedis(): string {
  const names = ['redis-server', 'valkey-server'];
  const found = programNamed(...names) ?? (installDebianPackage('redis-server') ? programNamed(...names) : undefined);
  if (found !== undefined) return found;
  throw new Error('No Redis on this machine. Install your system’s package (Debian: `apt-get install redis-server`).');
}

export async function startRedis({ port: wantsPort = false, keeps = false }: RedisOptions = {}): Promise<RedisProcess> {
  const program = findRedis();
  const folder = mkdtempSync(join(tmpdir(), 'inkroom-redis-'));
  const socket = join(folder, 'redis.sock');
  const port = wantsPort ? await freePort() : 0;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const keeping = keeps ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
    const args = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--unixsocket',
      socket,
      '--dir',
      folder,
      '--save',
      '',
      ...keeping,
    ];
    const started = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    const endWithUs = (): boolean => started.kill('SIGKILL');
    process.once('exit', endWithUs);
    started.once('close', () => process.off('exit', endWithUs));
    await new Promise<void>((resolve, reject) => {
      let printed = '';
      started.stdout?.on('data', (text: Buffer) => {
        printed += text.toString();
        if (/[Rr]eady to accept connections/.test(printed)) resolve();
      });
      started.once('close', (code) => reject(new Error(`Redis ended with ${code}: ${printed}`)));
    });
  };
  const kill = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (running === undefined) return;
    const gone = once(running, 'close');
    running.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    address: wantsPort ? `redis://127.0.0.1:${port}` : `unix:${socket}`,
    port,
    start,
    kill,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
