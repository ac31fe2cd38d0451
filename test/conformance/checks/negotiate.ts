import assert from 'node:assert/strict';
import type { Check } from '../harness/check.ts';
import { period } from '../harness/deadline.ts';
import { request } from '../harness/http.ts';
import { hubConnection, negotiate, shakeHands } from '../harness/hub-connection.ts';
import { ALLOWED_ORIGIN, REQUIRED_TOKEN } from '../harness/servers.ts';
import { openSocket, refusedUpgrade } from '../harness/socket.ts';
import { wireOf } from '../harness/wire.ts';

const PREFLIGHT_HEADERS = 'authorization,content-type,x-requested-with,x-signalr-user-agent';

/** Checks 1 to 17: negotiate, and CORS on it. */
export const negotiateChecks: readonly Check[] = [
  {
    id: '1',
    title: 'negotiate version 1 answers 200 with ids and transports as JSON',
    async run({ server }) {
      const answer = await request('POST', `${await server()}/hub/negotiate?negotiateVersion=1`);
      assert.equal(answer.status, 200);
      assert.match(answer.headers['content-type'] ?? '', /^application\/json/);
      const body = JSON.parse(answer.text);
      assert.equal(body.negotiateVersion, 1);
      assert.match(body.connectionId, /./);
      assert.match(body.connectionToken, /./);
      assert.ok(Array.isArray(body.availableTransports) && body.availableTransports.length > 0);
      for (const transport of body.availableTransports) {
        assert.equal(typeof transport.transport, 'string');
        assert.ok(transport.transferFormats.includes('Text'));
      }
    },
  },
  {
    id: '2',
    title: 'two negotiates give different ids; tokens are secret and URL-safe',
    async run({ server }) {
      const base = await server();
      const [first, second] = [await negotiate(base), await negotiate(base)];
      const all = new Set([first.connectionId, first.connectionToken, second.connectionId, second.connectionToken]);
      assert.equal(all.size, 4);
      for (const { connectionToken } of [first, second]) assert.match(connectionToken, /^[A-Za-z0-9_-]{22,}$/);
    },
  },
  {
    id: '3',
    title: 'without negotiateVersion the answer is version 0 and the connection id opens the connection',
    async run({ server }) {
      const base = await server();
      const negotiated = await negotiate(base, '/hub', '');
      assert.equal(negotiated.negotiateVersion, 0);
      assert.equal('connectionToken' in negotiated, false);
      const socket = await openSocket(`${base}/hub?id=${negotiated.connectionId}`);
      await shakeHands(socket, wireOf('json'));
      const connection = hubConnection(negotiated.connectionId, '', wireOf('json'), socket);
      assert.equal(await connection.result('ConnectionId'), negotiated.connectionId);
      socket.drop();
    },
  },
  {
    id: '4',
    title: 'negotiateVersion=9 is clamped to 1',
    async run({ server }) {
      assert.equal((await negotiate(await server(), '/hub', 'negotiateVersion=9')).negotiateVersion, 1);
    },
  },
  {
    id: '5',
    title: 'a negotiateVersion that is no integer answers 200 with an error only',
    async run({ server }) {
      for (const value of ['abc', '']) {
        const body = await negotiate(await server(), '/hub', `negotiateVersion=${value}`);
        assert.deepEqual(Object.keys(body), ['error']);
      }
    },
  },
  {
    id: '6',
    title: 'parameter names are matched without regard to case',
    async run({ server }) {
      assert.equal((await negotiate(await server(), '/hub', 'NegotiateVersion=1')).negotiateVersion, 1);
    },
  },
  {
    id: '7',
    title: 'GET on negotiate is 405',
    async run({ server }) {
      assert.equal((await request('GET', `${await server()}/hub/negotiate?negotiateVersion=1`)).status, 405);
    },
  },
  {
    id: '8',
    title: 'a hub with stateful reconnect grants it when asked',
    async run({ server }) {
      const body = await negotiate(await server(), '/hub', 'negotiateVersion=1&useStatefulReconnect=true');
      assert.equal(body.useStatefulReconnect, true);
    },
  },
  {
    id: '9',
    title: 'stateful reconnect is not granted unasked',
    async run({ server }) {
      assert.notEqual((await negotiate(await server())).useStatefulReconnect, true);
    },
  },
  {
    id: '10',
    title: 'a hub without stateful reconnect does not grant it',
    async run({ server }) {
      const body = await negotiate(await server(), '/plain', 'negotiateVersion=1&useStatefulReconnect=true');
      assert.notEqual(body.useStatefulReconnect, true);
    },
  },
  {
    id: '11',
    title: 'extra query parameters and a trailing slash do not disturb negotiate and connect',
    async run({ server }) {
      const base = await server();
      const negotiated = await negotiate(base, '/hub', 'a=b&negotiateVersion=1&c=%20d&e');
      const socket = await openSocket(`${base}/hub/?a=b&c=%20d&e&id=${negotiated.connectionToken}`);
      await shakeHands(socket, wireOf('json'));
      const connection = hubConnection(negotiated.connectionId, '', wireOf('json'), socket);
      assert.equal(await connection.result('QueryValue', 'c'), ' d');
      socket.drop();
    },
  },
  {
    id: '12',
    title: 'the connection id is no token: 404',
    async run({ server }) {
      const base = await server();
      const { connectionId } = await negotiate(base);
      assert.equal(await refusedUpgrade(`${base}/hub?id=${connectionId}`), 404);
      assert.equal((await request('GET', `${base}/hub?id=${connectionId}`)).status, 404);
    },
  },
  {
    id: '13',
    title: 'a token that is not used within the disconnect timeout is refused with 404',
    slow: true,
    async run({ server, settings }) {
      const base = await server();
      const { connectionToken } = await negotiate(base);
      await period(settings().disconnectTimeoutMs + 3_000);
      assert.equal(await refusedUpgrade(`${base}/hub?id=${connectionToken}`), 404);
    },
  },
  {
    id: '14',
    title: 'the preflight of negotiate allows POST with credentials for the exact origin',
    async run({ server }) {
      const answer = await request('OPTIONS', `${await server()}/hub/negotiate?negotiateVersion=1`, {
        headers: {
          origin: ALLOWED_ORIGIN,
          'access-control-request-method': 'POST',
          'access-control-request-headers': PREFLIGHT_HEADERS,
        },
      });
      assert.ok(answer.status >= 200 && answer.status < 300, `status ${answer.status}`);
      assert.equal(answer.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
      assert.equal(answer.headers['access-control-allow-credentials'], 'true');
      assert.match(answer.headers['access-control-allow-methods'] ?? '', /POST/);
      const allowed = (answer.headers['access-control-allow-headers'] ?? '').toLowerCase().split(/\s*,\s*/);
      for (const header of PREFLIGHT_HEADERS.split(',')) assert.ok(allowed.includes(header), `${header} is not allowed`);
      assert.match(String(answer.headers.vary ?? ''), /origin/i);
    },
  },
  {
    id: '15a',
    title: 'the negotiate answer names the origin and allows credentials',
    async run({ server }) {
      const answer = await request('POST', `${await server()}/hub/negotiate?negotiateVersion=1`, {
        headers: { origin: ALLOWED_ORIGIN },
      });
      assert.equal(answer.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
      assert.equal(answer.headers['access-control-allow-credentials'], 'true');
    },
  },
  {
    id: '15b',
    title: 'the negotiate answer carries no CORS header for a foreign origin',
    async run({ server }) {
      const base = await server('guarded');
      const authorization = `Bearer ${REQUIRED_TOKEN}`;
      const foreign = await request('POST', `${base}/hub/negotiate?negotiateVersion=1`, {
        headers: { authorization, origin: 'https://foreign.test' },
      });
      assert.equal(foreign.headers['access-control-allow-origin'], undefined);
      assert.equal(foreign.headers['access-control-allow-credentials'], undefined);
      const allowed = await request('POST', `${base}/hub/negotiate?negotiateVersion=1`, {
        headers: { authorization, origin: ALLOWED_ORIGIN },
      });
      assert.equal(allowed.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
    },
  },
  {
    id: '16',
    title: 'the preflight of the hub allows GET, POST and DELETE',
    async run({ server }) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const answer = await request('OPTIONS', `${await server()}/hub?id=x`, {
          headers: {
            origin: ALLOWED_ORIGIN,
            'access-control-request-method': method,
            'access-control-request-headers': PREFLIGHT_HEADERS,
          },
        });
        assert.ok(answer.status >= 200 && answer.status < 300, `${method}: status ${answer.status}`);
        assert.match(answer.headers['access-control-allow-methods'] ?? '', new RegExp(method));
        assert.equal(answer.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
      }
    },
  },
  {
    id: '17',
    title: 'a 401 on negotiate carries the CORS headers too',
    async run({ server }) {
      const answer = await request('POST', `${await server('guarded')}/hub/negotiate?negotiateVersion=1`, {
        headers: { origin: ALLOWED_ORIGIN },
      });
      assert.equal(answer.status, 401);
      assert.equal(answer.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
      assert.equal(answer.headers['access-control-allow-credentials'], 'true');
    },
  },
];
