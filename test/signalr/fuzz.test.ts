import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { FakeTransport, openConnection } from '../unit/server/signalr/open-connection.ts';
import { type ListeningHub, listenHub } from './listening-hub.ts';
import { connectRaw, json, negotiate, packed, rawClient } from './raw-client.ts';
import { sampleHub } from './sample-hub.ts';

const SEED = Number(process.env.FUZZ_SEED ?? 20_261_121);
const RUNS = Number(process.env.FUZZ_RUNS ?? 3_000);

/** A valid message of every type and some shapes, as seeds for mutations. */
const PACKED: readonly Buffer[] = [
  packed([1, {}, null, 'Note', ['x']]),
  packed([1, { a: 'b' }, '1', 'Echo', [{ a: [1, 2.5, new Uint8Array(20)] }], []]),
  packed([4, {}, '2', 'Counter', [3], []]),
  packed([2, {}, '3', [1]]),
  packed([3, {}, '3', 3, 'x']),
  packed([5, {}, '2']),
  packed([6]),
  packed([8, 70_000]),
];
const TEXT: readonly Buffer[] = [
  json({ type: 1, target: 'Note', arguments: ['x'] }),
  json({ type: 1, invocationId: '1', target: 'Echo', arguments: [{ a: [1, 2.5, '\\"☃'] }], headers: { a: 'b' }, streamIds: [] }),
  json({ type: 4, invocationId: '2', target: 'Counter', arguments: [3] }),
  json({ type: 2, invocationId: '3', item: null }),
  json({ type: 3, invocationId: '3', result: 1 }),
  json({ type: 5, invocationId: '2' }),
  json({ type: 6 }),
  json({ type: 9, sequenceId: 5 }),
].map((text) => Buffer.from(text));
const HANDSHAKES: readonly Buffer[] = [
  json({ protocol: 'json', version: 1 }),
  json({ version: 2, protocol: 'MessagePack', x: [null] }),
  json({ protocol: 'json', version: -1 }),
].map((text) => Buffer.from(text));

/** One of the seeds with some bytes changed, left out or put in, or bytes out of nowhere. */
function mutated(seeds: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.nat(200),
    how: fc.constantFrom('set', 'insert', 'remove', 'repeat'),
    byte: fc.nat(255),
  });
  const changed = fc.tuple(fc.constantFrom(...seeds), fc.array(change, { maxLength: 4 })).map(([seed, changes]) => {
    const bytes = [...seed];
    for (const { at, how, byte } of changes) {
      const place = at % (bytes.length + 1);
      if (how === 'set') bytes[Math.min(place, bytes.length - 1)] = byte;
      else if (how === 'insert') bytes.splice(place, 0, byte);
      else if (how === 'remove') bytes.splice(place, 1);
      else bytes.splice(place, 0, ...bytes.slice(place, place + 8));
    }
    return Buffer.from(bytes);
  });
  return fc.oneof(
    { weight: 9, arbitrary: changed },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  );
}

