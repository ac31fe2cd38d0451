import assert from 'node:assert/strict';
import { type Check, perProtocol } from '../harness/check.ts';
import { period } from '../harness/deadline.ts';
import { connect, type HubConnection, reattach } from '../harness/hub-connection.ts';
import { refusedUpgrade, upgrade } from '../harness/socket.ts';
import { type HubMessage, Type } from '../harness/wire.ts';

const echo = (id: string): HubMessage => ({ type: Type.invocation, invocationId: id, target: 'Echo', arguments: [id] });
const answer = (id: string): HubMessage => ({ type: Type.completion, invocationId: id, result: id });
const sequence = (sequenceId: number): HubMessage => ({ type: Type.sequence, sequenceId });
const ack = (sequenceId: number): HubMessage => ({ type: Type.ack, sequenceId });

/** Checks 91 to 97 and 99 to 103: Ack, Sequence, replay, and when a connection is final. */
export const statefulChecks: readonly Check[] = [
  ...perProtocol('91', 'a dropped connection is reattached: 101, Sequence first, no handshake', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol, stateful: true });
    assert.equal(await connection.result('Echo', 'before'), 'before');
    connection.socket.drop();
    const again = await reattachSoon(connection);
    assert.equal((await again.next()).type, Type.sequence);
    again.send(sequence(2), echo('after'));
    assert.deepEqual(await untilAnswer(again, 'after'), answer('after'));
    again.socket.drop();
  }),
  ...perProtocol(
    '92',
    'Sequence names the first unacknowledged message, or the next one when all is acknowledged',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol, stateful: true });
      for (const id of ['1', '2', '3']) await exchange(connection, id);
      connection.send(ack(1));
      await settle(connection);
      connection.socket.drop();
      const second = await reattachSoon(connection);
      // Four answers were sent (the fourth to settle), one is acknowledged.
      assert.deepEqual(await second.next(), sequence(2));
      second.send(sequence(5), ack(4));
      await settle(second);
      await untilAnswer(second, 'settle');
      second.send(ack(5));
      // An Ack has no answer: leave the server a moment to read it before the drop.
      await period(200);
      second.socket.drop();
      const third = await reattachSoon(connection);
      assert.deepEqual(await third.next(), sequence(6));
      third.socket.drop();
    },
  ),
  ...perProtocol(
    '93',
    'unacknowledged messages are replayed in order, once, and acknowledged ones are not',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol, stateful: true });
      for (const id of ['1', '2', '3', '4']) await exchange(connection, id);
      connection.send(ack(2));
      await settle(connection);
      connection.socket.drop();
      const again = await reattachSoon(connection);
      assert.deepEqual(await again.next(), sequence(3));
      assert.deepEqual([await again.next(), await again.next()], [answer('3'), answer('4')]);
      assert.equal((await again.next()).invocationId, 'settle');
      again.send(sequence(6), echo('live'));
      assert.deepEqual(await again.next(), answer('live'));
      again.socket.drop();
    },
  ),
  ...perProtocol('93b', 'an Ack that comes again, or a lower one, acknowledges nothing more', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol, stateful: true });
    for (const id of ['1', '2', '3']) await exchange(connection, id);
    connection.send(ack(2), ack(2), ack(1), ack(0));
    await settle(connection);
    connection.socket.drop();
    const again = await reattachSoon(connection);
    assert.deepEqual(await again.next(), sequence(3));
    assert.deepEqual(await again.next(), answer('3'));
    again.socket.drop();
  }),
  ...perProtocol('94a', 'replayed messages of the client are not executed twice', async ({ server }, protocol) => {
    const base = await server();
    const witness = await connect(base, { protocol });
    const connection = await connect(base, { protocol, stateful: true });
    const tell = (id: string): HubMessage => ({
      type: Type.invocation,
      invocationId: id,
      target: 'SendToConnection',
      arguments: [witness.id, id],
    });
    connection.send(tell('1'), tell('2'));
    for (const id of ['1', '2']) assert.deepEqual((await witness.next()).arguments, [id]);
    connection.socket.drop();
    const again = await reattachSoon(connection);
    assert.deepEqual(await again.next(), sequence(1));
    again.send(sequence(1), tell('1'), tell('2'), tell('3'));
    assert.deepEqual((await witness.next()).arguments, ['3']);
    again.socket.drop();
    witness.socket.drop();
  }),
  ...perProtocol(
    '94b',
    'replayed items of a finished upload are counted, so that the next call is answered',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol, stateful: true });
      const upload: HubMessage[] = [
        { type: Type.invocation, invocationId: '1', target: 'UploadSum', arguments: [], streamIds: ['2'] },
        { type: Type.streamItem, invocationId: '2', item: 1 },
        { type: Type.streamItem, invocationId: '2', item: 2 },
        { type: Type.completion, invocationId: '2' },
      ];
      connection.send(...upload);
      assert.deepEqual(await connection.next(), { type: Type.completion, invocationId: '1', result: 3 });
      connection.socket.drop();
      const again = await reattachSoon(connection);
      assert.deepEqual(await again.next(), sequence(1));
      assert.equal((await again.next()).invocationId, '1');
      again.send(sequence(1), ...upload, echo('5'));
      assert.deepEqual(await again.next(undefined, 3_000), answer('5'));
      again.socket.drop();
    },
  ),
  ...perProtocol('94c', 'after a reattach nothing of the client counts before its Sequence', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol, stateful: true });
    await exchange(connection, '1');
    connection.socket.drop();
    const again = await reattachSoon(connection);
    assert.deepEqual(await again.next(), sequence(1));
    assert.deepEqual(await again.next(), answer('1'));
    again.send(echo('early'), sequence(2), echo('in time'));
    assert.deepEqual(await again.next(), answer('in time'));
    again.socket.drop();
  }),
  ...perProtocol(
    '95',
    'the server acknowledges within two seconds of a trackable message, and not after a Ping only',
    async ({ server }, protocol) => {
      const base = await server();
      const [calling, pinging] = [
        await connect(base, { protocol, stateful: true }),
        await connect(base, { protocol, stateful: true }),
      ];
      await exchange(calling, '1');
      await exchange(calling, '2');
      assert.deepEqual(await ackUpTo(calling, 2, 2_500), ack(2));
      pinging.send({ type: Type.ping });
      await assert.rejects(pinging.skipTo(Type.ack, 2_000), /no message of type 8/, 'an Ack came after a Ping');
      calling.socket.drop();
      pinging.socket.drop();
    },
    true,
  ),
  ...perProtocol(
    '96',
    'the server acknowledges after a reattach even when there is nothing new',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol, stateful: true });
      await exchange(connection, '1');
      assert.deepEqual(await ackUpTo(connection, 1, 2_500), ack(1));
      connection.socket.drop();
      const again = await reattachSoon(connection);
      assert.equal((await again.next()).type, Type.sequence);
      again.send(sequence(2));
      assert.deepEqual(await again.skipTo(Type.ack, 2_500), ack(1));
      again.socket.drop();
    },
  ),
  ...perProtocol(
    '97',
    'no trackable message reaches the client before its first frame after the handshake',
    async ({ server }, protocol) => {
      const base = await server();
      const other = await connect(base, { protocol });
      const connection = await connect(base, { protocol, stateful: true, silent: true });
      await other.result('SendToConnection', connection.id, 'held');
      await connection.nothing(700);
      connection.send({ type: Type.ping });
      assert.deepEqual((await connection.next(Type.invocation)).arguments, ['held']);
      connection.socket.drop();
      other.socket.drop();
    },
  ),
  ...perProtocol('99a', 'a Sequence above what is expected ends the connection for good', async ({ server }, protocol) => {
    await sequenceEnds(await connect(await server(), { protocol, stateful: true }), 5);
  }),
  ...perProtocol('99b', 'a Sequence below 1 ends the connection for good', async ({ server }, protocol) => {
    for (const wrong of [0, -1]) await sequenceEnds(await connect(await server(), { protocol, stateful: true }), wrong);
  }),
  ...perProtocol('99c', 'a Sequence without a reattach ends the connection for good', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol, stateful: true });
    await exchange(connection, '1');
    connection.send(sequence(1));
    const close = await connection.closed(3_000);
    assert.ok(close.error, 'the Close carries an error');
    assert.ok([404, 409].includes(await refusedUpgrade(connection.address)));
  }),
  {
    id: '100',
    title: 'a reattach after the disconnect timeout is 404, and the connection has left once',
    slow: true,
    async run({ server, settings }) {
      const base = await server('announcing');
      const witness = await connect(base);
      const connection = await connect(base, { stateful: true });
      await exchange(connection, '1');
      connection.socket.drop();
      await period(settings().disconnectTimeoutMs + 3_000);
      assert.equal(await refusedUpgrade(connection.address), 404);
      witness.send(echo('end'));
      const came = await witness.until(Type.completion);
      assert.equal(came.filter((message) => message.target === 'left' && message.arguments?.[0] === connection.id).length, 1);
      witness.socket.drop();
    },
  },
  ...perProtocol(
    '101a',
    'a second socket with the id of a live connection takes over without loss',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol, stateful: true });
      await exchange(connection, '1');
      const again = await reattach(connection);
      await takesOver(connection, again);
    },
  ),
  ...perProtocol(
    '101b',
    'a second socket takes over from one that is silent, as on a half-open TCP connection',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol, stateful: true });
      await exchange(connection, '1');
      connection.socket.pause();
      const again = await reattach(connection);
      await takesOver(connection, again);
    },
  ),
  ...perProtocol(
    '102',
    'after a Close of either side or a close frame a reattach is 404 or 409 within a second',
    async ({ server }, protocol) => {
      const base = await server();
      const endings: readonly [string, (connection: HubConnection) => void][] = [
        [
          'Close by the server',
          (connection) => connection.send({ type: Type.invocation, invocationId: '1', target: 'Abort', arguments: [] }),
        ],
        ['Close by the client', (connection) => connection.send({ type: Type.close })],
        ['a protocol error', (connection) => connection.send({ type: Type.invocation })],
        ['a close frame 1000', (connection) => connection.socket.close(1000)],
        ['a close frame 1001', (connection) => connection.socket.close(1001)],
        ['a close frame without code', (connection) => connection.socket.close()],
      ];
      for (const [what, end] of endings) {
        const connection = await connect(base, { protocol, stateful: true });
        await exchange(connection, 'e');
        end(connection);
        await connection.socket.ended;
        const status = await refusedUpgrade(connection.address, { waitMs: 1_000 });
        assert.ok(status === 404 || status === 409, `${status} after ${what}`);
      }
    },
  ),
  ...perProtocol('103', 'after a handshake of version 1 a drop is final', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol, stateful: true, version: 1 });
    assert.equal(await connection.result('Echo', 'a'), 'a');
    connection.socket.drop();
    await refusedSoon(connection);
  }),
];

