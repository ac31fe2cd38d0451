import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { addStroke } from '../unit/server/hub/ink.ts';
import { liveHub } from './live-hub.ts';
import { RoomClient } from './room-client.ts';

const KEY = Buffer.alloc(24, 9);

interface Heard {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A system that takes reports; `hangs`: it never answers. */
async function target(hangs: boolean): Promise<{ readonly url: string; readonly heard: Heard[]; readonly bad: string[] }> {
  const [heard, bad]: [Heard[], string[]] = [[], []];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = request.headers;
      const expected = `v1,${createHmac('sha256', KEY).update(`${id}.${at}.${body}`).digest('base64')}`;
      if (signature !== expected) bad.push(body);
      heard.push(JSON.parse(body));
      if (!hangs) response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, heard, bad };
}

async function fileOf(...urls: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'inkroom-hooks-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'hooks.json');
  const secret = `whsec_${KEY.toString('base64')}`;
  await writeFile(file, JSON.stringify({ hooks: urls.map((url) => ({ url, secret })) }));
  return file;
}

test('a hub reports who joins, what changes and who leaves; a target that hangs affects neither people nor other targets', async () => {
  const [good, hanging] = [await target(false), await target(true)];
  const hub = await liveHub({ webhooks: await fileOf(hanging.url, good.url), webhooksToPrivate: true });
  onTestFinished(() => hub.stop());
  const ann = await RoomClient.join(hub.server);
  await ann.push({ author: ann.clientId, n: 1, ops: [addStroke(ann.clientId, 1)] });
  await eventually(() => expect(ann.echoedN).toBe(1));
  await ann.stock.hub.stop();
  await eventually(() => expect(good.heard.map(({ type }) => type)).toEqual(['member.joined', 'board.changed', 'member.left']));
  expect(good.heard[0]?.data).toEqual({ room: 'room-1', member: { id: ann.clientId, name: 'Ann' }, members: 1 });
  expect(good.heard[1]?.data).toEqual({ room: 'room-1', elements: 1 });
  expect(hanging.heard).toHaveLength(1);
  expect([...good.bad, ...hanging.bad]).toEqual([]);
});

test('a hub does not start with webhooks to a private address, unless that is allowed', async () => {
  const webhooks = await fileOf('http://169.254.169.254/latest/meta-data');
  await expect(liveHub({ webhooks })).rejects.toThrow(/--webhooks .*hooks\.0\.url.*--webhooks-to-private/);
});
