import assert from 'node:assert/strict';
import type { Check } from '../harness/check.ts';
import { period } from '../harness/deadline.ts';
import { request } from '../harness/http.ts';
import { connect, negotiate } from '../harness/hub-connection.ts';
import { REQUIRED_TOKEN } from '../harness/servers.ts';
import { openSocket, refusedUpgrade } from '../harness/socket.ts';
import { framed, RS } from '../harness/wire.ts';

/** Checks 109 to 112: logs, leaks and hostile values. */
export const robustnessChecks: readonly Check[] = [
  {
    id: '109',
    title: 'id and access_token do not appear in what the server writes',
    async run({ server, process }) {
      const base = await server('guarded');
      const { output } = await process('guarded');
      const authorization = `Bearer ${REQUIRED_TOKEN}`;
      const { connectionToken } = await negotiate(base, '/hub', 'negotiateVersion=1', { authorization });
      const address = `${base}/hub?id=${connectionToken}&access_token=${REQUIRED_TOKEN}`;
      const socket = await openSocket(address);
      assert.equal((await request('POST', address)).status, 405);
      socket.drop();
      assert.equal(await refusedUpgrade(`${base}/hub?id=${connectionToken}x&access_token=${REQUIRED_TOKEN}`), 404);
      assert.equal(output().includes(connectionToken), false, 'the connection token was written');
      assert.equal(output().includes(REQUIRED_TOKEN), false, 'the access token was written');
    },
  },
  {
    id: '110',
    title: 'ten thousand negotiates without a transport do not leak',
    slow: true,
    async run({ ownServer, settings }) {
      const server = await ownServer([]);
      const first = await forgottenTokens(server.url, 10_000, settings().disconnectTimeoutMs);
      const second = await forgottenTokens(server.url, 10_000, settings().disconnectTimeoutMs);
      for (const token of [...first, ...second]) {
        assert.equal(
          (await request('GET', `${server.url}/hub?id=${token}`)).status,
          404,
          'a token outlived the disconnect timeout',
        );
      }
      // Servers that say in /health how many connections they know must have come back to none.
      const health = await request('GET', `${server.url}/health`);
      if (String(health.headers['content-type']).includes('json')) assert.equal(JSON.parse(health.text).connections ?? 0, 0);
      const connection = await connect(server.url);
      assert.equal(await connection.result('Echo', 'alive'), 'alive');
      connection.socket.drop();
    },
  },
  {
    id: '111/json',
    title: 'deeply nested JSON ends in a clean Close or error, and the server lives',
    async run({ server }) {
      const nested = `${'['.repeat(16_000)}${']'.repeat(16_000)}`;
      await endsCleanly(await server(), 'json', `{"type":1,"invocationId":"1","target":"Echo","arguments":[${nested}]}${RS}`);
    },
  },
  {
    id: '111/messagepack',
    title: 'deeply nested MessagePack ends in a clean Close or error, and the server lives',
    protocol: 'messagepack',
    async run({ server }) {
      const head = Buffer.from('950180a131a44563686f91', 'hex');
      const body = Buffer.concat([head, Buffer.alloc(32_000, 0x91), Buffer.from([0xc0])]);
      await endsCleanly(await server(), 'messagepack', framed(body));
    },
  },
  {
    id: '112',
    title: 'private MessagePack extension types are refused or inert',
    protocol: 'messagepack',
    async run({ server }) {
      const extensions = [
        'd47240',
        'd47300',
        'd46500',
        'd46900',
        'd47400',
        'd47800',
        'd44200',
        'd40000',
        'd46200',
        'd47000',
        'd40500',
      ];
      for (const extension of extensions) {
        const base = await server();
        const connection = await connect(base, { protocol: 'messagepack' });
        connection.socket.send(framed(Buffer.from(`950180a131a44563686f91${extension}`, 'hex')));
        const event = await connection.socket.next(`an answer to extension ${extension}`);
        assert.equal(event.kind, 'frame', 'a Completion or a Close');
        connection.socket.drop();
        // Nothing of it is left over for the next message, of this or of another connection.
        const other = await connect(base, { protocol: 'messagepack' });
        assert.deepEqual(await other.result('Echo', { a: [64, 'b'] }), { a: [64, 'b'] });
        other.socket.drop();
      }
    },
  },
];

/** Negotiates so often, a few at a time, waits until all is forgotten, and gives a sample of the tokens. */
async function forgottenTokens(base: string, count: number, disconnectTimeoutMs: number): Promise<string[]> {
  const sample: string[] = [];
  for (let done = 0; done < count; done += 8) {
    const batch = await Promise.all(Array.from({ length: 8 }, () => negotiate(base)));
    if (batch[0] && sample.length < 40) sample.push(batch[0].connectionToken);
  }
  await period(disconnectTimeoutMs + 4_000);
  return sample;
}

async function endsCleanly(base: string, protocol: 'json' | 'messagepack', bytes: string | Buffer): Promise<void> {
  const connection = await connect(base, { protocol });
  connection.socket.send(bytes);
  const answer = await connection.next();
  assert.ok(answer.error, 'a Close or a Completion with an error');
  connection.socket.drop();
  const other = await connect(base, { protocol });
  assert.equal(await other.result('Echo', 'the server lives'), 'the server lives');
  other.socket.drop();
}
