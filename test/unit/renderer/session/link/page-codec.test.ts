import { HubConnectionBuilder, MessageType, NullLogger } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { decode, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decoder, Encoder } from '../../../../../renderer/session/link/page-codec.ts';

const encoder = new Encoder();
const decoder = new Decoder();

/** What travels between client and hub. */
const { value } = fc.letrec<{ readonly value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.integer({ min: -40_000, max: 70_000 }),
    fc.double({ noNaN: true }).filter((number) => !Object.is(number, -0)),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(
      fc.string({ maxLength: 12 }).filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 8, noNullPrototype: true },
    ),
  ),
}));

test('the codec of the page and the one that SignalR brings read each other', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(decode(encoder.encode(given))).toEqual(given);
      expect(plain(decoder.decode(encode(given)))).toEqual(given);
    }),
  );
});

test('nothing, at the end of an invocation, is nil in both', () => {
  expect(encoder.encode([1, undefined])).toEqual(encode([1, undefined]));
});

test('bytes that are no MessagePack are thrown for', () => {
  for (const bytes of [[], [0x92, 1], [0x91, 0xd9, 40, 65], [0x92, 1, 0xc4, 9, 1]])
    expect(() => decoder.decode(Uint8Array.from(bytes))).toThrow();
});

test('the protocol calls nothing else of a codec', () => {
  const protocol = new MessagePackHubProtocol();
  Object.assign(protocol, { _encoder: encoder, _decoder: decoder });
  const sent = { type: MessageType.Invocation, target: 'p', arguments: [1, 'ops', Uint8Array.of(1, 2)], streamIds: [] } as const;
  const bytes = protocol.writeMessage({ ...sent, arguments: [...sent.arguments], streamIds: [] });
  expect(bytes).toEqual(new MessagePackHubProtocol().writeMessage({ ...sent, arguments: [...sent.arguments], streamIds: [] }));
  expect(protocol.parseMessages(bytes, NullLogger.instance)).toMatchObject([{ type: MessageType.Invocation, target: 'p' }]);
  expect(new HubConnectionBuilder().withUrl('http://127.0.0.1/').withHubProtocol(protocol).build().state).toBe('Disconnected');
});

/** Byte strings as plain ones: the codec may give views of a kind of its own. */
function plain(given: unknown): unknown {
  if (given instanceof Uint8Array) return Uint8Array.from(given);
  if (Array.isArray(given)) return given.map(plain);
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(Object.entries(given).map(([key, item]) => [key, plain(item)]));
}
