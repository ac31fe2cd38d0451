import assert from 'node:assert/strict';
import { type Check, type CheckContext, perProtocol } from '../harness/check.ts';
import { period, within } from '../harness/deadline.ts';
import { request } from '../harness/http.ts';
import { connect } from '../harness/hub-connection.ts';
import { kernelBytes } from '../harness/kernel-bytes.ts';
import { connectPoll } from '../harness/long-poll.ts';
import { nextFrame, refusedUpgrade } from '../harness/socket.ts';
import { openSse } from '../harness/sse.ts';
import { framed, Type } from '../harness/wire.ts';

/** Server periods are looked at once a second (0.4): an interval may be late by that, and by a busy machine. */
const SLACK_MS = 2_500;

/** Checks 85 to 90: keep-alive, time-outs, Close and shutdown. */
export const lifetimeChecks: readonly Check[] = [
  ...perProtocol(
    '85a',
    'an idle WebSocket gets a Ping at every keep-alive interval',
    async ({ server, settings }, protocol) => {
      const connection = await connect(await server('quick'), { protocol });
      for (let n = 0; n < 3; n++) {
        assert.deepEqual(await connection.next(Type.ping, settings('quick').keepAliveMs + SLACK_MS), { type: Type.ping });
      }
      connection.socket.drop();
    },
    true,
  ),
  {
    id: '85b',
    title: 'an idle event stream gets a Ping at every keep-alive interval',
    slow: true,
    async run({ server, settings }) {
      const sse = await openSse(await server('quick'));
      await sse.shakeHands();
      for (let n = 0; n < 2; n++) await sse.next(Type.ping, settings('quick').keepAliveMs + SLACK_MS);
      sse.drop();
    },
  },
  {
    id: '85c',
    title: 'long polling gets no Ping',
    slow: true,
    async run({ server, settings }) {
      const connection = await connectPoll(await server('quick'));
      // The quick poll timeout is longer than its keep-alive interval: the poll comes back empty.
      for (let n = 0; n < 2; n++) assert.equal((await connection.poll(settings('quick').pollTimeoutMs + 8_000)).body.length, 0);
    },
  },
  ...perProtocol(
    '86a',
    'a client that pinged once and is silent gets a Close after the client timeout',
    async ({ server, settings }, protocol) => {
      const { clientTimeoutMs } = settings('quick');
      const connection = await connect(await server('quick'), { protocol });
      connection.send({ type: Type.ping });
      const began = performance.now();
      const close = await connection.closed(clientTimeoutMs + SLACK_MS + 4_000);
      assert.ok(performance.now() - began > clientTimeoutMs * 0.9, 'closed too early');
      assert.ok(close.error, 'the Close carries an error');
      assert.equal(close.allowReconnect, true);
    },
    true,
  ),
  {
    id: '86b',
    title: 'a client that never pinged is not timed out',
    slow: true,
    async run({ server, settings }) {
      const { clientTimeoutMs } = settings('quick');
      const connection = await connect(await server('quick'));
      await connection.nothing(clientTimeoutMs + SLACK_MS);
      assert.equal(await connection.result('Echo', 'alive'), 'alive');
      connection.socket.drop();
    },
  },
  ...perProtocol(
    '87',
    'a Close of the client ends the connection with close 1000, and nothing is kept',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol, stateful: true });
      connection.send({ type: Type.close });
      for (;;) {
        const event = await connection.socket.next('the end of the socket');
        if (event.kind === 'frame') continue;
        assert.equal(event.code, 1000);
        break;
      }
      assert.ok([404, 409].includes(await refusedUpgrade(connection.address)));
    },
  ),
  {
    id: '88a',
    title: 'a graceful shutdown sends Close with allowReconnect to everyone and then closes the sockets',
    run: (context) => shutsDown(context, false),
  },
  {
    id: '88b',
    title: 'a graceful shutdown is not held up by stateful connections',
    run: (context) => shutsDown(context, true),
  },
  {
    id: '88c',
    title: 'a graceful shutdown tells clients on event streams and on long polling too',
    run: shutsDownHttp,
  },
  {
    id: '89',
    title: 'a MessagePack Close has three items',
    protocol: 'messagepack',
    async run({ server }) {
      const base = await server();
      const ended = await connect(base, { protocol: 'messagepack' });
      ended.send({ type: Type.invocation, invocationId: '1', target: 'Abort', arguments: [] });
      assert.equal((await nextFrame(ended.socket, 'Close')).bytes.toString('hex'), '049307c0c2');
      const failed = await connect(base, { protocol: 'messagepack' });
      failed.socket.send(framed(Buffer.from('90', 'hex')));
      const body = (await nextFrame(failed.socket, 'Close')).bytes.subarray(1);
      assert.equal(body[0], 0x93, 'three items');
      assert.equal(body.at(-1), 0xc3, 'allowReconnect');
    },
  },
  {
    id: '90',
    title: 'a client that does not read is dropped after the send timeout and delays nobody',
    slow: true,
    async run({ server, settings }) {
      const base = await server();
      const [stuck, reading, aside] = [await connect(base), await connect(base), await connect(base)];
      for (const member of [stuck, reading]) await member.result('JoinGroup', 'check 90');
      stuck.socket.pause();
      const posts: Promise<unknown>[] = [];
      let mostEchoes = 0;
      const broadcast = async (payload: unknown): Promise<void> => {
        // From outside any hub call: the sender's own queue is not what is measured. The answer may wait, the message may not.
        posts.push(sendOutside(base, 'check 90', payload));
        let arrived = false;
        const arrival = reading.next(Type.invocation, settings().sendTimeoutMs * 2).finally(() => {
          arrived = true;
        });
        let echoes = 0;
        for (; !arrived && echoes <= ECHOES_PER_BROADCAST; echoes++) await aside.result('Echo', echoes);
        mostEchoes = Math.max(mostEchoes, echoes);
        assert.deepEqual((await arrival).arguments, [payload], 'order of the broadcast');
      };
      // As much as it takes until something waits at the sender, however long that takes; the time counts from there.
      const filler = 'f'.repeat(100_000);
      const enough = (await kernelBytes()) + QUEUED_BYTES;
      for (let n = 0; n * filler.length < enough; n++) await broadcast([n, filler]);
      const until = performance.now() + settings().sendTimeoutMs + 5_000;
      for (let n = 0; performance.now() < until; n++) {
        await broadcast([n, '']);
        await period(100);
      }
      await Promise.all(posts);
      assert.ok(
        mostEchoes <= ECHOES_PER_BROADCAST,
        `a third client got more than ${ECHOES_PER_BROADCAST} answers before a broadcast reached the client that reads`,
      );
      // What the kernels held comes first, then the end; had the server kept it, Pings would go on coming.
      stuck.socket.resume();
      assert.notEqual(await within(stuck.socket.ended, 'the stuck client was not dropped', 15_000), undefined);
      reading.socket.drop();
      aside.socket.drop();
    },
  },
];

