import assert from 'node:assert/strict';
import type { Check } from '../harness/check.ts';
import { period } from '../harness/deadline.ts';
import { connectPoll, openPoll } from '../harness/long-poll.ts';
import { type HubMessage, handshakeText, Type } from '../harness/wire.ts';

const echo = (id: string, value: unknown): HubMessage => ({
  type: Type.invocation,
  invocationId: id,
  target: 'Echo',
  arguments: [value],
});

/** Checks 50 to 59: long polling. */
export const longPollingChecks: readonly Check[] = [
  {
    id: '50',
    title: 'the first poll answers 200, empty, at once',
    async run({ server }) {
      // openPoll waits one second for it, not longer, and looks at status and body.
      const connection = await openPoll(await server());
      assert.equal((await connection.end()).status, 202);
    },
  },
  {
    id: '51',
    title: 'the second poll waits for the handshake answer',
    async run({ server }) {
      const connection = await openPoll(await server());
      const waiting = connection.poll();
      let answered = false;
      waiting.then(() => {
        answered = true;
      });
      // Another connection's whole life goes by, and the poll still waits.
      await connectPoll(await server());
      assert.equal(answered, false, 'the poll came back without data');
      assert.equal((await connection.post(handshakeText('json', 1))).status, 200);
      assert.equal((await waiting).body.toString('hex'), '7b7d1e');
    },
  },
  {
    id: '52',
    title: 'messages sent while no poll is open arrive in one later poll, in order',
    async run({ server }) {
      const connection = await connectPoll(await server());
      await connection.send(echo('1', 'a'));
      await connection.send(echo('2', 'b'));
      // Both answers must be there before the poll: a third POST is accepted only after the first two were dispatched.
      await connection.send({ type: Type.ping });
      await period(300);
      const answer = await connection.poll();
      assert.equal(answer.status, 200);
      assert.deepEqual(
        connection.wire.decode(answer.body).map((message) => message.result),
        ['a', 'b'],
      );
    },
  },
  {
    id: '53',
    title: 'a poll without data answers 200, empty, after the poll timeout',
    slow: true,
    async run({ server, settings }) {
      const { pollTimeoutMs } = settings('quick');
      const connection = await connectPoll(await server('quick'));
      const began = performance.now();
      const answer = await connection.poll(pollTimeoutMs + 8_000);
      assert.equal(answer.status, 200);
      assert.equal(answer.body.length, 0);
      assert.ok(performance.now() - began > pollTimeoutMs * 0.8, 'the poll came back too early');
      const next = connection.poll();
      await connection.send(echo('1', 'still here'));
      assert.equal(connection.wire.decode((await next).body)[0]?.result, 'still here');
    },
  },
  {
    id: '54',
    title: 'of two overlapping polls the old one gets 204 and the new one stays',
    async run({ server }) {
      const connection = await connectPoll(await server());
      const old = connection.poll();
      // Each poll has a TCP connection of its own: the first must have reached the server before the second starts.
      await period(200);
      const current = connection.poll();
      assert.equal((await old).status, 204);
      await connection.send(echo('1', 'to the new poll'));
      const answer = await current;
      assert.equal(answer.status, 200);
      assert.equal(connection.wire.decode(answer.body)[0]?.result, 'to the new poll');
    },
  },
  {
    id: '55',
    title: 'a close by the server is a Close message by 200, then 204 once, then 404',
    async run({ server }) {
      const connection = await connectPoll(await server());
      const waiting = connection.poll();
      await connection.send({ type: Type.invocation, invocationId: '1', target: 'Abort', arguments: [] });
      const answer = await waiting;
      assert.equal(answer.status, 200);
      const messages = connection.wire.decode(answer.body);
      assert.equal(messages.at(-1)?.type, Type.close);
      assert.equal((await connection.poll()).status, 204);
      assert.equal((await connection.poll()).status, 404);
    },
  },
  {
    id: '56',
    title: 'DELETE is 202, and what follows 404',
    async run({ server }) {
      const connection = await connectPoll(await server());
      const waiting = connection.poll();
      await connection.send(echo('1', 'x'));
      await waiting;
      assert.equal((await connection.end()).status, 202);
      assert.equal((await connection.post(`{"type":7}\u001e`)).status, 404);
      assert.equal((await connection.poll()).status, 404);
    },
  },
  {
    id: '57',
    title: 'a client that does not poll within the disconnect timeout is gone',
    slow: true,
    async run({ server, settings }) {
      const connection = await connectPoll(await server());
      await period(settings().disconnectTimeoutMs + 3_000);
      assert.equal((await connection.post(`{"type":6}\u001e`)).status, 404);
      assert.equal((await connection.poll()).status, 404);
    },
  },
  {
    id: '58',
    title: 'MessagePack over long polling is raw binary',
    protocol: 'messagepack',
    async run({ server }) {
      const connection = await connectPoll(await server(), 'messagepack');
      const waiting = connection.poll();
      await connection.send(echo('1', new Uint8Array([0, 255, 30])));
      const answer = await waiting;
      assert.match(String(answer.headers['content-type']), /octet-stream/);
      const [completion] = connection.wire.decode(answer.body);
      assert.deepEqual(Buffer.from(completion?.result as Uint8Array).toString('hex'), '00ff1e');
    },
  },
  {
    id: '59',
    title: 'poll answers forbid caching',
    async run({ server }) {
      const connection = await connectPoll(await server());
      const waiting = connection.poll();
      await connection.send(echo('1', 'x'));
      assert.match(String((await waiting).headers['cache-control']), /no-cache, ?no-store/);
    },
  },
];
