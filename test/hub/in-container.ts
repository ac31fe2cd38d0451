import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { formatRoomLink, parseRoomLink } from '../../core/contract/access/room-link.ts';
import { joinAsGuest } from '../support/guest.ts';
import { Pen } from '../unit/renderer/session/world.ts';

/**
 * Runs inside of what stands in for the container: starts the image's command, asks its health check, draws, and ends it. Prints what it
 * saw as JSON. `in-container.ts ENTRYPOINT-AND-CMD HEALTHCHECK`, both as JSON.
 */
const [command = [], check = []] = process.argv.slice(2).map((words) => JSON.parse(words) as string[]);
const WAIT_MS = 60_000;

const run = ([program = '', ...args]: readonly string[]): ChildProcess =>
  spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
const within = <T>(work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error('too late')), WAIT_MS).unref()),
  ]);
const mayWrite = (path: string): Promise<boolean> =>
  writeFile(path, '').then(
    () => true,
    () => false,
  );

const hub = run(command);
let printed = '';
const link = await within(
  new Promise<string>((resolve, reject) => {
    hub.once('exit', (code) => reject(new Error(`the hub ended with ${code}`)));
    hub.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const open = /^Open: (\S+)$/m.exec(printed)?.[1];
      if (open) resolve(open);
    });
  }),
);
const [health] = (await within(once(run(check), 'exit'))) as [number];

const parsed = parseRoomLink(link);
if (!parsed.ok) throw new Error(link);
// The address that people outside use is not reachable in here.
const server = `http://127.0.0.1:${new URL(parsed.value.server).port}`;
const ann = joinAsGuest(formatRoomLink({ server, room: parsed.value.room }), 'Ann');
await within(new Promise<void>((resolve) => void ann.onStatus(({ state }) => state.phase === 'live' && resolve())));
new Pen(ann, 40).lift();
const saved = await within(
  new Promise<boolean>(
    (resolve) => void ann.onStatus(({ savedAt, unsent }) => savedAt !== undefined && unsent === 0 && resolve(true)),
  ),
);
ann.dispose();

const writes = {
  program: await mayWrite('/opt/inkroom/new'),
  root: await mayWrite('/new'),
  data: await mayWrite('/data/new'),
  tmp: await mayWrite('/tmp/new'),
};
const exit = once(hub, 'exit') as Promise<[number | null]>;
hub.kill('SIGTERM');
const [code] = await within(exit);
console.log(JSON.stringify({ health, saved, writes, user: process.getuid?.(), code }));
process.exit(0);
