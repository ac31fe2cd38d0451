import assert from 'node:assert/strict';
import type { Check } from '../harness/check.ts';
import { request } from '../harness/http.ts';
import { connect } from '../harness/hub-connection.ts';
import { openSse } from '../harness/sse.ts';

/** Checks 18 to 23: HTTP requests on the hub's address. */
export const httpChecks: readonly Check[] = [
  {
    id: '18',
    title: 'a request without id is 400',
    async run({ server }) {
      const base = await server();
      for (const method of ['GET', 'POST', 'DELETE']) assert.equal((await request(method, `${base}/hub`)).status, 400, method);
    },
  },
  {
    id: '19',
    title: 'a request with an unknown id is 404',
    async run({ server }) {
      const base = await server();
      for (const method of ['GET', 'POST', 'DELETE'])
        assert.equal((await request(method, `${base}/hub?id=unknown`)).status, 404, method);
      const sse = await request('GET', `${base}/hub?id=unknown`, { headers: { accept: 'text/event-stream' } });
      assert.equal(sse.status, 404, 'Server-Sent Events');
    },
  },
  {
    id: '20',
    title: 'PUT is 405',
    async run({ server }) {
      const connection = await connect(await server());
      for (const method of ['PUT', 'PATCH']) assert.equal((await request(method, connection.address)).status, 405, method);
      connection.socket.drop();
    },
  },
  {
    id: '21',
    title: 'POST to a connection on WebSockets is 405',
    async run({ server }) {
      const connection = await connect(await server());
      assert.equal((await request('POST', connection.address, { body: 'x' })).status, 405);
      assert.equal(await connection.result('Echo', 'alive'), 'alive');
      connection.socket.drop();
    },
  },
  {
    id: '22',
    title: 'a poll, or an event stream, on a connection on WebSockets is 400',
    async run({ server }) {
      const connection = await connect(await server());
      assert.equal((await request('GET', connection.address)).status, 400);
      assert.equal((await request('GET', connection.address, { headers: { accept: 'text/event-stream' } })).status, 400);
      assert.equal(await connection.result('Echo', 'alive'), 'alive');
      connection.socket.drop();
    },
  },
  {
    id: '23a',
    title: 'DELETE on a connection on WebSockets is 400',
    async run({ server }) {
      const connection = await connect(await server());
      assert.equal((await request('DELETE', connection.address)).status, 400);
      assert.equal(await connection.result('Echo', 'alive'), 'alive');
      connection.socket.drop();
    },
  },
  {
    id: '23b',
    title: 'DELETE on a connection on Server-Sent Events is 400',
    async run({ server }) {
      const sse = await openSse(await server());
      assert.equal((await request('DELETE', sse.address)).status, 400);
      await sse.shakeHands();
      sse.drop();
    },
  },
];
