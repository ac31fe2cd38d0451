import assert from 'node:assert/strict';
import { type Check, perProtocol } from '../harness/check.ts';
import { period } from '../harness/deadline.ts';
import { connect } from '../harness/hub-connection.ts';
import { type HubMessage, Type } from '../harness/wire.ts';

const stream = (invocationId: string, target: string, args: readonly unknown[]): HubMessage => ({
  type: Type.streamInvocation,
  invocationId,
  target,
  arguments: args,
});

/** Checks 76 to 83: streams both ways, and results of clients. */
export const streamingChecks: readonly Check[] = [
  ...perProtocol('76a', 'a stream is its items, then a Completion without result', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    connection.send(stream('1', 'Counter', [3, 5]));
    for (const item of [0, 1, 2]) assert.deepEqual(await connection.next(), { type: Type.streamItem, invocationId: '1', item });
    assert.deepEqual(await connection.next(), { type: Type.completion, invocationId: '1' });
    connection.send(stream('2', 'Counter', [0, 0]));
    assert.deepEqual(await connection.next(), { type: Type.completion, invocationId: '2' });
    connection.socket.drop();
  }),
  ...perProtocol(
    '76b',
    'a stream that fails delivers its items first, then a Completion with the error',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol });
      connection.send(stream('1', 'StreamFails', [2]));
      for (const item of [0, 1]) assert.deepEqual(await connection.next(), { type: Type.streamItem, invocationId: '1', item });
      const end = await connection.next(Type.completion);
      assert.equal(end.error, 'An error occurred on the server while streaming results. HubException: stream broke');
      connection.socket.drop();
    },
  ),
  ...perProtocol(
    '77',
    'Cancel stops the items and is followed by one Completion; of an unknown id it is ignored',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol });
      connection.send({ type: Type.cancel, invocationId: 'unknown' }, stream('1', 'Counter', [1_000_000, 20]));
      assert.deepEqual(await connection.next(), { type: Type.streamItem, invocationId: '1', item: 0 });
      connection.send({ type: Type.cancel, invocationId: '1' });
      const rest = await connection.until(Type.completion, 1_000);
      assert.deepEqual(rest.at(-1), { type: Type.completion, invocationId: '1' });
      assert.ok(rest.length < 60, `${rest.length} items after Cancel`);
      assert.equal(await connection.result('Echo', 'quiet'), 'quiet');
      connection.socket.drop();
    },
  ),
  ...perProtocol('78', 'a call of a stream method and a stream of a plain one are told apart', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    assert.equal(
      await connection.error('Counter', 1, 0),
      "The client attempted to invoke the streaming 'Counter' method with a non-streaming invocation.",
    );
    connection.send(stream('1', 'Echo', [1]));
    assert.deepEqual(await connection.next(), {
      type: Type.completion,
      invocationId: '1',
      error: "The client attempted to invoke the non-streaming 'Echo' method with a streaming invocation.",
    });
    connection.socket.drop();
  }),
  ...perProtocol('79a', 'an upload reaches the method whole and in order', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    connection.send({ type: Type.invocation, invocationId: '1', target: 'UploadSum', arguments: [], streamIds: ['2'] });
    for (const item of [1, 2.5, 100]) connection.send({ type: Type.streamItem, invocationId: '2', item });
    connection.send({ type: Type.completion, invocationId: '2' });
    assert.deepEqual(await connection.next(), { type: Type.completion, invocationId: '1', result: 103.5 });

    connection.send({ ...stream('3', 'EchoStream', []), streamIds: ['4'] });
    const sent = Array.from({ length: 100 }, (_, n) => `item ${n}`);
    for (const item of sent) connection.send({ type: Type.streamItem, invocationId: '4', item });
    connection.send({ type: Type.completion, invocationId: '4' });
    const came = await connection.until(Type.completion);
    assert.deepEqual(
      came.slice(0, -1).map((message) => message.item),
      sent,
    );
    connection.socket.drop();
  }),
  ...perProtocol('79b', 'an upload that ends with an error fails in the method', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    connection.send({ type: Type.invocation, invocationId: '1', target: 'UploadSum', arguments: [], streamIds: ['2'] });
    connection.send(
      { type: Type.streamItem, invocationId: '2', item: 1 },
      { type: Type.completion, invocationId: '2', error: 'producer broke' },
    );
    const end = await connection.next(Type.completion);
    assert.match(end.error ?? '', /producer broke/);
    connection.socket.drop();
  }),
  ...perProtocol('79c', 'an upload id that is in use is refused, and its first owner keeps it', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    const upload = (invocationId: string): HubMessage => ({
      type: Type.invocation,
      invocationId,
      target: 'UploadSum',
      arguments: [],
      streamIds: ['2'],
    });
    connection.send(upload('1'), upload('4'));
    connection.send({ type: Type.streamItem, invocationId: '2', item: 1 }, { type: Type.completion, invocationId: '2' });
    const [refused, first] = [await connection.next(Type.completion), await connection.next(Type.completion, 2_000)];
    assert.equal(refused.invocationId, '4', 'the second call is answered at once');
    assert.ok(refused.error, 'the second call fails');
    assert.deepEqual(first, { type: Type.completion, invocationId: '1', result: 1 });
    connection.socket.drop();
  }),
  ...perProtocol('80', 'items for an unknown stream are ignored', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    connection.send(
      { type: Type.streamItem, invocationId: 'unknown', item: 1 },
      { type: Type.completion, invocationId: 'unknown' },
    );
    assert.equal(await connection.result('Echo', 'alive'), 'alive');
    connection.socket.drop();
  }),
  {
    id: '81',
    title: 'an upload that nobody consumes makes the server stop reading, or close',
    slow: true,
    async run({ server }) {
      const connection = await connect(await server());
      // The method can only take an item when the last one was written, and this client does not read.
      connection.send({ ...stream('1', 'EchoStream', []), streamIds: ['2'] });
      connection.socket.pause();
      const item = connection.wire
        .encode({ type: Type.streamItem, invocationId: '2', item: 'z'.repeat(30_000) })
        .toString('utf8');
      const count = 2_000;
      for (let n = 0; n < count; n++) connection.socket.send(item);
      // Either the bytes stay here, or the connection is gone: what the kernels hold is far below half of it.
      const stays = period(3_000).then(() => 'stays' as const);
      const outcome = await Promise.race([stays, connection.socket.ended.then(() => 'closed' as const)]);
      if (outcome === 'stays') {
        const held = connection.socket.unsentBytes;
        assert.ok(
          held > (item.length * count) / 2,
          `the server took ${item.length * count - held} bytes of an upload that nobody reads`,
        );
      }
      connection.socket.drop();
      const other = await connect(await server());
      assert.equal(await other.result('Echo', 'the server lives'), 'the server lives');
      other.socket.drop();
    },
  },
  ...perProtocol('82a', 'the Completion of the client that was asked is its result', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    connection.send({ type: Type.invocation, invocationId: '1', target: 'AskClient', arguments: [5] });
    const asked = await connection.next(Type.invocation);
    assert.equal(asked.target, 'answer');
    assert.deepEqual(asked.arguments, [5]);
    connection.send({ type: Type.completion, invocationId: asked.invocationId ?? '', result: { v: 5 } });
    assert.deepEqual(await connection.next(), { type: Type.completion, invocationId: '1', result: { v: 5 } });

    connection.send({ type: Type.invocation, invocationId: '2', target: 'AskClient', arguments: [6] });
    const again = await connection.next(Type.invocation);
    connection.send({ type: Type.completion, invocationId: again.invocationId ?? '', error: 'no' });
    assert.match((await connection.next(Type.completion)).error ?? '', /no$/);
    connection.socket.drop();
  }),
  ...perProtocol(
    '82b',
    'the Completion of another connection is refused and the real one still counts',
    async ({ server }, protocol) => {
      const base = await server();
      const [asked, forger] = [await connect(base, { protocol }), await connect(base, { protocol })];
      asked.send({ type: Type.invocation, invocationId: '1', target: 'AskClient', arguments: [5] });
      const question = await asked.next(Type.invocation);
      forger.send({ type: Type.completion, invocationId: question.invocationId ?? '', result: 'forged' });
      // Refused silently or by a Close; in either case this comes after the forged answer was looked at.
      forger.send({ type: Type.invocation, invocationId: 'after', target: 'Echo', arguments: [1] });
      await forger.next();
      asked.send({ type: Type.completion, invocationId: question.invocationId ?? '', result: 'real' });
      assert.deepEqual(await asked.next(), { type: Type.completion, invocationId: '1', result: 'real' });
      asked.socket.drop();
      forger.socket.drop();
    },
  ),
  ...perProtocol('82c', 'a client that leaves fails the question it was asked', async ({ server }, protocol) => {
    const base = await server();
    const [asking, asked] = [await connect(base, { protocol }), await connect(base, { protocol })];
    asking.send({ type: Type.invocation, invocationId: '1', target: 'AskConnection', arguments: [asked.id, 5] });
    await asked.next(Type.invocation);
    asked.send({ type: Type.close });
    const end = await asking.next(Type.completion);
    assert.ok(end.error, 'the call fails');
    asking.socket.drop();
    asked.socket.drop();
  }),
  ...perProtocol('83', 'ids of questions to clients never look like ids that a client chooses', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    connection.send({ type: Type.invocation, invocationId: '1', target: 'AskClient', arguments: [5] });
    const asked = await connection.next(Type.invocation);
    // Stock clients count "0", "1", "2" …
    assert.match(asked.invocationId ?? '', /^[^0-9].*/);
    connection.socket.drop();
  }),
];
