import { MAX_ENTRIES } from '@inkroom/azure-signalr/protocol/field-reader';
import { MessageStream } from '@inkroom/azure-signalr/protocol/message-stream';
import {
  KEEP_ALIVE,
  readPingFromServer,
  readPingFromService,
  serverPings,
  servicePings,
} from '@inkroom/azure-signalr/protocol/pings';
import { readServiceMessage } from '@inkroom/azure-signalr/protocol/read-message';
import { ServiceMessageType } from '@inkroom/azure-signalr/protocol/service-codes';
import { headerValues, mergedHeaders, payloadFor } from '@inkroom/azure-signalr/protocol/service-containers';
import type { Ping, ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { writeServiceMessage } from '@inkroom/azure-signalr/protocol/write-message';
import { prefixLength } from '@inkroom/signalr/hub-protocol/framing';
import { describe, expect, test } from 'vitest';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const again = (message: ServiceMessage): unknown => {
  const frame = writeServiceMessage(message);
  return readServiceMessage(frame.subarray(prefixLength(frame)));
};
const pinged = (...messages: string[]): Ping => ({ type: ServiceMessageType.ping, messages });

describe('reading', () => {
  test('keys of the extension map that are not known, not numbers or not for this type are stepped over, whatever their values', () => {
    // [6, "c", bin 01, {9: [1, {"a": 2}], "x": -1, 4: "filter", 5: 2, 1: 2^63, -1: nil, 6: true}]
    const body = hex('94 06 a163 c40101 87 09 9201 81a16102 a178 ff 04 a6 66696c746572 05 02 01 cf8000000000000000 ff c0 06 c3');
    expect(readServiceMessage(body)).toEqual({
      kind: 'message',
      message: {
        type: 6,
        connectionId: 'c',
        payload: hex('01'),
        extensions: { dataMessageType: 2, tracingId: 2n ** 63n, isPartial: true },
      },
    });
  });

  test('a known key with another kind of value is stepped over', () => {
    expect(readServiceMessage(hex('94 06 a163 c400 82 05 a132 06 01'))).toMatchObject({ message: { extensions: {} } });
  });

  test('arrays may be longer, and bytes may follow the array', () => {
    expect(readServiceMessage(hex('95 0f a165 c0 01 80 ffff'))).toEqual({
      kind: 'message',
      message: { type: 15, errorMessage: 'e' },
    });
  });

  test('a type that is not known is skipped', () => {
    expect(readServiceMessage(hex('92 29 a161'))).toEqual({ kind: 'unknown', type: 41 });
    expect(readServiceMessage(hex('92 00 a161'))).toEqual({ kind: 'unknown', type: 0 });
  });

  test.each([
    ['nothing at all', '', 'cut_short', -1],
    ['no array', 'a161', 'wrong_kind', -1],
    ['a type that is text', '91a161', 'wrong_kind', -1],
    ['an array without its last element', '93 06 a163', 'cut_short', 6],
    ['fewer elements than the oldest peer writes', '92 06 a163', 'cut_short', 6],
    ['nil for a connection id', '93 06 c0 c400', 'wrong_kind', 6],
    ['text longer than the message', '93 06 db7fffffff c400', 'cut_short', 6],
    ['bytes that are text', '93 06 a163 a161', 'wrong_kind', 6],
    ['a list of four thousand million', '93 0a ddffffffff 80', 'too_many', 10],
    ['a list with more entries than bytes', '93 0a dc0fff 80', 'cut_short', 10],
    ['a payload map that is nil', '93 0a 90 c0', 'wrong_kind', 10],
    ['an unfinished value in the extension map', '94 06 a163 c400 81 09 93 01', 'cut_short', 6],
    ['a number that no number holds', '91 cf ffffffffffffffff', 'wrong_kind', -1],
  ])('%s is refused with a code', (_what, bytes, code, type) => {
    expect(readServiceMessage(hex(bytes))).toEqual({ kind: 'malformed', code, type });
  });

  test('a list longer than any list may be is refused even where its entries are there', () => {
    const body = Buffer.concat([hex('93 0a dd 000186a1'), Buffer.alloc(MAX_ENTRIES + 1, 0xa0), hex('80')]);
    expect(readServiceMessage(body)).toMatchObject({ code: 'too_many' });
  });
});

describe('writing', () => {
  test('repeated claims, and integers of every size, come back as they were', () => {
    const message: ServiceMessage = {
      type: ServiceMessageType.openConnection,
      connectionId: 'é'.repeat(200),
      claims: [
        ['role', 'a'],
        ['role', 'b'],
        ['role', 'a'],
      ],
      headers: mergedHeaders([['X-A', Array.from({ length: 20 }, (_, i) => 'v'.repeat(i * 20))]]),
      queryString: `?${'q'.repeat(70_000)}`,
      extensions: { protocol: 'messagepack', tracingId: 2n ** 64n - 1n },
    };
    expect(again(message)).toEqual({ kind: 'message', message });
    for (const ackId of [
      0,
      31,
      32,
      127,
      128,
      255,
      256,
      65_535,
      65_536,
      2 ** 32 - 1,
      2 ** 32,
      2 ** 53 - 1,
      -1,
      -32,
      -33,
      -129,
      -40_000,
      -(2 ** 40),
    ]) {
      const ack: ServiceMessage = { type: ServiceMessageType.ack, ackId, status: 1, message: null };
      expect(again(ack), `${ackId}`).toEqual({ kind: 'message', message: ack });
    }
  });

  test('a large message does not disturb the next', () => {
    const payload = Buffer.alloc(3_000_000, 7);
    const large: ServiceMessage = {
      type: ServiceMessageType.groupBroadcastData,
      group: 'g',
      excludedConnectionIds: Array.from({ length: 70_000 }, (_, i) => `c${i}`),
      payloads: new Map([['json', payload]]),
      extensions: {},
      excludedUserIds: [],
      callerUserId: null,
    };
    expect(again(large)).toEqual({ kind: 'message', message: large });
    expect(writeServiceMessage(KEEP_ALIVE)).toEqual(hex('02 91 03'));
  });
});

describe('a stream', () => {
  test('goes on behind a message that cannot be read', () => {
    const stream = new MessageStream();
    stream.push(Buffer.concat([hex('02 91 03'), hex('02 9106'), hex('00'), hex('02 91 03')]));
    const ping = { kind: 'message', message: pinged() };
    expect([stream.take(), stream.take(), stream.take(), stream.take(), stream.take()]).toEqual([
      ping,
      { kind: 'malformed', code: 'cut_short', type: 6 },
      { kind: 'malformed', code: 'cut_short', type: -1 },
      ping,
      undefined,
    ]);
  });

  test.each([
    ['frame.bad_length', 'ffffffff08'],
    ['frame.too_large', 'e907'],
  ])('%s ends it for good, before the message is there', (code, prefix) => {
    const stream = new MessageStream(1_000);
    stream.push(hex(prefix));
    expect(stream.take()).toEqual({ kind: 'broken', code });
    stream.push(hex('029103'));
    expect(stream.take()).toEqual({ kind: 'broken', code });
    expect(stream.size).toBe(0);
  });
});

describe('pings from the service', () => {
  test.each([
    [KEEP_ALIVE, { kind: 'news' }],
    [servicePings.echo('7'), { kind: 'echo', ping: pinged('echo', '7') }],
    [servicePings.offline('east-1'), { kind: 'offline', instanceId: 'east-1' }],
    [servicePings.finack, { kind: 'finack' }],
    [servicePings.target('t'), { kind: 'news', target: 't' }],
    [
      servicePings.status({ isActive: true, clients: 2, serverConnections: 5, capacity: 1000 }),
      { kind: 'news', isActive: true, clients: 2, serverConnections: 5, capacity: 1000 },
    ],
    [servicePings.servers(12, ['a', 'b']), { kind: 'news', servers: { revision: 12, serverIds: ['a', 'b'] } }],
    [pinged('d-m', '1'), { kind: 'news', isTraced: true }],
    // Only the first of status, servers and d-m counts; counts and target are read beside it.
    [pinged('d-m', '1', 'servers', '1:a', 'status', '0', 'target', 'x'), { kind: 'news', isActive: false, target: 'x' }],
    [pinged('echo', '1', 'offline', 'x'), { kind: 'echo', ping: pinged('echo', '1', 'offline', 'x') }],
    [pinged('servers', 'a;b', 'capacity', 'much', 'odd'), { kind: 'news' }],
    [pinged('shutdown', 'fin:0'), { kind: 'news' }],
  ])('%j', (ping, expected) => {
    expect(readPingFromService(ping)).toEqual(expected);
  });
});

describe('pings from an application server', () => {
  test.each([
    [KEEP_ALIVE, { kind: 'keepAlive' }],
    [serverPings.keepAlive(3, 1), { kind: 'keepAlive' }],
    [serverPings.askStatus, { kind: 'askStatus' }],
    [serverPings.fin(2), { kind: 'fin', mode: 2 }],
    [pinged('servers', ''), { kind: 'askServers' }],
    [pinged('echo', '9'), { kind: 'echo', id: '9' }],
    [pinged('shutdown', 'fin:3'), { kind: 'keepAlive' }],
  ])('%j', (ping, expected) => {
    expect(readPingFromServer(ping)).toEqual(expected);
  });
});

test('headers are one per name without regard to letter case, and so are payloads found', () => {
  const headers = mergedHeaders([
    ['X-A', ['1']],
    ['x-a', ['2', '3']],
    ['Other', []],
  ]);
  expect([...headers]).toEqual([
    ['X-A', ['1', '2', '3']],
    ['Other', []],
  ]);
  expect(headerValues(headers, 'x-A')).toEqual(['1', '2', '3']);
  expect(headerValues(headers, 'absent')).toEqual([]);
  const payloads = new Map([['JSON', hex('01')]]);
  expect([payloadFor(payloads, 'json'), payloadFor(payloads, 'messagepack')]).toEqual([hex('01'), undefined]);
});
