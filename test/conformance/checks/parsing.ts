import assert from 'node:assert/strict';
import { type Check, perProtocol } from '../harness/check.ts';
import { connect, type HubConnection } from '../harness/hub-connection.ts';
import { framed, type HubMessage, RS, Type } from '../harness/wire.ts';

/** Checks 70 to 73: what the parser skips, refuses and bounds. */
export const parsingChecks: readonly Check[] = [
  ...perProtocol(
    '70',
    'a message of unknown type is skipped and the next one in the same frame is processed',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol });
      connection.send({ type: 99 }, { type: Type.invocation, invocationId: '1', target: 'Echo', arguments: ['next'] });
      assert.deepEqual(await connection.next(undefined, 3_000), { type: Type.completion, invocationId: '1', result: 'next' });
      connection.socket.drop();
    },
  ),
  {
    id: '71/json',
    title: 'a JSON message that breaks the protocol is answered by Close with an error, then close 1000',
    async run({ server }) {
      const base = await server();
      const broken = [
        '{}',
        '{"type":"1"}',
        '{"type":1,',
        '[]',
        '"text"',
        '{"type":1,"target":"Echo"}',
        '{"type":1,"arguments":[]}',
        '{"type":1,"target":"Echo","arguments":null}',
        '{"type":1,"target":7,"arguments":[]}',
        '{"type":1,"invocationId":null,"target":"Echo","arguments":[1]}',
        '{"type":1,"invocationId":1,"target":"Echo","arguments":[1]}',
        '{"type":1,"headers":{"a":1},"target":"Echo","arguments":[1]}',
        '{"type":2,"invocationId":"1"}',
        '{"type":3}',
        '{"type":3,"invocationId":"1","result":1,"error":"x"}',
        '{"type":4,"target":"Counter","arguments":[1,0]}',
        '{"type":5}',
      ];
      for (const text of broken) await closesOn(await connect(base), `${text}${RS}`, text);
    },
  },
  {
    id: '71/messagepack',
    title: 'a MessagePack message that breaks the protocol is answered by Close with an error, then close 1000',
    protocol: 'messagepack',
    async run({ server }) {
      const base = await server();
      const broken = [
        '95' + '03' + '80' + 'a131' + '07' + 'c0', // Completion of kind 7
        '9501c0a131a44563686f9101', // headers nil
        '95018001a44563686f9101', // integer id
        '950180a131019101', // integer target
        '90', // empty array
        '9107', // Close without items
        '80', // a map
        '91a131', // type as text
        'dd', // array32 cut off
      ];
      for (const body of broken)
        await closesOn(await connect(base, { protocol: 'messagepack' }), framed(Buffer.from(body, 'hex')), body);
      await closesOn(await connect(base, { protocol: 'messagepack' }), Buffer.from([0]), 'a body of length zero');
    },
  },
  ...perProtocol(
    '72a',
    'a message of exactly the maximum size is accepted, one byte more is a Close with an error',
    async ({ server, settings }, protocol) => {
      const base = await server();
      const connection = await connect(base, { protocol });
      const exact = messageOf(connection, settings().maxMessageBytes);
      connection.socket.send(exact);
      const completion = await connection.next(Type.completion);
      assert.ok(String(completion.result).length > settings().maxMessageBytes - 100, 'the echo is complete');
      connection.socket.drop();
      const other = await connect(base, { protocol });
      await closesOn(other, messageOf(other, settings().maxMessageBytes + 1), 'one byte too many');
    },
  ),
  ...perProtocol('72b', 'many small messages in one large frame are accepted', async ({ server, settings }, protocol) => {
    const connection = await connect(await server(), { protocol });
    const ping = connection.wire.encode({ type: Type.ping });
    const count = Math.ceil((settings().maxMessageBytes * 3) / ping.length);
    const last: HubMessage = { type: Type.invocation, invocationId: '1', target: 'Echo', arguments: ['end'] };
    connection.send(...Array.from({ length: count }, () => ({ type: Type.ping })), last);
    assert.deepEqual(await connection.next(), { type: Type.completion, invocationId: '1', result: 'end' });
    connection.socket.drop();
  }),
  {
    id: '73a',
    title: 'a VarInt of six bytes, or with a fifth byte above 7, ends the connection',
    protocol: 'messagepack',
    async run({ server }) {
      const base = await server();
      for (const prefix of ['808080808001', '8080808008', 'ffffffffff7f']) {
        await closesOn(await connect(base, { protocol: 'messagepack' }), Buffer.from(prefix, 'hex'), prefix);
      }
    },
  },
  {
    id: '73b',
    title: 'a length above the limit is refused before the body arrives',
    protocol: 'messagepack',
    async run({ server }) {
      const base = await server();
      // 2 147 483 647, and 40 000: no body follows either.
      for (const prefix of ['ffffffff07', 'c0b802']) {
        await closesOn(await connect(base, { protocol: 'messagepack' }), Buffer.from(prefix, 'hex'), prefix);
      }
    },
  },
];

/** An Echo of exactly so many framed bytes. */
function messageOf(connection: HubConnection, bytes: number): string | Buffer {
  const encode = (chars: number): Buffer =>
    connection.wire.encode({ type: Type.invocation, invocationId: '1', target: 'Echo', arguments: ['x'.repeat(chars)] });
  let chars = bytes - 100;
  while (encode(chars).length < bytes) chars++;
  const message = encode(chars);
  assert.equal(message.length, bytes);
  return connection.wire.binary ? message : message.toString('utf8');
}

async function closesOn(connection: HubConnection, bytes: string | Buffer, what: string): Promise<void> {
  connection.socket.send(bytes);
  const close = await connection.closed();
  assert.ok(close.error, `the Close after ${what} carries no error`);
}
