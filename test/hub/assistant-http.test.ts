import { request } from 'node:http';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../core/base/host.ts';
import { newRoomId } from '../../core/board/ids.ts';
import { formatRoomLink } from '../../core/contract/access/room-link.ts';
import { HttpDoor } from '../../server/assistant/http-door.ts';
import { nodeRandom } from '../../server/process/node-host.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { joinAsGuest } from '../support/guest.ts';
import { assistantAt } from './assistant-client.ts';
import { type HubProcess, startInkroom } from './hub-process.ts';
import { liveHub } from './live-hub.ts';

const TOKEN = 'a-token-of-these-tests';

interface Door {
  readonly process: HubProcess;
  readonly address: string;
}

/** `inkroom mcp --http`, when it listens. */
async function door(link: string, flags: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Door> {
  const process = startInkroom(['mcp', link, '--http', '0', ...flags], env);
  onTestFinished(async () => {
    process.child.kill('SIGKILL');
    await process.exit;
  });
  let address = '';
  await eventually(() => {
    address = /^Open: (\S+)$/m.exec(process.output())?.[1] ?? '';
    expect(address, process.errors()).not.toBe('');
  });
  return { process, address };
}

async function roomWithAnn() {
  const hub = await liveHub();
  onTestFinished(() => hub.stop());
  const link = formatRoomLink({ server: hub.server, room: newRoomId(nodeRandom) });
  const ann = joinAsGuest(link, 'Ann');
  onTestFinished(() => ann.dispose());
  await eventually(() => expect(ann.status().state.phase).toBe('live'));
  return { link, ann };
}

test('a port that is in use is named, with the flag that chooses another', async () => {
  const { link } = await roomWithAnn();
  const { address } = await door(link);
  const { port } = new URL(address);
  const second = startInkroom(['mcp', link, '--http', port]);
  expect(await second.exit).toBe(1);
  expect(second.errors()).toContain(`Port ${port} is in use already. Choose another with --http`);
});

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
};

interface Asked {
  readonly method?: string;
  readonly path?: string;
  /** Sent as it is in the place of the path. */
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request with any headers, as a browser would not let a page send them. */
function ask(address: string, { method = 'POST', path, target, headers = {}, body }: Asked = {}) {
  const usual = {
    authorization: `Bearer ${TOKEN}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  const url = new URL(path ?? address, address);
  return new Promise<{ readonly status: number; readonly headers: Readonly<Record<string, unknown>> }>((resolve, reject) => {
    const asked = request(
      url,
      { ...(target === undefined ? {} : { path: target }), method, headers: { ...usual, ...headers } },
      (response) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
        response.destroy();
      },
    );
    asked.on('error', reject);
    asked.end(body ?? (method === 'POST' ? JSON.stringify(INITIALIZE) : undefined));
  });
}

test('[PRS-7] over HTTP each assistant is a member of its own, and goes when it ends its session', async () => {
  const { link, ann } = await roomWithAnn();
  const { address, process } = await door(link, ['--name', 'Sketcher']);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
  const token = /^Token: (\S+)$/m.exec(process.output())?.[1] ?? '';
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(ann.members()).toEqual([]);
  const [one, two] = [await assistantAt(address, token), await assistantAt(address, token)];
  await eventually(() =>
    expect(ann.members()).toMatchObject([
      { name: 'Sketcher', program: true },
      { name: 'Sketcher (2)', program: true },
    ]),
  );
  const watched = two.use('watch', { seconds: 30 });
  expect(await one.use('draw', { elements: [{ kind: 'note', x: 0, y: 0, text: 'Over HTTP' }] })).toHaveProperty('ids');
  expect(await watched).toMatchObject({ changed: [{ text: 'Over HTTP' }] });
  await eventually(() => expect(ann.board().aliveCount).toBe(1));
  const { transport } = one.client;
  if (!transport || !('terminateSession' in transport)) throw new Error('another transport');
  await (transport.terminateSession as () => Promise<void>)();
  await eventually(() => expect(ann.members()).toHaveLength(1));
  process.child.kill('SIGTERM');
  expect(await process.exit).toBe(0);
  await eventually(() => expect(ann.members()).toEqual([]));
});

test('a request without the token, from a page, or to another name gets nothing, and nobody comes in', async () => {
  const { link, ann } = await roomWithAnn();
  const { address, process } = await door(link, ['--allow-origin', 'https://tools.example'], { INKROOM_MCP_TOKEN: TOKEN });
  expect(process.output()).not.toContain('Token:');
  const status = async (asked: Asked): Promise<number> => (await ask(address, asked)).status;
  expect(await status({ headers: { authorization: '' } })).toBe(401);
  expect(await status({ headers: { authorization: `Bearer ${TOKEN}x` } })).toBe(401);
  // A page's own name that now leads to this machine, and a page that asks the machine by its address.
  expect(await status({ headers: { host: 'evil.example' } })).toBe(421);
  expect(await status({ headers: { host: `evil.example:${new URL(address).port}` } })).toBe(421);
  for (const origin of ['https://evil.example', 'null', new URL(address).origin])
    expect(await status({ headers: { origin } }), origin).toBe(403);
  expect(await status({ path: '/' })).toBe(404);
  for (const target of ['//', 'http://:0/', '*'])
    expect(await status({ target, headers: { authorization: '' } }), target).toBe(404);
  expect(process.errors()).not.toContain('mcp.request_failed');
  expect(await status({ headers: { 'mcp-session-id': 'made-up' } })).toBe(404);
  // What is not the protocol's first message begins no session.
  expect(await status({ body: '{' })).toBe(400);
  expect(await status({ body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }) })).toBe(400);
  expect(await status({ method: 'GET' })).toBe(400);
  expect(await status({ body: ' '.repeat(3_000_000) })).toBe(413);
  const preflight = await ask(address, { method: 'OPTIONS', headers: { origin: 'https://tools.example', authorization: '' } });
  expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, 'https://tools.example']);
  expect(ann.members()).toEqual([]);
  // Those who may come in: up to eight, and then no more.
  for (let i = 0; i < 8; i++) expect(await status({ headers: i === 0 ? { origin: 'https://tools.example' } : {} })).toBe(200);
  expect(await status({})).toBe(503);
  expect(process.errors()).not.toContain(TOKEN);
});

test('an assistant that asks nothing for a quarter of an hour has gone', async () => {
  const clock = new FakeClock();
  let gone = 0;
  const door = new HttpDoor({
    host: '127.0.0.1',
    port: 0,
    token: TOKEN,
    allowedHosts: [],
    allowedOrigins: [],
    messageBytes: 1_000,
    clock,
    log: silentLog,
    enter: () => ({ server: new Server({ name: 'test', version: '1' }, { capabilities: {} }), dispose: () => void gone++ }),
  });
  onTestFinished(() => door.close());
  const address = await door.listen();
  const { headers } = await ask(address);
  const session = { 'mcp-session-id': String(headers['mcp-session-id']) };
  const ping = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' });
  const pinged = async (): Promise<number> => (await ask(address, { headers: session, body: ping })).status;
  // The clock of idleness starts when the answer has gone out.
  await eventually(() => expect(clock.timers).toBe(1));
  clock.advance(14 * 60_000);
  expect(await pinged()).toBe(200);
  await eventually(() => expect(clock.timers).toBe(1));
  clock.advance(14 * 60_000);
  expect([gone, await pinged()]).toEqual([0, 200]);
  await eventually(() => expect(clock.timers).toBe(1));
  clock.advance(16 * 60_000);
  await eventually(() => expect(gone).toBe(1));
  expect(await pinged()).toBe(404);
});