/** Sends a call and takes its answer. */
async function exchange(connection: HubConnection, id: string): Promise<void> {
  connection.send(echo(id));
  assert.deepEqual(await connection.next(), answer(id));
}

/** One call more, so that everything sent before it was looked at by the server. */
async function settle(connection: HubConnection): Promise<void> {
  connection.send(echo('settle'));
  await untilAnswer(connection, 'settle');
}

async function untilAnswer(connection: HubConnection, id: string): Promise<HubMessage> {
  for (;;) {
    const message = await connection.next();
    if (message.invocationId === id) return message;
  }
}

/** Acks are cumulative: an earlier, smaller one may come first. */
async function ackUpTo(connection: HubConnection, sequenceId: number, waitMs: number): Promise<HubMessage> {
  for (;;) {
    const message = await connection.skipTo(Type.ack, waitMs);
    if ((message.sequenceId ?? 0) >= sequenceId) return message;
  }
}

/**
 * Reattaches after a drop. A server that learns of the drop a moment after the upgrade may refuse or end it (6.4, as
 * ASP.NET does); what a drop is to it is not what these checks ask, so the client leaves it a moment.
 */
export async function reattachSoon(connection: HubConnection): Promise<HubConnection> {
  await period(150);
  return reattach(connection);
}

async function refusedSoon(connection: HubConnection): Promise<void> {
  await period(150);
  const outcome = await upgrade(connection.address);
  assert.equal(outcome.kind, 'refused', 'the connection is still there');
}

async function sequenceEnds(connection: HubConnection, wrong: number): Promise<void> {
  await exchange(connection, '1');
  connection.socket.drop();
  const again = await reattachSoon(connection);
  assert.deepEqual(await again.next(), sequence(1));
  assert.deepEqual(await again.next(), answer('1'));
  again.send(sequence(wrong));
  const close = await again.closed(3_000);
  assert.ok(close.error, 'the Close carries an error');
  assert.ok([404, 409].includes(await refusedUpgrade(connection.address)));
}

async function takesOver(first: HubConnection, second: HubConnection): Promise<void> {
  assert.deepEqual(await second.next(), sequence(1));
  assert.deepEqual(await second.next(), answer('1'));
  second.send(sequence(1), echo('1'), echo('2'));
  assert.deepEqual(await second.next(), answer('2'), 'the replayed call is not answered again, the new one is');
  await second.nothing(500);
  first.socket.resume();
  await first.socket.ended;
  assert.equal(await second.result('Echo', 'still here'), 'still here');
  second.socket.drop();
}
