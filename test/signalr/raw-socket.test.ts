import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type ListeningHub, listenHub } from './listening-hub.ts';
import { connectRaw, framed, json, packed, type RawClient, RS, rawClient } from './raw-client.ts';
import { gate, type SampleHub, sampleHub } from './sample-hub.ts';

const CLOSED = 'Connection closed with an error.';
const TOO_LARGE = `${CLOSED} message.too_large: The maximum message size of 32768B was exceeded.`;
let hub: SampleHub;
let server: ListeningHub;
const clients: RawClient[] = [];

beforeEach(async () => {
  hub = sampleHub();
  server = await listenHub(hub);
  hub.server = server.hub;
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.ws.terminate();
  await server.close();
});

async function connect(protocol: 'json' | 'messagepack', version?: number): Promise<RawClient> {
  const client = await connectRaw(server.url, protocol, version);
  clients.push(client);
  return client;
}

async function raw(): Promise<RawClient> {
  const client = await rawClient(server.url);
  clients.push(client);
  return client;
}

const call = (id: string | null, target: string, ...args: unknown[]): Buffer => packed([1, {}, id, target, args]);
const jsonCall = (id: string | undefined, target: string, ...args: unknown[]): string =>
  json({ type: 1, invocationId: id, target, arguments: args });

describe('handshake', () => {
  test('[29] JSON is answered in a text frame, [30][31] MessagePack in a binary one, however the request came', async () => {
    const cases = [
      { protocol: 'json', sent: (text: string) => text, kind: 'text' },
      { protocol: 'json', sent: (text: string) => Buffer.from(text), kind: 'text' },
      { protocol: 'messagepack', sent: (text: string) => text, kind: 'binary' },
      { protocol: 'messagepack', sent: (text: string) => Buffer.from(text), kind: 'binary' },
    ];
    for (const { protocol, sent, kind } of cases) {
      const client = await raw();
      client.send(sent(json({ protocol, version: 1 })));
      expect(await client.frame(1)).toEqual({ kind, bytes: Buffer.from('7b7d1e', 'hex') });
    }
  });

  test.each([0, 1, 2])('[32] version %i is accepted', async (version) => {
    const client = await connect('json', version);
    expect(client.frames[0]?.bytes.toString()).toBe(`{}${RS}`);
  });

  test.each([
    ['[32] version 3', json({ protocol: 'json', version: 3 }), "The server does not support version 3 of the 'json' protocol."],
    ['[33] an unknown protocol', json({ protocol: 'xml', version: 1 }), "The protocol 'xml' is not supported."],
    ['[35] no JSON', `garbage${RS}`, 'An unexpected error occurred during connection handshake.'],
    ['[35] an array', `[]${RS}`, 'An unexpected error occurred during connection handshake.'],
    ['[35] nothing', RS, 'An unexpected error occurred during connection handshake.'],
    ['[35] null', `null${RS}`, 'An unexpected error occurred during connection handshake.'],
    ['[35] no version', json({ protocol: 'json' }), 'An unexpected error occurred during connection handshake.'],
    ['[35] wrong types', json({ protocol: 'json', version: '1' }), 'An unexpected error occurred during connection handshake.'],
    [
      '[35] other letter case',
      json({ Protocol: 'json', Version: 1 }),
      'An unexpected error occurred during connection handshake.',
    ],
    ['[37] too much without an end', 'x'.repeat(40_000), 'Handshake was canceled.'],
    ['[37] too much', json({ protocol: 'json', version: 1, x: 'x'.repeat(40_000) }), 'Handshake was canceled.'],
  ])('%s is refused with a text and close code 1000', async (_name, sent, error) => {
    const client = await raw();
    client.send(sent);
    expect(await client.waitClosed()).toBe(1000);
    expect(client.frames.map(({ kind, bytes }) => [kind, bytes.toString()])).toEqual([['text', json({ error })]]);
    expect(hub.events).toEqual([]);
  });

  test('[34] protocol names have no letter case; other properties are ignored', async () => {
    const client = await raw();
    client.send(`{"x":[1],"version":1,"protocol":"JSON"}${RS}`);
    expect((await client.frame(1)).bytes.toString()).toBe(`{}${RS}`);
  });

  test('[38] messages in the same frame are processed, and answered in it', async () => {
    const client = await raw();
    client.send(json({ protocol: 'json', version: 1 }) + jsonCall('1', 'Echo', 'piggyback'));
    expect((await client.frame(1)).bytes.toString()).toBe(`{}${RS}${json({ type: 3, invocationId: '1', result: 'piggyback' })}`);
  });

  test('[39] a request cut anywhere is accepted', async () => {
    const client = await raw();
    for (const char of json({ protocol: 'messagepack', version: 1 })) client.send(char);
    client.send(call('1', 'Echo', 5));
    expect(await client.messages(1)).toEqual([[3, {}, '1', 3, 5]]);
  });

  test('messages wait until the hub has greeted the connection', async () => {
    const opened = gate();
    hub.onConnected = async () => {
      await opened.opened;
      hub.events.push('greeted');
    };
    const client = await connect('json');
    client.send(jsonCall(undefined, 'Note', 'first'));
    await eventually(() => expect(server.hub.stats().messagesIn).toBe(1));
    expect(hub.events).toEqual([]);
    opened.open();
    await eventually(() => expect(hub.events).toEqual(['greeted', 'first']));
  });

  test('a hub that refuses the connection closes it, and hears nothing of its end', async () => {
    hub.onConnected = () => Promise.reject(new Error('secret'));
    const client = await connect('json');
    expect(await client.waitClosed()).toBe(1000);
    expect(client.received()).toEqual([{ type: 7, error: CLOSED }]);
    await eventually(() => expect(server.hub.stats().connections).toBe(0));
    expect(hub.events).toEqual([]);
  });
});

