import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HubMethod } from '@inkroom/signalr/hub';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../harness/browser.ts';
import { openTcpLine, type TcpLine } from '../harness/tcp-line.ts';
import { eventually } from '../support/eventually.ts';
import { type ListeningHub, listenHub } from './listening-hub.ts';
import { sampleHub } from './sample-hub.ts';
import type { ProtocolName, TransportName } from './stock-clients.ts';

/** The stock client's browser bundles on a page of another origin than the hub's, so that CORS and credentials count. */
type StockLibrary = typeof import('@microsoft/signalr') & {
  readonly protocols: { readonly msgpack: typeof import('@microsoft/signalr-protocol-msgpack') };
};
type InPage = {
  signalR: StockLibrary;
  client: import('@microsoft/signalr').HubConnection;
  down: number[];
  wrong: number;
  answered: number;
};
declare const self: InPage;

const SCRIPTS: Readonly<Record<string, string>> = {
  '/signalr.js': '../../node_modules/@microsoft/signalr/dist/browser/signalr.min.js',
  '/msgpack.js': '../../node_modules/@microsoft/signalr-protocol-msgpack/dist/browser/signalr-protocol-msgpack.min.js',
};
const PAGE = `<!doctype html><meta charset="utf-8"><title>hub</title>${Object.keys(SCRIPTS)
  .map((path) => `<script src="${path}"></script>`)
  .join('')}`;
const DROPS = 200;

let browser: Browser;
let pages: Server;
let origin: string;
let page: Page;
let server: ListeningHub | undefined;
let line: TcpLine | undefined;

beforeAll(async () => {
  pages = createServer(async (request, response) => {
    const script = SCRIPTS[request.url ?? ''];
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script === undefined ? PAGE : await readFile(new URL(script, import.meta.url)));
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(pages.address() as AddressInfo).port}`;
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  pages.closeAllConnections();
  await new Promise((resolve) => pages.close(resolve));
});

afterEach(async () => {
  await page.close();
  await line?.close();
  await server?.close();
  server = line = undefined;
});

/** Starts the stock client in a new page; it may not stop by itself. */
async function start(url: string, protocol: ProtocolName, transport: TransportName, isStateful = false): Promise<string> {
  page = await browser.newPage();
  await page.goto(origin);
  return page.evaluate(
    async ([to, speaks, over, stateful]) => {
      const { HttpTransportType, HubConnectionBuilder, LogLevel, protocols } = self.signalR;
      let builder = new HubConnectionBuilder()
        .withUrl(to, { transport: HttpTransportType[over], accessTokenFactory: () => 'alice' })
        .configureLogging(LogLevel.None);
      if (stateful) builder = builder.withStatefulReconnect();
      if (speaks === 'messagepack') builder = builder.withHubProtocol(new protocols.msgpack.MessagePackHubProtocol());
      self.client = builder.build();
      self.down = [];
      self.wrong = 0;
      self.answered = 0;
      self.client.on('down', (n: number) => self.down.push(n));
      await self.client.start();
      return self.client.connectionId ?? '';
    },
    [url, protocol, transport, isStateful] as const,
  );
}

describe.each<readonly [ProtocolName, TransportName]>([
  ['json', 'WebSockets'],
  ['messagepack', 'WebSockets'],
  ['json', 'ServerSentEvents'],
  ['json', 'LongPolling'],
  ['messagepack', 'LongPolling'],
])('the stock client in Chromium with %s over %s', (protocol, transport) => {
  test('[14][15][16][27] calls and is called across origins, signed in', async () => {
    const hub = sampleHub();
    server = await listenHub(hub, {
      allowedOrigins: [origin],
      authenticate: ({ token }) => (token === undefined ? { refused: 401 } : { id: token, claims: [] }),
      limits: { closeTimeoutMs: 500, sweepIntervalMs: 100 },
    });
    const id = await start(server.url, protocol, transport);
    expect(server.hub.connection(id)?.transportName).toBe(transport);
    expect(await page.evaluate(() => self.client.invoke('User'))).toBe('alice');
    for (let n = 0; n < 20; n++) server.hub.users.send('alice', 'down', [n]);
    await expect.poll(() => page.evaluate(() => self.down), { timeout: 10_000 }).toEqual(Array.from({ length: 20 }, (_, n) => n));
    await page.evaluate(() => self.client.stop());
    // The Close of an event stream is a post, which may come after the stream has ended.
    const ends =
      transport === 'ServerSentEvents' ? /^disconnected (clientClosed|connectionLost)$/ : /^disconnected clientClosed$/;
    await eventually(() => expect(hub.events[1]).toMatch(ends));
  });
});

describe.each<ProtocolName>(['json', 'messagepack'])('stateful reconnect in Chromium with %s', (protocol) => {
  test(`[91][93][94] over ${DROPS} lost TCP connections every message arrives once and in order, both ways`, async () => {
    const up: number[] = [];
    const methods = new Map<string, HubMethod>([
      ['Up', { kind: 'call', parameters: 1, run: ({ args }) => up.push(Number(args[0])) }],
    ]);
    const limits = { reattaches: 10_000, sweepIntervalMs: 50 };
    server = await listenHub({ methods }, { allowedOrigins: [origin], statefulReconnect: true, limits });
    line = await openTcpLine(Number(new URL(server.origin).port));
    const id = await start(`${line.server}/hub`, protocol, 'WebSockets', true);
    let sent = 0;
    /** Five messages each way; those of the page are numbered by the same count. */
    const exchange = async (): Promise<void> => {
      for (let i = 0; i < 5; i++) server?.hub.send(id, 'down', [sent + i]);
      await page.evaluate((from) => {
        for (let i = 0; i < 5; i++) {
          self.client.invoke('Up', from + i).then(
            () => self.answered++,
            () => self.wrong++,
          );
        }
      }, sent);
      sent += 5;
    };
    for (let drops = 0; drops < DROPS; drops++) {
      await exchange();
      if (drops % 2 === 0) await eventually(() => expect(up.length).toBe(sent));
      expect(line.drop()).toBeGreaterThan(0);
      await exchange();
      // What was sent behind the drop has come: the new socket is there.
      await eventually(() => expect(up.length).toBeGreaterThanOrEqual(sent));
    }
    const all = Array.from({ length: sent }, (_, n) => n);
    await expect.poll(() => page.evaluate(() => self.answered), { timeout: 10_000 }).toBe(sent);
    expect(up).toEqual(all);
    expect(await page.evaluate(() => self.down)).toEqual(all);
    expect(await page.evaluate(() => self.wrong)).toBe(0);
    expect(await page.evaluate(() => self.client.connectionId)).toBe(id);
  }, 90_000);
});
