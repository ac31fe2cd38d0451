import type { HubLimits } from '@inkroom/signalr/hub-limits';
import { describe, expect, test } from 'vitest';
import { FakeTransport, openConnection, turn } from '../open-connection.ts';

const RS = '\u001e';
const PING = `{"type":6}${RS}`;
const sequence = (n: number): string => `{"type":9,"sequenceId":${n}}${RS}`;
const ack = (n: number): string => `{"type":8,"sequenceId":${n}}${RS}`;
const message = (n: number): string => `{"type":1,"target":"m","arguments":[${n}]}${RS}`;
const textOf = (transport: FakeTransport): string => transport.frames.map(({ text }) => text).join('');

function openStateful(limits: NonNullable<Parameters<typeof openConnection>[0]>['limits'] = {}) {
  const opened = openConnection({ stateful: true, limits });
  const reattach = (): FakeTransport => {
    const transport = new FakeTransport();
    opened.connection.reattach(transport);
    return transport;
  };
  return { ...opened, reattach };
}

describe('a connection with stateful reconnect', () => {
  test('[97] holds its messages until the client has sent something behind the handshake', async () => {
    const { connection, transport, say } = openStateful();
    connection.send('m', [1]);
    await turn();
    expect(textOf(transport)).toBe(`{}${RS}`);
    say(PING);
    await turn();
    expect(textOf(transport)).toBe(`{}${RS}${message(1)}`);
  });

  test('[91][98] outlives its socket: Sequence, what was not acknowledged, what was sent meanwhile', async () => {
    const { connection, say, reattach, disconnects } = openStateful();
    say(PING);
    for (let n = 1; n <= 3; n++) connection.send('m', [n]);
    await turn();
    say(ack(1));
    connection.onGone('lost');
    expect(connection.isOpen).toBe(true);
    connection.send('m', [4]);
    const again = reattach();
    await turn();
    expect(textOf(again)).toBe(sequence(2) + message(2) + message(3) + message(4));
    expect(disconnects).toEqual([]);
  });

  test('[94] takes nothing before the Sequence of its client, then each message once, and acknowledges at once', async () => {
    const got: unknown[] = [];
    const note = { kind: 'call', run: ({ args }: { args: readonly unknown[] }) => void got.push(args[0]) } as const;
    const opened = openConnection({ stateful: true, methods: { note } });
    const call = (n: number): string => `{"type":1,"target":"note","arguments":[${n}]}${RS}`;
    opened.say(PING + call(1) + call(2));
    opened.connection.onGone('lost');
    const again = new FakeTransport();
    opened.connection.reattach(again);
    opened.say(call(99));
    opened.say(sequence(1) + call(1) + call(2) + call(3));
    await turn();
    expect(got).toEqual([1, 2, 3]);
    expect(textOf(again)).toBe(sequence(1) + ack(2));
  });

  test('[95] acknowledges within two seconds what is new, and not what is not', async () => {
    const { transport, say, sweepFor } = openStateful();
    say(PING);
    sweepFor(5_000);
    await turn();
    expect(textOf(transport)).not.toContain('"type":8');
    say(message(1));
    sweepFor(2_000);
    await turn();
    expect(textOf(transport).split(ack(1))).toHaveLength(2);
    sweepFor(5_000);
    await turn();
    expect(textOf(transport).split('"type":8')).toHaveLength(2);
  });

  test('[99] ends for good by a Sequence that leaves a hole, is none, or comes unasked', () => {
    for (const wrong of [2, 0, -1]) {
      const { say, reattach, connection, disconnects } = openStateful();
      say(PING);
      connection.onGone('lost');
      const again = reattach();
      say(sequence(wrong));
      expect(connection.isOpen).toBe(false);
      expect(connection.isResumable).toBe(false);
      expect(again.events).toContain('end');
      expect(disconnects).toEqual([]);
    }
    const { say, connection } = openStateful();
    say(PING + sequence(1));
    expect(connection.isOpen).toBe(false);
  });

  test('[100] is over, once, when no socket comes within the disconnect timeout', async () => {
    const { connection, say, sweepFor, disconnects, isGone } = openStateful();
    say(PING);
    connection.onGone('lost');
    sweepFor(14_000);
    await turn();
    expect(disconnects).toEqual([]);
    sweepFor(1_000);
    await turn();
    expect(disconnects).toEqual(['connectionLost']);
    expect(isGone()).toBe(true);
  });

  test('[101] lets a new socket take over from one that lives, which is told nothing and ended', async () => {
    const { connection, transport, say, reattach } = openStateful();
    say(PING);
    connection.send('m', [1]);
    await turn();
    const again = reattach();
    connection.send('m', [2]);
    await turn();
    expect(transport.events).toEqual(['abandon']);
    expect(textOf(transport)).not.toContain(message(2));
    expect(textOf(again)).toBe(sequence(1) + message(1) + message(2));
  });

  test('[102][87] is not kept for a client that said goodbye, by Close or by a close frame', () => {
    const frame = openStateful();
    frame.say(PING);
    frame.connection.onGone('closed');
    expect(frame.connection.isResumable).toBe(false);
    const close = openStateful();
    close.say(`${PING}{"type":7}${RS}`);
    expect(close.connection.isResumable).toBe(false);
  });

  test('[103] is an ordinary one for a handshake of version 1', async () => {
    const { connection, disconnects, say } = openConnection({ stateful: true, shakeHands: false });
    say(`{"protocol":"json","version":1}${RS}`);
    expect(connection.isResumable).toBe(false);
    connection.onGone('lost');
    await turn();
    expect(disconnects).toEqual(['connectionLost']);
  });

  test('[104] is ended when more than its buffer is not acknowledged, attached or not', async () => {
    for (const isAttached of [true, false]) {
      const { connection, say, disconnects, isGone } = openStateful({ reconnectBufferBytes: 1_000 });
      say(PING);
      if (!isAttached) connection.onGone('lost');
      let sent = 0;
      while (sent < 1_000 && connection.send('m', ['x'.repeat(100)])) sent++;
      expect(sent).toBeLessThan(10);
      await turn();
      expect(disconnects).toEqual(['tooSlow']);
      expect(isGone()).toBe(!isAttached);
    }
  });

  test('[104] is ended when many short messages are not acknowledged: each costs more than its bytes', async () => {
    const { connection, say, disconnects } = openStateful({ reconnectBufferBytes: 64_000 });
    say(PING);
    let sent = 0;
    while (sent < 5_000 && connection.send('', [])) sent++;
    expect(sent).toBe(1_000);
    await turn();
    expect(disconnects).toEqual(['tooSlow']);
  });

  test('gives no item of a stream to a client that has half of its buffer unacknowledged, until it acknowledges', async () => {
    const { connection, say } = openStateful({ reconnectBufferBytes: 1_000 });
    say(PING);
    for (let n = 0; n < 5; n++) connection.send('m', ['x'.repeat(100)]);
    await turn();
    let isRoomy = false;
    void connection.roomy().then(() => {
      isRoomy = true;
    });
    await turn();
    expect(isRoomy).toBe(false);
    say(ack(5));
    await turn();
    await turn();
    expect(isRoomy).toBe(true);
  });

  test('sends what was kept as the new socket takes it, what is new behind it, and Close last', async () => {
    const { connection, say } = openStateful();
    say(PING);
    const long = (n: number): string => `${n}${'x'.repeat(50_000)}`;
    for (let n = 1; n <= 3; n++) connection.send('m', [long(n)]);
    await turn();
    connection.onGone('lost');
    const again = new (class extends FakeTransport {
      override write(bytes: Uint8Array, kind: 'text' | 'binary'): void {
        super.write(bytes, kind);
        this.writable = false;
      }
    })();
    connection.reattach(again);
    await turn();
    const numbers = (): string => [...textOf(again).matchAll(/"arguments":\["(\d)/g)].map(([, n]) => n).join('');
    expect(textOf(again)).toBe(sequence(1));
    connection.send('m', [long(4)]);
    connection.close();
    expect(numbers()).toBe('');
    for (const sent of ['1', '12', '123', '1234']) {
      again.writable = true;
      again.bufferedBytes = 0;
      connection.onWritable();
      if (sent !== '1234') expect(again.events).not.toContain('end');
      expect(sent.startsWith(numbers())).toBe(true);
    }
    again.writable = true;
    connection.onWritable();
    expect(numbers()).toBe('1234');
    expect(textOf(again).endsWith(`{"type":7}${RS}`)).toBe(true);
    expect(again.events).toContain('end');
  });

  describe('and a stream of 8 MiB to a client that acknowledges nothing', () => {
    const body = new Uint8Array(8 * 1024 * 1024).map((_, at) => at % 251);
    const CHUNK = 64 * 1024;

    /** Opens a connection, starts the stream, and gives it more turns than it can use. */
    async function streamTo(itemsStay: boolean, limits: Partial<HubLimits> = {}) {
      let given = 0;
      async function* run() {
        for (let at = 0; at < body.length; at += CHUNK) {
          given++;
          yield body.subarray(at, at + CHUNK);
        }
      }
      const opened = openConnection({ stateful: true, limits, methods: { body: { kind: 'stream', itemsStay, run } } });
      opened.say(PING);
      opened.say(`{"type":4,"invocationId":"1","target":"body","arguments":[]}${RS}`);
      for (let n = 0; n < 1_000; n++) await turn();
      return { ...opened, given: () => given };
    }
    const itemsIn = (transport: FakeTransport): string[] =>
      textOf(transport)
        .split(RS)
        .filter((one) => one.startsWith('{"type":2'));
    const whole = Array.from({ length: body.length / CHUNK }, (_, n) => body.subarray(n * CHUNK, (n + 1) * CHUNK)).map(
      (item) => `{"type":2,"invocationId":"1","item":"${Buffer.from(item).toString('base64')}"}`,
    );

    test('it has all of it when the items stay, and all of it again on a new socket', async () => {
      const { transport, connection, given } = await streamTo(true);
      expect(given()).toBe(whole.length);
      expect(itemsIn(transport)).toEqual(whole);
      const again = new FakeTransport();
      connection.onGone('lost');
      connection.reattach(again);
      await turn();
      expect(itemsIn(again)).toEqual(whole);
      expect(textOf(again).endsWith(`{"type":3,"invocationId":"1"}${RS}`)).toBe(true);
      expect(connection.isOpen).toBe(true);
    });

    test('it waits at half of the buffer when the items do not stay, or too many bytes are leaned on', async () => {
      for (const opened of [await streamTo(false), await streamTo(true, { sharedBytes: 1024 * 1024 })]) {
        const bytes = opened.given() * CHUNK * (4 / 3);
        expect(bytes).toBeGreaterThan(2 * 1024 * 1024 - 2 * CHUNK);
        expect(bytes).toBeLessThan(2 * 1024 * 1024 + 2 * CHUNK);
        expect(opened.connection.isOpen).toBe(true);
      }
    });

    test('its bytes are kept alive until it acknowledges, or is gone', async () => {
      const acknowledged = await streamTo(true);
      expect(acknowledged.shared.bytes).toBe(body.length);
      acknowledged.say(ack(whole.length));
      expect(acknowledged.shared.bytes).toBe(0);
      const lost = await streamTo(true);
      lost.connection.onGone('lost');
      lost.sweepFor(14_000);
      expect(lost.shared.bytes).toBe(body.length);
      lost.sweepFor(1_000);
      expect(lost.isGone()).toBe(true);
      expect(lost.shared.bytes).toBe(0);
    });

    test('it waits when it leans on more than it may, until it acknowledges', async () => {
      const { transport, given, say } = await streamTo(true, { reconnectReferencedBytes: 1024 * 1024 });
      expect(given()).toBe(12);
      say(ack(12));
      for (let n = 0; n < 100; n++) await turn();
      expect(given()).toBe(24);
      expect(itemsIn(transport)).toEqual(whole.slice(0, 24));
    });
  });

  test('[105] may change its socket five times in ten seconds, and is ended by the sixth', () => {
    const { connection, say, clock, reattach } = openStateful();
    say(PING);
    for (let n = 0; n < 5; n++) {
      expect(connection.mayReattach()).toBe(true);
      reattach();
    }
    clock.advance(10_000);
    for (let n = 0; n < 5; n++) expect(connection.mayReattach()).toBe(true);
    expect(connection.mayReattach()).toBe(false);
    expect(connection.isOpen).toBe(false);
  });

  test('ends by a ghost: a new socket on which no Sequence comes', () => {
    const { connection, say, sweepFor, reattach } = openStateful();
    say(PING);
    connection.onGone('lost');
    reattach();
    sweepFor(14_000);
    expect(connection.isOpen).toBe(true);
    sweepFor(1_000);
    expect(connection.isOpen).toBe(false);
  });

  test('[88] is ended at once when it is closed without a socket: shutdown does not wait for it', async () => {
    const { connection, say, isGone, disconnects } = openStateful();
    say(PING);
    connection.onGone('lost');
    connection.closeFor('serverShutdown', { allowReconnect: true });
    expect(isGone()).toBe(true);
    await turn();
    expect(disconnects).toEqual(['serverShutdown']);
  });

  test('that was lost before its handshake, and does not come back, is over', () => {
    const { connection, sweepFor, isGone } = openConnection({ stateful: true, shakeHands: false });
    sweepFor(5_000);
    connection.onGone('lost');
    sweepFor(16_000);
    expect(isGone()).toBe(true);
  });

  test('that was lost before its handshake shakes hands on the new socket', async () => {
    const { connection, say } = openConnection({ stateful: true, shakeHands: false });
    connection.onGone('lost');
    const again = new FakeTransport();
    connection.reattach(again);
    say(`{"protocol":"json","version":2}${RS}`);
    await turn();
    expect(textOf(again)).toBe(`{}${RS}`);
  });
});