describe('framing', () => {
  test('[42] a message cut into single bytes is accepted, in both protocols', async () => {
    const one = await connect('messagepack');
    for (const byte of call('1', 'Echo', 'x'.repeat(200))) one.send(Buffer.from([byte]));
    expect(await one.messages(1)).toEqual([[3, {}, '1', 3, 'x'.repeat(200)]]);
    const two = await connect('json');
    for (const byte of Buffer.from(jsonCall('1', 'Echo', '☃'))) two.send(Buffer.from([byte]));
    expect(await two.messages(1)).toEqual([{ type: 3, invocationId: '1', result: '☃' }]);
  });

  test('[43][74] messages of one frame are processed in order', async () => {
    const client = await connect('messagepack');
    client.send(Buffer.concat(Array.from({ length: 50 }, (_, i) => call(null, 'Note', i))));
    client.send(call('1', 'Void'));
    await client.messages(1);
    expect(hub.events.slice(1)).toEqual(Array.from({ length: 50 }, (_, i) => String(i)));
  });

  test.each(['json', 'messagepack'] as const)(
    '[72] %s: a message of exactly the limit is accepted, one byte more is not',
    async (protocol) => {
      const make = (size: number): string | Buffer => {
        const text = (length: number): string | Buffer =>
          protocol === 'json' ? jsonCall('1', 'Bytes', 'x'.repeat(length)) : call('1', 'Bytes', 'x'.repeat(length));
        return text(size - (text(size - 100).length - (size - 100)));
      };
      expect(make(32_768)).toHaveLength(32_768);
      const fits = await connect(protocol);
      fits.send(make(32_768));
      expect(await fits.messages(1)).toEqual([
        protocol === 'json' ? { type: 3, invocationId: '1', result: 32_768 } : [3, {}, '1', 3, 32_768],
      ]);
      const tooLarge = await connect(protocol);
      tooLarge.send(make(32_769));
      expect(await tooLarge.waitClosed()).toBe(1000);
      expect(tooLarge.received()).toEqual([
        protocol === 'json' ? { type: 7, error: TOO_LARGE, allowReconnect: true } : [7, TOO_LARGE, true],
      ]);
    },
  );

  test('[72] a frame far above the limit is accepted when its messages are small', async () => {
    const client = await connect('messagepack');
    client.send(Buffer.concat(Array.from({ length: 4_000 }, (_, i) => call(String(i), 'Echo', 'x'.repeat(20)))));
    expect(await client.messages(4_000)).toHaveLength(4_000);
  });

  test.each([
    ['six bytes of length', 'ffffffffff01', CLOSED],
    ['a fifth byte above 7', 'ffffffff08', CLOSED],
    ['a length above the limit, its body not there', 'ffff7f', TOO_LARGE],
    ['the largest length', 'ffffffff07', TOO_LARGE],
  ])('[73] %s ends the connection at once', async (_name, hex, why) => {
    const client = await connect('messagepack');
    client.send(Buffer.from(hex, 'hex'));
    expect(await client.waitClosed()).toBe(1000);
    expect(client.received()).toEqual([[7, why, true]]);
  });

  test('a frame above frameBytes ends the connection', async () => {
    const small = await listenHub(sampleHub(), { limits: { frameBytes: 1_000 } });
    const client = await connectRaw(small.url, 'json');
    client.send('x'.repeat(1_001));
    expect(await client.waitClosed()).toBe(1009);
    await small.close();
  });
});

