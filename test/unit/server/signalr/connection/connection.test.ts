import { Broadcast } from '@inkroom/signalr/sending/broadcast';
import { describe, expect, test } from 'vitest';
import { openConnection, turn } from '../open-connection.ts';

const PING = '{"type":6}\u001e';
const message = (n: number | string): string => `{"type":1,"target":"m","arguments":[${JSON.stringify(n)}]}\u001e`;
const note = (n: number): string => `{"type":1,"target":"note","arguments":[${n}]}\u001e`;

describe('liveness', () => {
  test('[36] a client that does not shake hands is told so and closed after the handshake timeout', () => {
    const { transport, sweepFor } = openConnection({ shakeHands: false });
    sweepFor(14_000);
    expect(transport.frames).toEqual([]);
    sweepFor(1_000);
    expect(transport.frames.map(({ text }) => text)).toEqual(['{"error":"Handshake was canceled."}\u001e']);
    expect(transport.events).toEqual(['end']);
  });

  test('[85] every client is pinged every 15 s, whatever else is sent to it', async () => {
    const { connection, frames, sweepFor } = openConnection();
    await turn();
    for (let second = 1; second <= 45; second++) {
      sweepFor(1_000);
      connection.send('m', [second]);
      await turn();
    }
    expect(frames().filter((frame) => frame.includes(PING))).toHaveLength(3);
  });

  test('[86] a client that has pinged once and is then silent is closed after 30 s, with leave to come back', async () => {
    const { say, frames, sweepFor, disconnects, transport } = openConnection();
    say(PING);
    await turn();
    sweepFor(20_000);
    say(note(1));
    sweepFor(29_000);
    expect(transport.events).toEqual([]);
    sweepFor(1_000);
    expect(frames().at(-1)).toContain('{"type":7,"error":"Connection closed with an error.","allowReconnect":true}');
    await turn();
    expect(disconnects).toEqual(['clientTimeout']);
  });

  test('[86] a client that has never pinged is not timed out', () => {
    const { say, sweepFor, transport } = openConnection();
    say(note(1));
    sweepFor(300_000);
    expect(transport.events).toEqual([]);
  });

  test('the silence of a client whose call we have not answered is ours', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { say, sweepFor, transport } = openConnection({ methods: { slow: { kind: 'call', run: () => promise } } });
    say(`${PING}{"type":1,"invocationId":"1","target":"slow","arguments":[]}\u001e`);
    sweepFor(120_000);
    expect(transport.events).toEqual([]);
    resolve();
    await turn();
    sweepFor(30_000);
    expect(transport.events).toEqual(['end']);
  });

  test('a half-open socket is cut off: it answers neither pings nor the close', async () => {
    const { say, sweepFor, transport } = openConnection();
    say(PING);
    await turn();
    sweepFor(30_000);
    expect(transport.events).toEqual(['end']);
    sweepFor(5_000);
    expect(transport.events).toEqual(['end', 'destroy']);
  });

  test('[90] a client that takes nothing for 10 s is dropped, with a log event and without waiting for it', async () => {
    const { connection, sweepFor, transport, log, disconnects, frames } = openConnection();
    await turn();
    transport.writable = false;
    for (let second = 0; second <= 10; second++) {
      connection.send('m', [second]);
      sweepFor(1_000);
    }
    expect(transport.events).toEqual(['end']);
    expect(frames()).toEqual(['{"type":7,"error":"The connection was too slow.","allowReconnect":true}\u001e']);
    expect(log.events).toContainEqual({
      event: 'connection.too_slow',
      fields: { connection: 'id', reason: 'sendTimeout', bytes: expect.any(Number) },
    });
    await turn();
    expect(disconnects).toEqual(['sendTimeout']);
  });

  test('a slow client that takes something now and then is not dropped', () => {
    const { connection, sweepFor, transport } = openConnection();
    for (let round = 0; round < 10; round++) {
      transport.writable = false;
      connection.send('m', [round]);
      sweepFor(9_000);
      transport.writable = true;
      connection.onWritable();
    }
    expect(transport.events).toEqual([]);
  });
});