describe.each([
  { protocol: 'json', seeds: TEXT },
  { protocol: 'messagepack', seeds: PACKED },
] as const)('$protocol', ({ protocol, seeds }) => {
  test('whatever frames come, the connection lives or is closed once, and what it sends is whole', () => {
    const { methods } = sampleHub();
    fc.assert(
      fc.property(fc.array(mutated(seeds), { minLength: 1, maxLength: 6 }), (frames) => {
        const { connection, transport } = openConnection({
          protocol,
          methods: Object.fromEntries(methods),
          limits: { messageBytes: 500 },
        });
        for (const frame of frames) connection.onBytes(frame);
        connection.close();
        expect(transport.events.filter((event) => event === 'end')).toHaveLength(1);
        for (const { kind } of transport.frames) expect(kind).toBe(protocol === 'json' ? 'text' : 'binary');
        connection.onGone('lost');
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});

describe('stateful reconnect', () => {
  const act = fc.oneof(
    { weight: 8, arbitrary: mutated([...TEXT, ...[0, 1, 2].map((n) => Buffer.from(json({ type: 9, sequenceId: n })))]) },
    { weight: 2, arbitrary: fc.constantFrom('lost' as const, 'reattach' as const, 'send' as const, 'sweep' as const) },
  );

  test('whatever comes and is lost, in any order, the connection lives or is over once, and leaves nothing', () => {
    const { methods } = sampleHub();
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 20 }), (acts) => {
        const opened = openConnection({
          stateful: true,
          methods: Object.fromEntries(methods),
          limits: { messageBytes: 500, reconnectBufferBytes: 300 },
        });
        const { connection } = opened;
        for (const one of acts) {
          if (Buffer.isBuffer(one)) connection.onBytes(one);
          else if (one === 'lost') connection.onGone('lost');
          else if (one === 'send') connection.send('m', ['x'.repeat(50)]);
          else if (one === 'sweep') opened.sweepFor(2_000);
          else if (connection.isResumable && connection.mayReattach()) connection.reattach(new FakeTransport());
        }
        const { isOpen, isResumable } = connection;
        expect(isResumable && !isOpen).toBe(false);
        connection.close();
        connection.onGone('lost');
        expect(opened.isGone()).toBe(true);
        expect(connection.isResumable).toBe(false);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});

test('whatever handshake comes, it is answered or waited for', () => {
  fc.assert(
    fc.property(fc.array(mutated(HANDSHAKES), { minLength: 1, maxLength: 3 }), (frames) => {
      const { connection, transport } = openConnection({ shakeHands: false, limits: { messageBytes: 200 } });
      for (const frame of frames) connection.onBytes(frame);
      connection.close();
      expect(transport.events).toEqual(['end']);
      connection.onGone('closed');
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

describe('over real sockets', () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  let server: ListeningHub;

  beforeAll(async () => {
    server = await listenHub(sampleHub(), {
      limits: {
        messageBytes: 500,
        closeTimeoutMs: 200,
        sweepIntervalMs: 100,
        disconnectTimeoutMs: 500,
        negotiateTimeoutMs: 2_000,
      },
    });
    process.on('unhandledRejection', note);
    process.on('uncaughtException', note);
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
    await server.close();
  });

  test('a crowd that talks nonsense harms nobody', async () => {
    const witness = await connectRaw(server.url, 'messagepack');
    const crowds = fc.sample(
      fc.tuple(fc.constantFrom('json', 'messagepack', 'none'), fc.array(mutated([...PACKED, ...TEXT]), { maxLength: 8 })),
      {
        numRuns: 150,
        seed: SEED,
      },
    );
    for (const [protocol, frames] of crowds) {
      const client = protocol === 'none' ? await rawClient(server.url) : await connectRaw(server.url, protocol as 'json');
      for (const frame of frames) client.send(frame);
      client.ws.close();
    }
    await eventually(() => expect(server.hub.stats().connections).toBe(1));
    witness.send(packed([1, {}, '1', 'Echo', ['alive']]));
    expect(await witness.messages(1)).toEqual([[3, {}, '1', 3, 'alive']]);
    expect(rejections).toEqual([]);
    witness.ws.terminate();
  });

  test('a crowd that posts and polls nonsense harms nobody, and leaves nothing', async () => {
    const crowds = fc.sample(
      fc.tuple(
        fc.constantFrom('text/event-stream', '*/*', 'none'),
        fc.array(fc.oneof(mutated([...HANDSHAKES, ...TEXT]), fc.constantFrom('GET', 'DELETE')), { maxLength: 5 }),
      ),
      { numRuns: 60, seed: SEED },
    );
    for (const [accept, acts] of crowds) {
      const { connectionToken } = await negotiate(server.url);
      const address = `${server.url}?id=${connectionToken}`;
      const end = new AbortController();
      const listen = (): void => {
        // An event stream goes on until the end; what becomes of a poll is of no interest.
        fetch(address, { headers: { accept }, signal: end.signal }).then(
          (answer) => answer.arrayBuffer().catch(() => undefined),
          () => undefined,
        );
      };
      if (accept !== 'none') listen();
      for (const one of acts) {
        if (one === 'GET') listen();
        else {
          const body = Buffer.isBuffer(one) ? { method: 'POST', body: new Uint8Array(one) } : { method: 'DELETE' };
          const answer = await fetch(address, body);
          expect([200, 202, 400, 404, 413]).toContain(answer.status);
          await answer.arrayBuffer();
        }
      }
      end.abort();
    }
    await eventually(() => expect(server.hub.stats()).toMatchObject({ connections: 0, pending: 0, groups: 0 }));
    expect(rejections).toEqual([]);
  });

  test('strange requests are answered with a status', async () => {
    const queries = fc.sample(
      fc.tuple(fc.constantFrom('', '/negotiate'), fc.webQueryParameters(), fc.constantFrom('GET', 'POST', 'PUT', 'DELETE')),
      {
        numRuns: 150,
        seed: SEED,
      },
    );
    for (const [path, query, method] of queries) {
      const answer = await fetch(`${server.url}${path}?negotiateVersion=1&${query}`, { method });
      expect([200, 400, 404, 405]).toContain(answer.status);
      await answer.arrayBuffer();
    }
    expect(rejections).toEqual([]);
  });
});
