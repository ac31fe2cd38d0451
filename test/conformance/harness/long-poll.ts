import assert from 'node:assert/strict';
import { type HttpAnswer, request } from './http.ts';
import { hubUrl, negotiate } from './hub-connection.ts';
import { type HubMessage, handshakeText, type ProtocolName, type Wire, wireOf } from './wire.ts';

/** A connection on long polling (2.5), driven poll by poll. */
export interface PollConnection {
  readonly id: string;
  readonly address: string;
  readonly wire: Wire;
  poll(waitMs?: number): Promise<HttpAnswer>;
  post(body: string | Uint8Array): Promise<HttpAnswer>;
  send(...messages: readonly HubMessage[]): Promise<void>;
  end(): Promise<HttpAnswer>;
}

/** Negotiates and makes the first poll, which binds the transport. */
export async function openPoll(base: string, protocol: ProtocolName = 'json', hub = '/hub'): Promise<PollConnection> {
  const { connectionId, connectionToken } = await negotiate(base, hub);
  const address = hubUrl(base, hub, '', `id=${connectionToken}`);
  const wire = wireOf(protocol);
  let polls = 0;
  const post = (body: string | Uint8Array): Promise<HttpAnswer> =>
    request('POST', address, {
      headers: { 'content-type': typeof body === 'string' ? 'text/plain;charset=UTF-8' : 'application/octet-stream' },
      body,
    });
  const connection: PollConnection = {
    id: connectionId,
    address,
    wire,
    poll: (waitMs) => request('GET', `${address}&_=${++polls}`, waitMs === undefined ? {} : { waitMs }),
    post,
    async send(...messages) {
      const bytes = Buffer.concat(messages.map((message) => wire.encode(message)));
      const answer = await post(wire.binary ? bytes : bytes.toString('utf8'));
      assert.equal(answer.status, 200, 'status of the POST');
    },
    end: () => request('DELETE', address),
  };
  const first = await connection.poll(2_000);
  assert.equal(first.status, 200, 'the first poll');
  assert.equal(first.body.length, 0, 'body of the first poll');
  return connection;
}

/** Opens, and shakes hands through a waiting poll. */
export async function connectPoll(base: string, protocol: ProtocolName = 'json', hub = '/hub'): Promise<PollConnection> {
  const connection = await openPoll(base, protocol, hub);
  const waiting = connection.poll();
  assert.equal((await connection.post(handshakeText(protocol, 1))).status, 200, 'status of the handshake POST');
  const answer = await waiting;
  assert.equal(answer.status, 200);
  assert.equal(answer.body.toString('hex'), '7b7d1e', `handshake answer: ${answer.text}`);
  return connection;
}
