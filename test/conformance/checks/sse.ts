import assert from 'node:assert/strict';
import type { Check } from '../harness/check.ts';
import { request } from '../harness/http.ts';
import { connect } from '../harness/hub-connection.ts';
import { openSse } from '../harness/sse.ts';
import { handshakeText, RS, Type } from '../harness/wire.ts';

/** Checks 44 to 49: Server-Sent Events. */
export const sseChecks: readonly Check[] = [
  {
    id: '44',
    title: 'an event stream answers 200 with its content type and first bytes at once',
    async run({ server }) {
      // openSse waits one second for the first bytes, not longer.
      const sse = await openSse(await server());
      assert.match(String(sse.headers['content-type']), /^text\/event-stream/);
      assert.match(String(sse.headers['cache-control']), /no-cache/);
      assert.ok(sse.first.startsWith(':'), `first bytes: ${JSON.stringify(sse.first)}`);
      sse.drop();
    },
  },
  {
    id: '45',
    title: 'events consist of "data: " lines only and end with an empty line',
    async run({ server }) {
      const sse = await openSse(await server());
      await sse.shakeHands();
      await sse.send(
        ...[1, 2, 3].map((n) => ({
          type: Type.invocation,
          invocationId: String(n),
          target: 'Echo',
          arguments: [`line ${n}\nnext`],
        })),
      );
      for (const n of [1, 2, 3]) assert.equal((await sse.next(Type.completion)).result, `line ${n}\nnext`);
      for (const line of sse.lines) assert.match(line, /^(data: .*|:.*|)$/s);
      assert.ok(sse.lines.length >= 4);
      sse.drop();
    },
  },
  {
    id: '46',
    title: 'the handshake by POST is 200 and its answer is an event',
    async run({ server }) {
      const sse = await openSse(await server());
      await sse.shakeHands();
      await sse.send({ type: Type.invocation, invocationId: '1', target: 'Echo', arguments: ['x'] });
      assert.deepEqual(await sse.next(), { type: Type.completion, invocationId: '1', result: 'x' });
      sse.drop();
    },
  },
  {
    id: '47',
    title: 'a MessagePack handshake on an event stream is an error that names the transfer format',
    protocol: 'messagepack',
    async run({ server }) {
      const sse = await openSse(await server());
      assert.equal((await sse.post(handshakeText('messagepack', 1))).status, 200);
      const payload = (await sse.event()) ?? '';
      assert.ok(payload.endsWith(RS));
      assert.match(JSON.parse(payload.slice(0, -1)).error, /'Binary' transfer format/);
      assert.equal(await sse.event(), undefined, 'the stream ends after the error');
    },
  },
  {
    id: '48',
    title: 'a second event stream with the same id is 409',
    async run({ server }) {
      const sse = await openSse(await server());
      await sse.shakeHands();
      assert.equal((await request('GET', sse.address, { headers: { accept: 'text/event-stream' } })).status, 409);
      await sse.send({ type: Type.invocation, invocationId: '1', target: 'Echo', arguments: ['alive'] });
      assert.equal((await sse.next(Type.completion)).result, 'alive');
      sse.drop();
    },
  },
  {
    id: '49',
    title: 'a client that goes away from its event stream has left',
    async run({ server }) {
      const base = await server('announcing');
      const witness = await connect(base);
      const sse = await openSse(base);
      await sse.shakeHands();
      sse.drop();
      // Other checks leave this server too: wait for this one.
      for (;;) {
        const message = await witness.next(Type.invocation, 20_000);
        assert.equal(message.target, 'left');
        if (message.arguments?.[0] === sse.id) break;
      }
      assert.equal((await request('POST', sse.address, { body: `{"type":6}${RS}` })).status, 404);
      witness.socket.drop();
    },
  },
];
