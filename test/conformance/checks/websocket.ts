import assert from 'node:assert/strict';
import { type Check, perProtocol } from '../harness/check.ts';
import { connect, hubConnection, negotiate, shakeHands, whereToConnect } from '../harness/hub-connection.ts';
import { ALLOWED_ORIGIN, REQUIRED_TOKEN } from '../harness/servers.ts';
import { nextClosed, nextFrame, openSocket, type RawSocket, refusedUpgrade } from '../harness/socket.ts';
import { type HubMessage, handshakeText, RS, Type, wireOf } from '../harness/wire.ts';

/** Checks 24 to 43: the upgrade, the handshake and frames. */
export const websocketChecks: readonly Check[] = [
  {
    id: '24',
    title: 'an upgrade with a valid id is 101, with an unknown one 404',
    async run({ server }) {
      const base = await server();
      (await negotiatedSocket(base)).drop();
      assert.equal(await refusedUpgrade(`${base}/hub?id=AAAAAAAAAAAAAAAAAAAAAA`), 404);
    },
  },
  {
    id: '25',
    title: 'an upgrade without id gives a usable connection',
    async run({ server }) {
      const socket = await openSocket(`${await server()}/hub`);
      await shakeHands(socket, wireOf('json'));
      assert.equal(await hubConnection('', '', wireOf('json'), socket).result('Echo', 'no id'), 'no id');
      socket.drop();
    },
  },
  {
    id: '26',
    title: 'a second upgrade with the id of a live connection is 409 and the first keeps working',
    async run({ server }) {
      const connection = await connect(await server());
      assert.equal(await refusedUpgrade(connection.address), 409);
      assert.equal(await connection.result('Echo', 'alive'), 'alive');
      connection.socket.drop();
    },
  },
  {
    id: '27',
    title: 'the token is accepted in the Authorization header and in access_token, and asked for',
    async run({ server }) {
      const base = await server('guarded');
      const authorization = { authorization: `Bearer ${REQUIRED_TOKEN}` };
      const { connectionToken: first } = await negotiate(base, '/hub', 'negotiateVersion=1', authorization);
      assert.equal(await refusedUpgrade(`${base}/hub?id=${first}`), 401);
      (await openSocket(`${base}/hub?id=${first}`, { headers: authorization })).drop();
      const { connectionToken: second } = await negotiate(base, '/hub', 'negotiateVersion=1', authorization);
      (await openSocket(`${base}/hub?id=${second}&access_token=${REQUIRED_TOKEN}`)).drop();
    },
  },
  {
    id: '28',
    title: 'an upgrade from a foreign origin is 403, from an allowed one or from no browser 101',
    async run({ server }) {
      const base = await server('guarded');
      const authorization = `Bearer ${REQUIRED_TOKEN}`;
      const address = async (): Promise<string> => {
        const { connectionToken } = await negotiate(base, '/hub', 'negotiateVersion=1', { authorization });
        return `${base}/hub?id=${connectionToken}`;
      };
      assert.equal(await refusedUpgrade(await address(), { headers: { authorization, origin: 'https://foreign.test' } }), 403);
      (await openSocket(await address(), { headers: { authorization, origin: ALLOWED_ORIGIN } })).drop();
      (await openSocket(await address(), { headers: { authorization } })).drop();
    },
  },
  {
    id: '29',
    title: 'a JSON handshake is answered by the text frame 7b 7d 1e',
    async run({ server }) {
      await handshakeAnswer(await server(), handshakeText('json', 1), false);
    },
  },
  {
    id: '30',
    title: 'a MessagePack handshake in a text frame is answered by the binary frame 7b 7d 1e',
    protocol: 'messagepack',
    async run({ server }) {
      await handshakeAnswer(await server(), handshakeText('messagepack', 1), true);
    },
  },
  {
    id: '31',
    title: 'a MessagePack handshake in a binary frame works too',
    protocol: 'messagepack',
    async run({ server }) {
      await handshakeAnswer(await server(), Buffer.from(handshakeText('messagepack', 1)), true);
    },
  },
  ...perProtocol('32', 'handshake versions 1 and 2 are accepted, 3 is an error and a close', async ({ server }, protocol) => {
    const base = await server();
    for (const version of [1, 2]) await handshakeAnswer(base, handshakeText(protocol, version), protocol === 'messagepack');
    await handshakeError(await negotiatedSocket(base), handshakeText(protocol, 3));
  }),
  {
    id: '33',
    title: 'an unknown protocol is answered by an error with RS, then close 1000',
    async run({ server }) {
      const error = await handshakeError(await negotiatedSocket(await server()), handshakeText('xml', 1));
      assert.match(error, /xml/);
    },
  },
  {
    id: '34',
    title: 'the protocol name is matched without regard to case',
    async run({ server }) {
      await handshakeAnswer(await server(), handshakeText('JSON', 1), false);
    },
  },
  {
    id: '35',
    title: 'a malformed handshake is an error and a close',
    async run({ server }) {
      const base = await server();
      for (const text of [
        'garbage',
        '',
        '[]',
        '{"protocol":"json"}',
        '{"version":1}',
        '{"protocol":"json","version":"1"}',
        '{"protocol":null,"version":1}',
      ]) {
        await handshakeError(await negotiatedSocket(base), `${text}${RS}`);
      }
    },
  },
  {
    id: '36',
    title: 'no handshake within the handshake timeout is an error and a close',
    slow: true,
    async run({ server, settings }) {
      const socket = await negotiatedSocket(await server('quick'));
      await handshakeError(socket, undefined, settings('quick').handshakeTimeoutMs + 6_000);
    },
  },
  {
    id: '37',
    title: 'a handshake without end that is longer than the message limit is an error and a close',
    async run({ server, settings }) {
      await handshakeError(await negotiatedSocket(await server()), 'x'.repeat(settings().maxMessageBytes + 8_000));
    },
  },
  ...perProtocol('38', 'a hub message in the frame of the handshake is processed', async ({ server }, protocol) => {
    const wire = wireOf(protocol);
    const socket = await negotiatedSocket(await server());
    const call = wire.encode({ type: Type.invocation, invocationId: '1', target: 'Echo', arguments: ['together'] });
    const bytes = Buffer.concat([Buffer.from(handshakeText(protocol, 1)), call]);
    socket.send(wire.binary ? bytes : bytes.toString('utf8'));
    let received = Buffer.alloc(0);
    const due = Buffer.concat([
      Buffer.from('7b7d1e', 'hex'),
      wire.encode({ type: Type.completion, invocationId: '1', result: 'together' }),
    ]);
    while (received.length < due.length)
      received = Buffer.concat([received, (await nextFrame(socket, 'the rest of the answers')).bytes]);
    assert.deepEqual(wire.decode(received.subarray(3)), [{ type: Type.completion, invocationId: '1', result: 'together' }]);
    assert.equal(received.subarray(0, 3).toString('hex'), '7b7d1e');
    socket.drop();
  }),
  {
    id: '39',
    title: 'a handshake in two frames is accepted',
    async run({ server }) {
      const socket = await negotiatedSocket(await server());
      socket.send('{"protocol":"js');
      socket.send(`on","version":1}${RS}`);
      assert.equal((await nextFrame(socket, 'the handshake answer')).bytes.toString('hex'), '7b7d1e');
      assert.equal(await hubConnection('', '', wireOf('json'), socket).result('Echo', 1), 1);
      socket.drop();
    },
  },
  ...perProtocol(
    '40 41',
    'under load every frame holds whole messages and has the kind of its protocol',
    async ({ server }, protocol) => {
      const connection = await connect(await server(), { protocol });
      const calls = 300;
      // Sizes on both sides of the lengths at which prefixes and buffers change.
      const text = (n: number): string => 'y'.repeat((n * 97) % 9_000);
      for (let n = 0; n < calls; n++)
        connection.send({ type: Type.invocation, invocationId: String(n), target: 'Echo', arguments: [text(n)] });
      connection.send({ type: Type.streamInvocation, invocationId: 'stream', target: 'Counter', arguments: [500, 0] });
      const answered = new Map<string, HubMessage>();
      let items = 0;
      // The connection decodes each frame by itself and refuses the other kind: what arrives here has passed both checks.
      while (answered.size < calls + 1) {
        const message = await connection.next();
        if (message.type === Type.streamItem) assert.equal(message.item, items++);
        else answered.set(String(message.invocationId), message);
      }
      for (let n = 0; n < calls; n++) assert.equal(answered.get(String(n))?.result, text(n));
      assert.equal(items, 500);
      connection.socket.drop();
    },
  ),
  ...perProtocol('42', 'a hub message in pieces over several client frames is accepted', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    const bytes = connection.wire.encode({ type: Type.invocation, invocationId: '1', target: 'Echo', arguments: ['in pieces'] });
    for (const [from, to] of [
      [0, 1],
      [1, 9],
      [9, bytes.length],
    ] as const) {
      const piece = bytes.subarray(from, to);
      connection.socket.send(connection.wire.binary ? piece : piece.toString('utf8'));
    }
    assert.deepEqual(await connection.next(), { type: Type.completion, invocationId: '1', result: 'in pieces' });
    connection.socket.drop();
  }),
  ...perProtocol('43', 'several hub messages in one client frame are processed in order', async ({ server }, protocol) => {
    const connection = await connect(await server(), { protocol });
    const ids = Array.from({ length: 50 }, (_, n) => String(n));
    connection.send(
      ...ids.flatMap((id) => [{ type: Type.invocation, invocationId: id, target: 'Echo', arguments: [id] }, { type: Type.ping }]),
    );
    for (const id of ids) assert.deepEqual(await connection.next(), { type: Type.completion, invocationId: id, result: id });
    connection.socket.drop();
  }),
];