describe('messages', () => {
  test('[60] JSON properties come in any order, with headers and unknown ones', async () => {
    const client = await connect('json');
    client.send(
      `{"arguments":[{"a":1}],"x":{"y":[]},"headers":{"traceparent":"00-1"},"target":"Echo","invocationId":"9","type":1,"type":1}${RS}`,
    );
    expect(await client.messages(1)).toEqual([{ type: 3, invocationId: '9', result: { a: 1 } }]);
  });

  test('[61] MessagePack invocations have 5, 6 or 7 items, headers, and nil or empty ids', async () => {
    const client = await connect('messagepack');
    client.send(packed([1, {}, '1', 'Echo', [1]]));
    client.send(packed([1, { traceparent: 'x', y: 'z' }, '2', 'Echo', [2], []]));
    client.send(packed([1, {}, '3', 'Echo', [3], [], 'more']));
    client.send(packed([1, {}, null, 'Note', ['nil']]));
    client.send(packed([1, {}, '', 'Note', ['empty']]));
    client.send(framed(Buffer.from('92910600', 'hex').subarray(1, 3)));
    client.send(packed([1, {}, '4', 'Void', []]));
    expect(await client.messages(4)).toEqual([
      [3, {}, '1', 3, 1],
      [3, {}, '2', 3, 2],
      [3, {}, '3', 3, 3],
      [3, {}, '4', 3, null],
    ]);
    expect(hub.events).toEqual(['connected', 'nil', 'empty']);
  });

  test('[62][63] a call with an id has one answer, one without none, not even for an unknown method', async () => {
    const client = await connect('json');
    client.send(
      jsonCall(undefined, 'Nope') + jsonCall('', 'Echo', 1) + jsonCall(undefined, 'FailPlain') + jsonCall('1', 'Echo', 2),
    );
    client.send(jsonCall('2', 'Echo', 3));
    expect(await client.messages(2)).toEqual([
      { type: 3, invocationId: '1', result: 2 },
      { type: 3, invocationId: '2', result: 3 },
    ]);
  });

  test("[64][65][66][78] errors have the texts of Microsoft's server and tell no secret", async () => {
    const client = await connect('messagepack');
    const errors: [Buffer, string][] = [
      [call('1', 'Nope'), "Failed to invoke 'Nope' due to an error on the server. HubException: Method does not exist."],
      [
        call('1', 'constructor'),
        "Failed to invoke 'constructor' due to an error on the server. HubException: Method does not exist.",
      ],
      [call('1', 'Echo'), "Failed to invoke 'Echo' due to an error on the server."],
      [packed([1, {}, '1', 'Echo']), "Failed to invoke 'Echo' due to an error on the server."],
      [packed([1, {}, '1', 'Echo', null]), "Failed to invoke 'Echo' due to an error on the server."],
      [packed([1, {}, '1', 'Echo', { a: 1 }]), "Failed to invoke 'Echo' due to an error on the server."],
      [call('1', 'Fail'), "An unexpected error occurred invoking 'Fail' on the server. HubException: boom"],
      [call('1', 'FailPlain'), "An unexpected error occurred invoking 'FailPlain' on the server."],
      [
        packed([4, {}, '1', 'Echo', [1]]),
        "The client attempted to invoke the non-streaming 'Echo' method with a streaming invocation.",
      ],
      [call('1', 'Counter', 1), "The client attempted to invoke the streaming 'Counter' method with a non-streaming invocation."],
      [
        packed([1, {}, '1', 'Echo', [1], ['9']]),
        "An unexpected error occurred invoking 'Echo' on the server. HubException: Client sent 1 stream(s), Hub method expects 0.",
      ],
    ];
    for (const [sent] of errors) client.send(sent);
    expect(await client.messages(errors.length)).toEqual(errors.map(([, text]) => [3, {}, '1', 1, text]));
  });

  test('with detailed errors the texts say more', async () => {
    const detailed = await listenHub(sampleHub(), { detailedErrors: true });
    const client = await connectRaw(detailed.url, 'json');
    client.send(`${jsonCall('1', 'FailPlain') + jsonCall('2', 'Echo', 1, 2)}{}${RS}`);
    await client.waitClosed();
    expect(client.received()).toEqual([
      { type: 3, invocationId: '1', error: "An unexpected error occurred invoking 'FailPlain' on the server. Error: secret" },
      {
        type: 3,
        invocationId: '2',
        error:
          "Failed to invoke 'Echo' due to an error on the server. InvalidDataException: Invocation provides 2 argument(s) but target expects 1.",
      },
      { type: 7, error: `${CLOSED} InvalidDataException: Missing required property 'type'.`, allowReconnect: true },
    ]);
    await detailed.close();
  });

  test('a method without a parameter count takes any number of arguments', async () => {
    const client = await connect('messagepack');
    client.send(Buffer.concat([call('1', 'Any'), call('2', 'Any', 1, 2, 3)]));
    expect(await client.messages(2)).toEqual([
      [3, {}, '1', 3, 0],
      [3, {}, '2', 3, 3],
    ]);
  });

  test('[68] a message from the server has no invocation id at all', async () => {
    const client = await connect('json');
    client.send(jsonCall(undefined, 'SendToCaller', { a: 1 }));
    expect(await client.messages(1)).toEqual([{ type: 1, target: 'message', arguments: [{ a: 1 }] }]);
  });

  test('[69][76] a stream has items and a completion without a result; one that fails has its items first', async () => {
    const client = await connect('json');
    client.send(json({ type: 4, invocationId: '1', target: 'Counter', arguments: [2] }));
    await client.messages(3);
    client.send(json({ type: 4, invocationId: '2', target: 'StreamFails', arguments: [1] }));
    expect(await client.messages(5)).toEqual([
      { type: 2, invocationId: '1', item: 0 },
      { type: 2, invocationId: '1', item: 1 },
      { type: 3, invocationId: '1' },
      { type: 2, invocationId: '2', item: 0 },
      {
        type: 3,
        invocationId: '2',
        error: 'An error occurred on the server while streaming results. HubException: stream broke',
      },
    ]);
  });

  test('[70] unknown types are skipped, the next message in the same frame is not', async () => {
    const one = await connect('json');
    one.send(`{"type":99,"x":1}${RS}${json({ type: 0 })}${jsonCall('1', 'Echo', 1)}`);
    expect(await one.messages(1)).toEqual([{ type: 3, invocationId: '1', result: 1 }]);
    const two = await connect('messagepack');
    two.send(Buffer.concat([packed([99, 'x']), packed([0]), call('1', 'Echo', 1)]));
    expect(await two.messages(1)).toEqual([[3, {}, '1', 3, 1]]);
  });

  test.each([
    ['no type', '{}'],
    ['no JSON', '{"type":'],
    ['an array', '[1]'],
    ['type as text', '{"type":"1"}'],
    ['no arguments', '{"type":1,"target":"Echo"}'],
    ['arguments null', '{"type":1,"target":"Echo","arguments":null}'],
    ['no target', '{"type":1,"arguments":[]}'],
    ['target a number', '{"type":1,"target":1,"arguments":[]}'],
    ['id null', '{"type":1,"target":"Echo","arguments":[1],"invocationId":null}'],
    ['id a number', '{"type":1,"target":"Echo","arguments":[1],"invocationId":1}'],
    ['a stream without id', '{"type":4,"target":"Counter","arguments":[1]}'],
    ['an item without item', '{"type":2,"invocationId":"1"}'],
    ['a cancel without id', '{"type":5}'],
    ['both error and result', '{"type":3,"invocationId":"1","error":"x","result":1}'],
    ['a header that is no text', '{"type":6,"headers":{"a":1}}'],
    ['an ack without number', '{"type":8}'],
    ['half a character', '{"type":1,"target":"Echo","arguments":["\\ud800"]}'],
  ])('[71] JSON: %s ends the connection with a Close', async (_name, text) => {
    const client = await connect('json');
    client.send(text + RS);
    expect(await client.waitClosed()).toBe(1000);
    expect(client.received()).toEqual([{ type: 7, error: CLOSED, allowReconnect: true }]);
    await eventually(() => expect(hub.events).toEqual(['connected', 'disconnected protocolError']));
  });

  test.each([
    ['an empty body', ''],
    ['an empty array', '90'],
    ['no array', 'a161'],
    ['type as text', '91a131'],
    ['headers nil', '9501c0c0a44563686f9101'],
    ['a header that is no text', '950181a16101c0a44563686f9101'],
    ['id a number', '95018001a44563686f9101'],
    ['target a number', '950180c0019101'],
    ['streamIds nil', '960180c0a44563686f9101c0'],
    ['a completion of kind 7', '940380a13107'],
    ['a close of one item', '9107'],
    ['an array longer than the message', 'dd7fffffff01'],
    ['arguments longer than the message', '950180c0a44563686fddffffffff'],
    ['a map longer than the message', '950180c0a44563686f91dfffffffff'],
    ['bin longer than the message', '950180c0a44563686f91c6ffffffff'],
    ['the byte c1', '950180c0a44563686f91c1'],
  ])('[71] MessagePack: %s ends the connection with a Close', async (_name, hex) => {
    const client = await connect('messagepack');
    client.send(framed(Buffer.from(hex, 'hex')));
    expect(await client.waitClosed()).toBe(1000);
    // [89]: three items.
    expect(client.received()).toEqual([[7, CLOSED, true]]);
  });

  test.each([
    ['[111] 65 nested arrays', `${'91'.repeat(65)}c0`, 'message.too_deep: The message is nested too deeply.'],
    ['[111] 32 000 nested arrays', `${'91'.repeat(32_000)}c0`, 'message.too_deep: The message is nested too deeply.'],
    ['[111] 70 nested maps', `91${'81c0'.repeat(70)}c0`, 'message.too_deep: The message is nested too deeply.'],
    [
      'a map of 65,536 keys',
      `91df00010000${'01c0'.repeat(65_536)}`,
      'message.too_many_values: The message holds too many values.',
    ],
    ['40,000 empty arrays', `91dd00009c40${'90'.repeat(40_000)}`, 'message.too_many_values: The message holds too many values.'],
    ['a stream id of 257 characters', `9091da0101${'61'.repeat(257)}`, "message.name_too_long: 'streamIds' is too long."],
    [
      'a string above messageBytes',
      `91db00030000${'61'.repeat(196_608)}`,
      'message.too_large: The maximum message size of 150000B was exceeded.',
    ],
  ])('MessagePack: %s ends the connection with a Close that says which bound it is', async (_name, rest, why) => {
    const roomy = await listenHub(sampleHub(), { limits: { messageBytes: 150_000 } });
    const client = await connectRaw(roomy.url, 'messagepack');
    const items = rest.startsWith('9091') ? '96' : '95';
    client.send(framed(Buffer.from(`${items}0180c0a44563686f${rest}`, 'hex')));
    expect(await client.waitClosed()).toBe(1000);
    expect(client.received()).toEqual([[7, `${CLOSED} ${why}`, true]]);
    await roomy.close();
  });

  test.each([
    ['[111] very many brackets', '['.repeat(32_000), 'message.too_deep: The message is nested too deeply.'],
    ['[111] nested arrays', `${'['.repeat(65)}${']'.repeat(65)}`, 'message.too_deep: The message is nested too deeply.'],
    ['very many values', `[${'[],'.repeat(20_000)}1]`, 'message.too_many_values: The message holds too many values.'],
    ['very many keys', `[{${'"":1,'.repeat(20_000)}"":1}]`, 'message.too_many_values: The message holds too many values.'],
  ])('JSON: %s end the connection with a Close that says which bound it is', async (_name, args, why) => {
    const roomy = await listenHub(sampleHub(), { limits: { messageBytes: 150_000 } });
    const client = await connectRaw(roomy.url, 'json');
    client.send(`{"type":1,"target":"Echo","arguments":${args}}${RS}`);
    expect(await client.waitClosed()).toBe(1000);
    expect(client.received()).toEqual([{ type: 7, error: `${CLOSED} ${why}`, allowReconnect: true }]);
    await roomy.close();
  });

  test.each([
    ['[112] a private extension', '91d4424f'],
    ['[112] a record definition', '91d4724091a16101'],
    ['the key __proto__', '9181a95f5f70726f746f5f5f80'],
    ['a map with a binary key', '9181c4010101'],
  ])('MessagePack: %s in the arguments fails the call, and the connection lives', async (_name, args) => {
    const client = await connect('messagepack');
    client.send(framed(Buffer.from(`950180a131a44563686f${args}`, 'hex')));
    client.send(call('2', 'Echo', 1));
    expect(await client.messages(2)).toEqual([
      [3, {}, '1', 1, "Failed to invoke 'Echo' due to an error on the server."],
      [3, {}, '2', 3, 1],
    ]);
  });

  test('integers of 64 bits come back as they are', async () => {
    const client = await connect('messagepack');
    for (const value of ['cf0000018bcfe568fb', 'cfffffffffffffffff', 'd38000000000000000', 'd3ffffff0000000000']) {
      const before = client.frames.length;
      client.send(framed(Buffer.from(`950180a131a44563686f91${value}`, 'hex')));
      const { bytes } = await client.frame(before + 1);
      expect(bytes.toString('hex')).toBe(`0f950380a13103${value}`);
    }
  });

  test('[77] cancel is answered with one completion; unknown ids and items for nobody are ignored', async () => {
    const client = await connect('messagepack');
    client.send(Buffer.concat([packed([5, {}, 'x']), packed([2, {}, 'x', 1]), packed([3, {}, 'x', 2]), packed([8, 5])]));
    client.send(packed([4, {}, '1', 'Endless', [7]]));
    await client.messages(3);
    client.send(packed([5, {}, '1']));
    await eventually(() => expect(client.received().at(-1)).toEqual([3, {}, '1', 2]));
    await eventually(() => expect(hub.events).toContain('stopped'));
    const before = client.received().length;
    client.send(packed([5, {}, '1']));
    client.send(call('2', 'Echo', 1));
    expect((await client.messages(before + 1)).slice(before)).toEqual([[3, {}, '2', 3, 1]]);
  });

  test('a stream id in use is refused and the first stream goes on', async () => {
    const client = await connect('messagepack');
    client.send(Buffer.concat([packed([4, {}, '1', 'Counter', [3]]), packed([4, {}, '1', 'Counter', [3]])]));
    expect(await client.messages(5)).toEqual([
      [3, {}, '1', 1, "Invocation ID '1' is already in use."],
      [2, {}, '1', 0],
      [2, {}, '1', 1],
      [2, {}, '1', 2],
      [3, {}, '1', 2],
    ]);
  });

  test('[75] while a method runs, invocations wait in order, and pings, cancels and streams that run are handled', async () => {
    const client = await connect('messagepack');
    client.send(packed([4, {}, 's', 'Endless', [1]]));
    await client.messages(1);
    client.send(Buffer.concat([call(null, 'Wait', 'a'), call(null, 'Wait', 'b'), call(null, 'Note', 'c'), packed([5, {}, 's'])]));
    await eventually(() => expect(hub.events).toContain('stopped'));
    expect(hub.events).toEqual(['connected', 'start a', 'stopped']);
    hub.gate.open();
    await eventually(() => expect(hub.events.slice(3)).toEqual(['end a', 'start b', 'end b', 'c']));
  });
});

