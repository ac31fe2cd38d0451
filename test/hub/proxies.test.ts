import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { elementId } from '../../core/board/ids.ts';
import { freePort } from '../harness/free-port.ts';
import { startRedis } from '../harness/redis.ts';
import { eventually } from '../support/eventually.ts';
import { addInk } from '../support/ink.ts';
import { type HubProcess, openLink, startInkroom } from './hub-process.ts';
import { RoomClient } from './room-client.ts';

/** The configurations of `build/hosting` in front of a real hub, each in its own server, where the machine has it. */
const CONFIGS = join(import.meta.dirname, '../../build/hosting');
const PAGE = '<!doctype html><title>Inkroom</title><script type="module" src="./assets/main-0123abcd.js"></script>';

interface Proxy {
  readonly program: string;
  readonly config: string;
  /** The path of the public address. */
  readonly path: string;
  /** What `config` has to be, for a plain port of this machine. */
  local(text: string, port: number): string;
  start(folder: string, file: string): ChildProcess;
}

const caddy = {
  program: 'caddy',
  local: (text: string, port: number) =>
    `{\n\tadmin off\n\tauto_https off\n}\n${text.replace(/^\S+\.example\.org \{/m, `http://localhost:${port} {\n\tbind 127.0.0.1`)}`,
  start: (folder: string, file: string) =>
    spawn('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], {
      stdio: 'ignore',
      env: { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    }),
};

const inNginx = (server: string): string =>
  `daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log error.log;\nevents {}\nhttp {\naccess_log off;\n${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${one};`).join('\n')}\n${server}\n}\n`;

const nginx = {
  program: 'nginx',
  local: (text: string, port: number) =>
    inNginx(
      text
        .replace('listen 443 ssl', `listen 127.0.0.1:${port}`)
        .replace('board.example.org', 'localhost')
        .replace(/^\s*ssl_certificate.*$/gm, ''),
    ),
  start: (folder: string, file: string) =>
    spawn('nginx', ['-p', folder, '-c', file, '-e', join(folder, 'error.log')], { stdio: 'ignore' }),
};

const PROXIES: readonly Proxy[] = [
  { ...caddy, config: 'Caddyfile', path: '' },
  { ...caddy, config: 'Caddyfile.path', path: '/draw' },
  { ...nginx, config: 'nginx.conf', path: '' },
];
/** What nginx does when it is told nothing but where the hub is: it puts the hub's own address into `Host`. */
const BARE =
  'server {\n\tlisten 443 ssl;\n\tserver_name board.example.org;\n\tlocation / { proxy_pass http://127.0.0.1:7420; }\n}';

const has = (program: string): boolean => spawnSync(program, ['version']).error === undefined;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-proxy-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function webFolder(): Promise<string> {
  const folder = await newFolder();
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), PAGE);
  await writeFile(join(folder, 'assets/main-0123abcd.js'), 'export {};');
  return folder;
}

async function startHub(
  publicUrl: string | undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly hub: HubProcess; readonly port: number }> {
  const flags = publicUrl === undefined ? [] : ['--public-url', publicUrl, '--trust-proxy'];
  const hub = startInkroom(['serve', '--port', '0', '--web', await webFolder(), ...flags], env);
  ends.push(async () => {
    hub.child.kill('SIGKILL');
    await hub.exit;
  });
  await openLink(hub);
  return { hub, port: Number(/server\.listening .*port=(\d+)/.exec(hub.errors())?.[1]) };
}

/** `hubPorts`: in the place of 7420, or of 7421 and those after it. */
async function startProxy(
  proxy: Pick<Proxy, 'local' | 'start'>,
  text: string,
  port: number,
  ...hubPorts: readonly number[]
): Promise<void> {
  const folder = await newFolder();
  const file = join(folder, 'config');
  const first = hubPorts.length === 1 ? 7420 : 7421;
  const local = hubPorts.reduce(
    (config, hubPort, i) => config.replaceAll(`127.0.0.1:${first + i}`, `127.0.0.1:${hubPort}`),
    proxy.local(text, port),
  );
  await writeFile(file, local);
  const child = proxy.start(folder, file);
  const gone = once(child, 'exit');
  ends.push(async () => {
    child.kill('SIGKILL');
    await gone;
  });
  await eventually(async () => expect((await fetch(`http://localhost:${port}/`)).status).toBeGreaterThan(0));
}