async function negotiatedSocket(base: string): Promise<RawSocket> {
  const { address, headers } = await whereToConnect(base, '/hub', await negotiate(base));
  return openSocket(address, { headers });
}

async function handshakeAnswer(base: string, handshake: string | Buffer, binary: boolean): Promise<void> {
  const socket = await negotiatedSocket(base);
  socket.send(handshake);
  const answer = await nextFrame(socket, 'the handshake answer');
  assert.equal(answer.bytes.toString('hex'), '7b7d1e', `handshake answer: ${answer.bytes.toString('utf8')}`);
  assert.equal(answer.binary, binary, 'kind of the frame: binary');
  socket.drop();
}

/** Sends a handshake that must fail, and gives the text of the error. */
async function handshakeError(socket: RawSocket, handshake: string | undefined, waitMs?: number): Promise<string> {
  if (handshake !== undefined) socket.send(handshake);
  const { bytes } = await nextFrame(socket, `a handshake error for ${handshake?.slice(0, 60) ?? 'silence'}`, waitMs);
  const text = bytes.toString('utf8');
  assert.ok(text.endsWith(RS), 'the handshake error ends with RS');
  const { error } = JSON.parse(text.slice(0, -1));
  assert.equal(typeof error, 'string', `a handshake error for ${handshake?.slice(0, 60)}, not ${text}`);
  assert.notEqual(error, '');
  await nextClosed(socket, 1000);
  return error;
}