describe('the end', () => {
  test('[87] a Close from the client is answered with an empty Close and code 1000', async () => {
    for (const protocol of ['json', 'messagepack'] as const) {
      const client = await connect(protocol);
      client.send(protocol === 'json' ? json({ type: 7 }) : packed([7, null]));
      expect(await client.waitClosed()).toBe(1000);
      expect(client.received()).toEqual([protocol === 'json' ? { type: 7 } : [7, null, false]]);
    }
    await eventually(() =>
      expect(hub.events.filter((event) => event !== 'connected')).toEqual(Array(2).fill('disconnected clientClosed')),
    );
  });

  test('the hub hears why: a close frame, a dropped socket, its own close', async () => {
    const one = await connect('json');
    one.ws.close(1000);
    await eventually(() => expect(hub.events).toContain('disconnected clientClosed'));
    const two = await connect('json');
    two.ws.terminate();
    await eventually(() => expect(hub.events).toContain('disconnected connectionLost'));
    const three = await connect('json');
    three.send(jsonCall(undefined, 'Abort'));
    await three.waitClosed();
    expect(three.received()).toEqual([{ type: 7 }]);
    await eventually(() => expect(hub.events).toContain('disconnected serverClosed'));
    expect(server.hub.stats()).toMatchObject({ connections: 0, groups: 0 });
  });

  test('a method that runs when its client leaves is told by its signal', async () => {
    const aborted = gate();
    const methods = new Map(hub.methods);
    methods.set('Long', { kind: 'call', run: ({ signal }) => signal.addEventListener('abort', aborted.open) });
    const other = await listenHub({ methods });
    const client = await connectRaw(other.url, 'json');
    client.send(jsonCall('1', 'Long'));
    await client.messages(1);
    client.ws.terminate();
    await aborted.opened;
    await other.close();
  });

  test('[88] shutdown sends Close with allowReconnect to all, then close frames', async () => {
    const one = await connect('json');
    const two = await connect('messagepack');
    const shaking = await raw();
    await server.hub.shutdown();
    expect(await Promise.all([one.waitClosed(), two.waitClosed(), shaking.waitClosed()])).toEqual([1000, 1000, 1000]);
    expect(one.received()).toEqual([{ type: 7, allowReconnect: true }]);
    expect(two.received()).toEqual([[7, null, true]]);
    await eventually(() => expect(hub.events.slice(2)).toEqual(['disconnected serverShutdown', 'disconnected serverShutdown']));
  });

  test('[88] shutdown with a spread tells one after the other, serves the others until then, and lets nobody in', async () => {
    const first = await connect('json');
    const last = await connect('json');
    const ended = server.hub.shutdown({ spreadMs: 3_600_000 });
    expect(await first.waitClosed()).toBe(1000);
    last.send(jsonCall('1', 'Echo', 'still here'));
    expect(await last.messages(1)).toEqual([{ type: 3, invocationId: '1', result: 'still here' }]);
    expect((await fetch(`${server.url}/negotiate?negotiateVersion=1`, { method: 'POST' })).status).toBe(503);
    await server.hub.shutdown();
    expect(await last.waitClosed()).toBe(1000);
    await ended;
  });

  test('shutdown does not wait for ever for a client that does not answer', async () => {
    const other = await listenHub(sampleHub(), { limits: { closeTimeoutMs: 40, sweepIntervalMs: 20 } });
    const client = await connectRaw(other.url, 'json');
    client.ws.pause();
    await other.close();
    client.ws.terminate();
    expect(other.hub.stats().connections).toBe(0);
  });

  test('[109] nothing of the query reaches the log', async () => {
    const client = await connectRaw(`${server.url}?access_token=letmein`, 'json');
    client.send(`${jsonCall('1', 'FailPlain')}x${RS}`);
    await client.waitClosed();
    expect(server.log.events.map(({ event }) => event)).toContain('hub.method_failed');
    expect(JSON.stringify(server.log.events)).not.toMatch(/letmein|secret/);
  });
});
