import assert from 'node:assert/strict';
import { type Check, perProtocol } from '../harness/check.ts';
import { connect, type HubConnection } from '../harness/hub-connection.ts';
import { framed, type HubMessage, RS, Type } from '../harness/wire.ts';

const echo = (invocationId: string, value: unknown): HubMessage => ({
  type: Type.invocation,
  invocationId,
  target: 'Echo',
  arguments: [value],
});

/** Checks 60 to 69, 74, 75 and 84: calls and their answers. */
export const invocationChecks: readonly Check[] = [
  {
    id: '60',
    title: 'a JSON invocation works with properties in any order, unknown properties and headers',
    async run({ server }) {
      const connection = await connect(await server());
      connection.socket.send(
        `{"arguments":[1],"x":{"type":7,"y":[]},"target":"Echo","headers":{"a":"b"},"invocationId":"1","type":1}${RS}`,
      );
      assert.deepEqual(await connection.next(), { type: Type.completion, invocationId: '1', result: 1 });
      connection.socket.drop();
    },
  },
  {
    id: '61',
    title: 'a MessagePack invocation works with 5, 6 and 7 items and with headers; nil and empty ids are non-blocking',
    protocol: 'messagepack',
    async run({ server }) {
      const connection = await connect(await server(), { protocol: 'messagepack' });
      const bodies = [
        '950180a131a44563686f9101', // [1, {}, "1", "Echo", [1]]
        '960180a132a44563686f910190', // … with []
        '970180a133a44563686f910190a178', // … with [] and "x"
        '950181ab7472616365706172656e74a130a134a44563686f9101', // headers {"traceparent":"0"}
        '950180c0a44563686f9101', // id nil
        '950180a0a44563686f9101', // id ""
      ];
      connection.socket.send(Buffer.concat(bodies.map((body) => framed(Buffer.from(body, 'hex')))));
      for (const id of ['1', '2', '3', '4'])
        assert.deepEqual(await connection.next(), { type: Type.completion, invocationId: id, result: 1 });
      assert.equal(await connection.result('Echo', 'nothing came for the other two'), 'nothing came for the other two');
      connection.socket.drop();
    },
  },
  ...perProtocol('62', 'a blocking call gets exactly one Completion with its id', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    connection.send(echo('the id', { a: [1, 'b', null, true] }), {
      type: Type.invocation,
      invocationId: 'void',
      target: 'Void',
      arguments: [],
    });
    assert.deepEqual(await connection.next(), {
      type: Type.completion,
      invocationId: 'the id',
      result: { a: [1, 'b', null, true] },
    });
    const completion = await connection.next(Type.completion);
    assert.equal(completion.invocationId, 'void');
    assert.ok((completion.result ?? null) === null && !completion.error);
    assert.equal(await connection.result('Add', 2, 3.5), 5.5);
    connection.socket.drop();
  }),
  ...perProtocol('63', 'a non-blocking call is never answered, not even of an unknown method', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    for (const [target, args] of [
      ['Nope', []],
      ['Echo', [1]],
      ['Add', [1]],
      ['Fail', []],
    ] as const) {
      connection.send({ type: Type.invocation, target, arguments: args });
    }
    assert.equal(await connection.result('Echo', 'after'), 'after');
    connection.socket.drop();
  }),
  ...perProtocol(
    '64',
    'a call of an unknown method fails with a text that ends in "Method does not exist."',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol });
      for (const target of ['Nope', '__proto__', 'constructor', 'toString']) {
        assert.equal(
          await connection.error(target),
          `Failed to invoke '${target}' due to an error on the server. HubException: Method does not exist.`,
        );
      }
      connection.socket.drop();
    },
  ),
  ...perProtocol(
    '65',
    'a wrong argument count fails with a text that begins with "Failed to invoke"',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol });
      for (const args of [[], [1], [1, 2, 3]]) {
        assert.match(await connection.error('Add', ...args), /^Failed to invoke 'Add' due to an error on the server\.$/);
      }
      connection.socket.drop();
    },
  ),
  ...perProtocol(
    '66a',
    'without detailed errors an unexpected error is told by its generic text only, a hub error with its own',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol });
      assert.equal(await connection.error('FailPlain'), "An unexpected error occurred invoking 'FailPlain' on the server.");
      assert.equal(
        await connection.error('Fail'),
        "An unexpected error occurred invoking 'Fail' on the server. HubException: boom",
      );
      connection.socket.drop();
    },
  ),
  {
    id: '66b',
    title: 'with detailed errors the text of an unexpected error is told',
    async run({ server }) {
      const connection = await connect(await server('detailed'));
      assert.match(
        await connection.error('FailPlain'),
        /^An unexpected error occurred invoking 'FailPlain' on the server\. \w+: secret$/,
      );
      connection.socket.drop();
    },
  },
  ...perProtocol('67', 'the text of an error is never empty', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    const failing: readonly [string, readonly unknown[]][] = [
      ['Fail', []],
      ['FailPlain', []],
      ['Nope', []],
      ['Add', [1]],
      ['Add', ['x', {}]],
      ['Counter', [1, 0]],
    ];
    for (const [target, args] of failing) assert.notEqual(await connection.error(target, ...args), '', target);
    connection.socket.drop();
  }),
  {
    id: '68',
    title: 'a non-blocking JSON invocation of the client has no invocationId property',
    async run({ server }) {
      const connection = await connect(await server());
      connection.send({ type: Type.invocation, target: 'SendToCaller', arguments: ['x'] });
      // deepEqual sees properties that are there and null.
      assert.deepEqual(await connection.next(), { type: Type.invocation, target: 'message', arguments: ['x'] });
      connection.socket.drop();
    },
  },
  {
    id: '69',
    title: 'a JSON StreamItem always has its item, and no Completion has both result and error',
    async run({ server }) {
      const connection = await connect(await server());
      connection.send({ type: Type.streamInvocation, invocationId: '1', target: 'EchoStream', arguments: [], streamIds: ['s'] });
      connection.send({ type: Type.streamItem, invocationId: 's', item: null }, { type: Type.completion, invocationId: 's' });
      assert.deepEqual(await connection.next(), { type: Type.streamItem, invocationId: '1', item: null });
      const ends = [
        await connection.next(Type.completion),
        await connection.call('Echo', null),
        await connection.call('Fail'),
        await connection.call('Void'),
      ];
      for (const end of ends) assert.equal('result' in end && 'error' in end, false, JSON.stringify(end));
      connection.socket.drop();
    },
  },
  ...perProtocol('74', 'ten calls at once run in order at the limit of one', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    // The later ones are the faster ones: side by side they would overtake.
    const waits = Array.from({ length: 10 }, (_, n) => (9 - n) * 10);
    connection.send(
      ...waits.map((ms, n) => ({ type: Type.invocation, invocationId: String(n), target: 'Slow', arguments: [ms] })),
    );
    for (const [n, ms] of waits.entries())
      assert.deepEqual(await connection.next(), { type: Type.completion, invocationId: String(n), result: ms });
    connection.socket.drop();
  }),
  ...perProtocol(
    '75a',
    'while a slow method runs, StreamItem, Completion and Ping are processed',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol });
      await sumWhileBusy(connection, []);
    },
  ),
  ...perProtocol('75b', 'the same while another call waits for its turn behind the slow method', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    await sumWhileBusy(connection, [echo('parked', 'waited')]);
  }),
  ...perProtocol('84', 'targets are matched without regard to case', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    for (const target of ['echo', 'ECHO', 'eChO']) assert.equal(await connection.result(target, 1), 1);
    connection.socket.drop();
  }),
];

/** An upload is summed up while a slow call runs: its answer must come before that of the slow call. */
async function sumWhileBusy(connection: HubConnection, parked: readonly HubMessage[]): Promise<void> {
  connection.send({ type: Type.invocation, invocationId: 'sum', target: 'UploadSum', arguments: [], streamIds: ['up'] });
  connection.send({ type: Type.invocation, invocationId: 'slow', target: 'Slow', arguments: [1_500] }, ...parked);
  connection.send({ type: Type.ping });
  for (const item of [1, 2, 3]) connection.send({ type: Type.streamItem, invocationId: 'up', item });
  connection.send({ type: Type.completion, invocationId: 'up' });
  const order = ['sum', 'slow', ...parked.map((message) => message.invocationId)];
  const came: (string | null | undefined)[] = [];
  for (const _ of order) came.push((await connection.next(Type.completion)).invocationId);
  assert.deepEqual(came, order, 'order of the answers');
  connection.socket.drop();
}