/** Of check 90, that wait at the sender: more than it writes in one go, and less than the bound of a queue. */
const QUEUED_BYTES = 2 * 1024 * 1024;

/**
 * Of check 90: answers that a client of no group may get, one after the other, while a broadcast is on its way. A slow
 * machine slows both down alike; a server that waits for the stuck client answers thousands until it drops that one.
 */
const ECHOES_PER_BROADCAST = 500;

function sendOutside(base: string, name: string, payload: unknown): Promise<unknown> {
  return request('POST', `${base}/send-outside`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: 'group', name, payload }),
    waitMs: 60_000,
  });
}

async function shutsDown({ ownServer }: CheckContext, stateful: boolean): Promise<void> {
  const server = await ownServer([]);
  const connections = [await connect(server.url, { stateful }), await connect(server.url, { stateful })];
  for (const connection of connections) assert.equal(await connection.result('Echo', 1), 1);
  server.signal('SIGTERM');
  for (const connection of connections) {
    assert.deepEqual(await connection.closed(), { type: Type.close, allowReconnect: true });
  }
  assert.equal(await within(server.exited, 'the server did not end'), 0, 'exit code');
}

/** The same for those who are connected by plain HTTP. */
async function shutsDownHttp({ ownServer }: CheckContext): Promise<void> {
  const server = await ownServer([]);
  const sse = await openSse(server.url);
  await sse.shakeHands();
  const polling = await connectPoll(server.url);
  const poll = polling.poll();
  // The poll must wait at the server before the end comes.
  await period(200);
  server.signal('SIGTERM');
  assert.deepEqual(await sse.next(), { type: Type.close, allowReconnect: true });
  assert.equal(await sse.event(), undefined, 'the event stream ends after Close');
  const answer = await poll;
  assert.equal(answer.status, 200, 'status of the waiting poll');
  assert.deepEqual(polling.wire.decode(answer.body), [{ type: Type.close, allowReconnect: true }]);
  assert.equal(await within(server.exited, 'the server did not end'), 0, 'exit code');
}