describe('sending', () => {
  test('messages queued in one turn leave in one frame, a lone one in the same turn', async () => {
    const { connection, frames } = openConnection();
    await turn();
    for (let n = 0; n < 20; n++) connection.send('m', [n]);
    connection.send('m', ['last']);
    await turn();
    expect(frames()).toEqual([[...Array.from({ length: 20 }, (_, n) => n), 'last'].map(message).join('')]);
    connection.send('m', ['lone']);
    await turn();
    expect(frames()).toHaveLength(2);
  });

  test('a burst to many is joined once: all get the same bytes', async () => {
    const one = openConnection();
    await turn();
    const messages = [1, 2, 3].map((n) => new Broadcast('m', [n]));
    const other = openConnection();
    await turn();
    for (const broadcast of messages) for (const { connection } of [one, other]) connection.deliver(broadcast);
    await turn();
    expect(one.frames()).toEqual([[1, 2, 3].map(message).join('')]);
    expect(other.frames()).toEqual(one.frames());
  });

  test('while the transport is full messages wait, and leave in order in few frames', async () => {
    const { connection, transport, frames } = openConnection();
    await turn();
    transport.writable = false;
    for (let n = 0; n < 5; n++) {
      connection.send('m', [n]);
      await turn();
    }
    expect(frames()).toEqual([]);
    transport.writable = true;
    connection.onWritable();
    expect(frames()).toEqual([[0, 1, 2, 3, 4].map(message).join('')]);
  });

  test('[90] more than sendQueueBytes waiting drops the connection at once, and what waits is forgotten', async () => {
    const { connection, transport, frames, disconnects, log, traffic } = openConnection({ limits: { sendQueueBytes: 10_000 } });
    await turn();
    transport.writable = false;
    const sent = Array.from({ length: 20 }, () => connection.send('m', ['x'.repeat(1_000)]));
    expect(sent.slice(0, 9)).toEqual(Array(9).fill(true));
    expect(sent.slice(10)).toEqual(Array(10).fill(false));
    expect(frames()).toEqual(['{"type":7,"error":"The connection was too slow.","allowReconnect":true}\u001e']);
    expect(transport.events).toEqual(['end']);
    expect(traffic.slowDropped).toBe(1);
    expect(log.events.filter(({ event }) => event === 'connection.too_slow')).toHaveLength(1);
    await turn();
    expect(disconnects).toEqual(['tooSlow']);
  });

  test('a burst above sendQueueBytes to a client that reads is sent', async () => {
    const { connection, frames } = openConnection({ limits: { sendQueueBytes: 10_000 } });
    await turn();
    for (let n = 0; n < 100; n++) expect(connection.send('m', ['x'.repeat(1_000)])).toBe(true);
    await turn();
    expect(
      frames()
        .join('')
        .match(/"type":1/g),
    ).toHaveLength(100);
  });

  test('one message may be larger than sendQueueBytes', async () => {
    const { connection, transport } = openConnection({ limits: { sendQueueBytes: 10_000 } });
    await turn();
    transport.writable = false;
    expect(connection.send('m', ['x'.repeat(50_000)])).toBe(true);
    expect(connection.send('m', ['x'])).toBe(false);
  });

  test('no frame holds more than 16 KiB of several messages, so that a slow line shows progress', async () => {
    const { connection, transport } = openConnection();
    await turn();
    transport.writable = false;
    for (let n = 0; n < 100; n++) connection.send('m', ['x'.repeat(3_000)]);
    transport.writable = true;
    connection.onWritable();
    const sizes = transport.frames.slice(1).map(({ bytes }) => bytes.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(16 * 1024);
    expect(sizes.length).toBeLessThan(25);
  });

  test('what was queued goes out before the Close, and nothing is sent after it', async () => {
    const { connection, transport, frames } = openConnection();
    await turn();
    transport.writable = false;
    connection.send('m', [1]);
    connection.close();
    expect(connection.send('m', [2])).toBe(false);
    connection.close({ error: 'twice' });
    expect(transport.events).toEqual([]);
    transport.writable = true;
    connection.onWritable();
    expect(frames()).toEqual([`${message(1)}{"type":7}\u001e`]);
    expect(transport.events).toEqual(['end']);
  });

  test('nothing is read from a client that is being closed', () => {
    let notes = 0;
    const { connection, say } = openConnection({ methods: { note: { kind: 'call', run: () => void notes++ } } });
    say(note(1));
    connection.close();
    say(note(2));
    expect(notes).toBe(1);
  });
});

describe('reading', () => {
  test('no more is read when enough invocations wait, and reading goes on when they have run', async () => {
    const done: number[] = [];
    const waiting: (() => void)[] = [];
    const run = ({ args }: { args: readonly unknown[] }): Promise<void> =>
      new Promise((resolve) => {
        waiting.push(() => {
          done.push(Number(args[0]));
          resolve();
        });
      });
    const { say, transport } = openConnection({ methods: { note: { kind: 'call', run } }, limits: { parkedInvocations: 3 } });
    say(Array.from({ length: 10 }, (_, n) => note(n)).join(''));
    expect(transport.events).toEqual(['pause']);
    for (let n = 0; n < 10; n++) {
      expect(waiting).toHaveLength(1);
      waiting.pop()?.();
      await turn();
      await turn();
    }
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(transport.events.at(-1)).toBe('resume');
  });

  test('a client that sends very much at once does not keep the others from their turn', async () => {
    let notes = 0;
    const { say, transport } = openConnection({
      methods: { note: { kind: 'call', run: () => void notes++ } },
      limits: { messagesPerTurn: 100 },
    });
    // The handshake was of the turn before.
    await turn();
    say(Array.from({ length: 250 }, (_, n) => note(n)).join(''));
    expect(notes).toBe(100);
    await turn();
    expect(notes).toBe(200);
    await turn();
    expect(notes).toBe(250);
    expect(transport.events.at(-1)).toBe('resume');
  });

  test('long messages give the others their turn by their bytes', async () => {
    let notes = 0;
    const { say, transport } = openConnection({
      methods: { note: { kind: 'call', run: () => void notes++ } },
      limits: { bytesPerTurn: 64 * 1024 },
    });
    const long = `{"type":1,"target":"note","arguments":["${'x'.repeat(30_000)}"]}\u001e`;
    say(long.repeat(7));
    expect(notes).toBe(3);
    await turn();
    expect(notes).toBe(6);
    await turn();
    expect(notes).toBe(7);
    expect(transport.events).toEqual(['pause', 'pause', 'resume']);
  });

  test.each([
    ['calls of unknown methods', '{"type":1,"target":"nothing","arguments":[]}'],
    ['calls with too many arguments', '{"type":1,"target":"none","arguments":[1]}'],
    ['pings', '{"type":6}'],
    ['cancels of unknown streams', '{"type":5,"invocationId":"x"}'],
    ['items for unknown streams', '{"type":2,"invocationId":"x","item":1}'],
    ['answers to no question', '{"type":3,"invocationId":"x"}'],
    ['acks that nobody wants', '{"type":8,"sequenceId":1}'],
    ['messages of an unknown type', '{"type":99}'],
  ])('too many %s close the connection, with a reason', async (_name, message) => {
    const { say, sweepFor, disconnects, frames } = openConnection({
      methods: { none: { kind: 'call', parameters: 0, run: () => undefined } },
      limits: { uselessMessages: 20, uselessMessagesPerSecond: 2 },
    });
    say(`${message}\u001e`.repeat(20));
    sweepFor(5_000);
    say(`${message}\u001e`.repeat(10));
    await turn();
    expect(disconnects).toEqual([]);
    say(`${message}\u001e`);
    await turn();
    expect(disconnects).toEqual(['protocolError']);
    expect(frames().join('')).toContain('messages.useless: Too many messages lead to nothing.');
  });

  test('a long message without effect counts by its length', async () => {
    const { say, disconnects } = openConnection({ limits: { uselessMessages: 20 } });
    say(`{"type":1,"target":"nothing","arguments":["${'x'.repeat(21 * 1024)}"]}\u001e`);
    await turn();
    expect(disconnects).toEqual(['protocolError']);
  });

  test('with a limit of 3, three invocations run at the same time and start in order', async () => {
    const started: number[] = [];
    const { say } = openConnection({
      methods: {
        note: {
          kind: 'call',
          run: ({ args }) => {
            started.push(Number(args[0]));
            return new Promise(() => {});
          },
        },
      },
      limits: { parallelInvocations: 3 },
    });
    say([0, 1, 2, 3, 4].map(note).join(''));
    await turn();
    expect(started).toEqual([0, 1, 2]);
  });

  test('[63] a synchronous method that is not asked for an answer makes nothing to send', async () => {
    const { say, traffic } = openConnection({ methods: { note: { kind: 'call', run: () => 5 } } });
    await turn();
    const { messagesOut } = traffic;
    say(note(1));
    await turn();
    expect(traffic.messagesOut).toBe(messagesOut);
  });
});

describe('streams', () => {
  const start = '{"type":4,"invocationId":"1","target":"items","arguments":[]}\u001e';

  test('a stream waits while its client does not read, and goes on when it does', async () => {
    let made = 0;
    async function* items(): AsyncGenerator<string> {
      for (;;) {
        made++;
        yield 'x'.repeat(1_000);
      }
    }
    const { connection, say, transport } = openConnection({ methods: { items: { kind: 'stream', run: items } } });
    await turn();
    transport.writable = false;
    say(start);
    await turn();
    await turn();
    const before = made;
    expect(before).toBeLessThan(100);
    await turn();
    expect(made).toBe(before);
    transport.writable = true;
    connection.onWritable();
    await turn();
    await turn();
    expect(made).toBeGreaterThan(before);
    connection.onGone('lost');
  });

  test('a stream is told when its client has gone', async () => {
    const ended: string[] = [];
    async function* items(): AsyncGenerator<number> {
      try {
        for (let n = 0; ; n++) yield n;
      } finally {
        ended.push('returned');
      }
    }
    const { connection, say, isGone } = openConnection({
      methods: {
        items: {
          kind: 'stream',
          run: ({ signal }) => {
            signal.addEventListener('abort', () => ended.push('aborted'));
            return items();
          },
        },
      },
    });
    say(start);
    await turn();
    connection.onGone('lost');
    await turn();
    expect(ended.sort()).toEqual(['aborted', 'returned']);
    expect(isGone()).toBe(true);
  });

  test('no more than streamsPerConnection run at the same time', async () => {
    const { say, frames } = openConnection({
      methods: {
        items: { kind: 'stream', run: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }) },
      },
      limits: { streamsPerConnection: 2 },
    });
    await turn();
    say([1, 2, 3].map((id) => start.replace('"1"', `"${id}"`)).join(''));
    await turn();
    expect(frames()).toEqual([
      '{"type":3,"invocationId":"3","error":"Failed to invoke \'items\' due to an error on the server. HubException: Too many streams are running."}\u001e',
    ]);
  });

  test('a stream whose item cannot be sent fails, and the connection lives', async () => {
    async function* items(): AsyncGenerator<unknown> {
      yield new Map();
    }
    const { connection, transport } = openConnection({
      methods: { items: { kind: 'stream', run: items } },
      protocol: 'messagepack',
    });
    await turn();
    connection.onBytes(Buffer.from('0c950480a131a56974656d7390', 'hex'));
    await turn();
    await turn();
    expect(transport.frames.at(-1)?.text).toContain('An error occurred on the server while streaming results.');
    expect(transport.events).toEqual([]);
  });
});