/** As a page of this origin asks. */
function negotiate(server: string, origin: string): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${server}/hub/negotiate?negotiateVersion=1`, { method: 'POST', headers: { origin } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    asked.on('error', reject).end();
  });
}

describe.each(PROXIES)('$config', (proxy) => {
  test.skipIf(!has(proxy.program))('people draw together through it, and the page and its files come', async () => {
    const port = await freePort();
    const server = `http://localhost:${port}${proxy.path}`;
    const { hub, port: hubPort } = await startHub(server);
    await startProxy(proxy, await readFile(join(CONFIGS, proxy.config), 'utf8'), port, hubPort);

    expect(hub.output()).toContain(`Open: ${server}/#/r/`);
    // A link with and one without the slash in front of the fragment.
    for (const address of [`${server}/`, server]) {
      const page = await fetch(address);
      expect(await page.text()).toBe(PAGE);
      expect((await fetch(new URL('./assets/main-0123abcd.js', page.url))).status).toBe(200);
    }
    expect(await (await fetch(`${server}/addresses`)).json()).toEqual({ public: server, network: [] });

    const ann = await RoomClient.join(server);
    const ben = await RoomClient.join(server, { name: 'Ben' });
    const id = elementId(ann.clientId, 1);
    const values = { kind: 1, order: 'a0', x: 0, y: 0, color: 1, width: 32, pressured: false } as const;
    await ann.push({ author: ann.clientId, n: 1, ops: [addInk({ id, lamport: 1, values })] });
    await eventually(() => expect(ben.replica.board.get(id)).toBeDefined());
    await Promise.all([ann.stock.stop(), ben.stock.stop()]);

    expect((await negotiate(server, `http://localhost:${port}`)).status).toBe(200);
    expect(await negotiate(server, 'https://elsewhere.example')).toEqual({ status: 403, text: 'Origin not allowed' });
  });
});

test.skipIf(!has('nginx'))(
  'a proxy that names another host: pages are refused aloud without --public-url, and work with it',
  async () => {
    const port = await freePort();
    const server = `http://localhost:${port}`;
    const without = await startHub(undefined);
    await startProxy(nginx, BARE, port, without.port);
    // The page says what to do about it: `page.not_allowed`.
    expect(await negotiate(server, server)).toEqual({ status: 403, text: 'Origin not allowed' });

    const otherPort = await freePort();
    const other = `http://localhost:${otherPort}`;
    const told = await startHub(other);
    await startProxy(nginx, BARE, otherPort, told.port);
    expect((await negotiate(other, other)).status).toBe(200);
  },
);

test.skipIf(!has('caddy'))(
  'three hubs on Redis behind Caddy are one server: who meets another hub is in the same room, and a hub that dies is left out',
  async () => {
    const redis = await startRedis();
    ends.push(() => redis.close());
    const port = await freePort();
    const server = `http://localhost:${port}`;
    const hubs = await Promise.all([1, 2, 3].map(() => startHub(server, { INKROOM_REDIS: redis.address })));
    const direct = hubs.map((hub) => `http://127.0.0.1:${hub.port}`);
    for (const address of direct) await eventually(async () => expect((await fetch(`${address}/readyz`)).status).toBe(200));
    await startProxy(caddy, await readFile(join(CONFIGS, 'Caddyfile.hubs'), 'utf8'), port, ...hubs.map((hub) => hub.port));

    const ann = await eventually(() => RoomClient.join(server));
    const [id, values] = [elementId(ann.clientId, 1), { order: 'a0', x: 0, y: 0, color: 1, width: 32 }];
    await ann.push({ author: ann.clientId, n: 1, ops: [addInk({ id, lamport: 1, values })] });
    const origins = [];
    for (const address of direct) {
      const { stock, replica, welcome } = await RoomClient.join(address);
      ends.push(() => stock.stop());
      expect(replica.board.get(id)).toBeDefined();
      origins.push(welcome.origin);
    }
    expect(new Set(origins).size).toBe(3);
    hubs[origins.indexOf(ann.welcome.origin)]?.hub.child.kill('SIGKILL');
    await ann.stock.closed;
    const back = await eventually(() => RoomClient.join(server, { secret: ann.secret }));
    ends.push(() => back.stock.stop());
    expect(back.welcome.origin).not.toBe(ann.welcome.origin);
    expect(back.replica.board.get(id)).toBeDefined();
  },
  60_000,
);
