import assert from 'node:assert/strict';
import { type Check, perProtocol } from '../harness/check.ts';
import { period } from '../harness/deadline.ts';
import { request } from '../harness/http.ts';
import { connect } from '../harness/hub-connection.ts';
import { refusedUpgrade, upgrade } from '../harness/socket.ts';
import { Type } from '../harness/wire.ts';
import { reattachSoon } from './stateful.ts';

/** Checks 98 and 104 to 108: what the hub sees of a reconnect, its bounds, and who may reattach. */
export const statefulHubChecks: readonly Check[] = [
  ...perProtocol(
    '98',
    'messages published while a client is detached are delivered after its reattach, once and in order',
    async ({ server }, protocol) => {
      const base = await server();
      const group = `check 98 ${protocol}`;
      const other = await connect(base, { protocol });
      const connection = await connect(base, { protocol, stateful: true });
      await connection.result('JoinGroup', group);
      connection.send({ type: Type.ack, sequenceId: 1 });
      connection.socket.drop();
      const sent = Array.from({ length: 20 }, (_, n) => n);
      for (const n of sent)
        await other.result(n % 2 === 0 ? 'SendToGroup' : 'SendToConnection', n % 2 === 0 ? group : connection.id, n);
      const again = await reattachSoon(connection);
      const first = await again.next();
      assert.equal(first.type, Type.sequence);
      // The Ack may or may not have been read before the drop: the answer to JoinGroup may come again, numbered 1.
      if (first.sequenceId === 1) assert.equal((await again.next()).type, Type.completion);
      for (const n of sent) assert.deepEqual((await again.next(Type.invocation)).arguments, [n]);
      again.send({ type: Type.sequence, sequenceId: 2 });
      assert.equal(await again.result('Echo', 'nothing else came'), 'nothing else came');
      again.socket.drop();
      other.socket.drop();
    },
  ),
  {
    id: '104',
    title: 'a connection with more unacknowledged bytes than its buffer is ended, others are not affected',
    async run({ server, settings }) {
      const base = await server('quick');
      const filler = 'b'.repeat(settings('quick').reconnectBufferBytes);
      const [never, other] = [await connect(base, { stateful: true }), await connect(base)];
      never.send({ type: Type.invocation, target: 'Void', arguments: [] });
      // Nothing is acknowledged: the buffer overflows in the course of these.
      for (let n = 0; n < 20; n++) {
        const sent = request('POST', `${base}/send-outside`, {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ to: 'connection', name: never.id, payload: filler }),
          waitMs: 60_000,
        });
        sent.catch(() => undefined);
      }
      assert.equal(await other.result('Echo', 'not affected'), 'not affected');
      // It pings, so that no client timeout ends it in the buffer's stead.
      let code: number | undefined;
      for (let n = 0; n < 10 && code === undefined; n++) {
        never.send({ type: Type.ping });
        code = await Promise.race([never.socket.ended, period(500).then(() => undefined)]);
      }
      assert.notEqual(code, undefined, 'the connection was not ended');
      assert.ok([404, 409].includes(await refusedUpgrade(never.address)));
      other.socket.drop();
    },
  },
  {
    id: '105',
    title: 'ten reattaches in one second end the connection',
    async run({ server }) {
      const connection = await connect(await server(), { stateful: true });
      connection.socket.drop();
      let refused = 0;
      for (let n = 0; n < 10 && refused === 0; n++) {
        // Long enough for the server to learn of each drop, so that none of these is a takeover.
        await period(50);
        const outcome = await upgrade(connection.address);
        if (outcome.kind === 'refused') refused++;
        else {
          await outcome.socket.next('Sequence');
          outcome.socket.drop();
        }
      }
      assert.equal(refused, 1, 'every one of ten reattaches was accepted');
      assert.ok([404, 409, 429].includes(await refusedUpgrade(connection.address)), 'the connection is final');
    },
  },
  {
    id: '106',
    title: 'a reattach with the credentials of another user is 401 or 403',
    async run({ server }) {
      const connection = await connect(await server(), { hub: '/hub?user=alice', stateful: true });
      assert.equal(await connection.result('Echo', 1), 1);
      connection.socket.drop();
      const status = await refusedUpgrade(connection.address.replace('user=alice', 'user=bob'));
      assert.ok(status === 401 || status === 403, `status ${status}`);
      // Who was refused has not harmed whose connection it is.
      const again = await reattachSoon(connection);
      assert.equal((await again.next()).type, Type.sequence);
      again.socket.drop();
    },
  },
  ...perProtocol('107', 'connection id, groups and user survive a reattach', async ({ server }, protocol) => {
    const base = await server();
    const group = `check 107 ${protocol}`;
    const connection = await connect(base, { hub: '/hub?user=alice&role=editor&tier=gold', protocol, stateful: true });
    await connection.result('JoinGroup', group);
    const before = await connection.result('WhoAmI');
    assert.deepEqual(
      { ...(before as object), claims: undefined },
      { userId: 'alice', name: 'Name of alice', authenticated: true, roles: ['editor'], claims: undefined },
    );
    connection.socket.drop();
    const again = await reattachSoon(connection);
    assert.equal((await again.next()).type, Type.sequence);
    // The two answers from before are not acknowledged and come again.
    for (let n = 0; n < 2; n++) await again.next(Type.completion);
    again.send({ type: Type.sequence, sequenceId: 3 });
    assert.equal(await again.result('ConnectionId'), connection.id);
    assert.deepEqual(await again.result('WhoAmI'), before);
    again.send({ type: Type.invocation, target: 'SendToGroup', arguments: [group, 'to the group'] });
    assert.deepEqual((await again.next(Type.invocation)).arguments, ['to the group']);
    again.socket.drop();
  }),
  ...perProtocol(
    '108',
    'messages that do not come from a hub call, as those of a backplane, are replayed like others',
    async ({ server }, protocol) => {
      const base = await server();
      const user = `check-108-${protocol}`;
      const connection = await connect(base, { hub: `/hub?user=${user}`, protocol, stateful: true });
      assert.equal(await connection.result('Echo', 1), 1);
      connection.socket.drop();
      const sends = [
        { to: 'connection', name: connection.id, payload: 'a' },
        { to: 'user', name: user, payload: 'b' },
        { to: 'connection', name: connection.id, payload: 'c' },
      ];
      for (const send of sends) {
        const done = await request('POST', `${base}/send-outside`, {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(send),
        });
        assert.ok(done.status >= 200 && done.status < 300, `send-outside: ${done.status}`);
      }
      const again = await reattachSoon(connection);
      assert.deepEqual(await again.next(), { type: Type.sequence, sequenceId: 1 });
      assert.equal((await again.next(Type.completion)).result, 1);
      for (const send of sends) assert.deepEqual((await again.next(Type.invocation)).arguments, [send.payload]);
      again.socket.drop();
    },
  ),
];
