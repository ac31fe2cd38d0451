import { type IncomingMessage, ProtocolError } from '@inkroom/signalr/hub-protocol/hub-protocol';
import { messagePackProtocol as protocol } from '@inkroom/signalr/hub-protocol/messagepack';
import { PreciseDate } from '@inkroom/signalr/hub-protocol/precise-date';
import { describe, expect, test } from 'vitest';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const parse = (text: string): IncomingMessage | undefined => protocol.parse(Buffer.from(text.replaceAll(' ', ''), 'hex'));

/** The arguments of an invocation `[1, {}, nil, "a", args]`. */
function args(bytes: string): readonly unknown[] | undefined {
  const body = `950180c0a161${bytes}`;
  const message = parse(`${(body.length / 2).toString(16).padStart(2, '0')}${body}`);
  if (message?.type !== 1) throw new Error('no invocation');
  return protocol.decodeArguments(message.args);
}

describe('bytes that are written (reference 4.3, 10)', () => {
  test('ping, close with three items, completions of all kinds, stream items', () => {
    expect(hex(protocol.ping)).toBe('029106');
    expect(hex(protocol.close(undefined, false))).toBe('049307c0c2');
    expect(hex(protocol.close('e', true))).toBe('059307a165c3');
    expect(hex(protocol.streamItem('3', 1))).toBe('06940280a13301');
    expect(hex(protocol.completion('3', { kind: 'value', value: null }))).toBe('07950380a13303c0');
    expect(hex(protocol.completion('3', { kind: 'void' }))).toBe('06940380a13302');
    expect(hex(protocol.completion('3', { kind: 'error', error: 'no' }))).toBe('09950380a13301a26e6f');
  });

  test('an invocation has five items: 61 bytes for 40 bytes to a room of 8 letters', () => {
    expect(hex(protocol.invocation('ink', ['r', new Uint8Array(3)]))).toBe('10950180c0a3696e6b92a172c403000000');
    const bytes = protocol.invocation('ink', ['abcdefgh', new Uint8Array(40)]);
    expect(bytes).toHaveLength(61);
    expect(hex(bytes)).toBe(`3c950180c0a3696e6b92a86162636465666768c428${'00'.repeat(40)}`);
  });

  test('a length above 127 takes more bytes of prefix', () => {
    expect(hex(protocol.invocation('a', [new Uint8Array(200)]).subarray(0, 2))).toBe('d101');
    expect(hex(protocol.completion('1', { kind: 'value', value: new Uint8Array(200_001) }).subarray(0, 3))).toBe('cc9a0c');
  });

  test('integers are integers up to 64 bits, dates are timestamps, undefined is nil', () => {
    const value = (one: unknown): string => hex(protocol.completion('1', { kind: 'value', value: one })).slice(14);
    expect(value(1_700_000_000_123)).toBe('cf0000018bcfe5687b');
    expect(value(-(2 ** 40))).toBe('d3ffffff0000000000');
    expect(value([5n, 2 ** 40, -1, 2n ** 63n])).toBe('94cf0000000000000005cf0000010000000000ffcf8000000000000000');
    expect(value(new Date(0))).toBe('d6ff00000000');
    expect(value([undefined])).toBe('91c0');
    expect(value(0.5)).toBe('cb3fe0000000000000');
  });

  test.each([
    [new Map()],
    [new Set()],
    [new ArrayBuffer(1)],
    [() => 1],
    [new Date(Number.NaN)],
    [2n ** 64n],
    [-(2n ** 63n) - 1n],
  ])('what would be lost silently is refused: %o', (value) => {
    expect(() => protocol.invocation('a', [value])).toThrow();
    // And the encoder is as good as before.
    expect(hex(protocol.streamItem('3', 1))).toBe('06940280a13301');
  });

  test('typed arrays of other kinds are written as their bytes', () => {
    expect(hex(protocol.streamItem('3', new Float32Array([1])))).toBe('0b940280a133c4040000803f');
  });
});

describe('bytes that are read', () => {
  test('the vectors of the stock client', () => {
    expect(parse('02 91 06')).toEqual({ type: 6 });
    expect(parse('03 92 07 c0')).toEqual({ type: 7, error: undefined });
    expect(parse('03 92 08 01')).toEqual({ type: 8, sequence: 1 });
    expect(parse('05 92 08 cd 01 2c')).toEqual({ type: 8, sequence: 300 });
    expect(parse('07 92 09 ce 00 01 11 70')).toEqual({ type: 9, sequence: 70_000 });
    expect(parse('05 93 05 80 a1 33')).toEqual({ type: 5, id: '3' });
    expect(parse('06 94 02 80 a1 33 01')).toMatchObject({ type: 2, id: '3' });
    expect(parse('06 94 03 80 a1 33 02')).toEqual({ type: 3, id: '3', outcome: { kind: 'void' } });
    expect(parse('0b 96 04 80 a1 33 a1 74 90 91 a1 34')).toMatchObject({
      type: 4,
      id: '3',
      target: 't',
      streamIds: ['4'],
      bytes: 12,
    });
  });

  test('an invocation, its arguments and its size', () => {
    const message = parse('10 95 01 80 c0 a3 69 6e 6b 92 a1 72 c4 03 00 01 02');
    expect(message).toMatchObject({ type: 1, id: undefined, target: 'ink', streamIds: [], bytes: 17 });
    if (message?.type !== 1) throw new Error('no invocation');
    const [room, bytes] = protocol.decodeArguments(message.args) ?? [];
    expect([room, bytes]).toEqual(['r', new Uint8Array([0, 1, 2])]);
    // Not a Buffer, whose `slice` makes no copy.
    expect(Buffer.isBuffer(bytes)).toBe(false);
  });

  test('extra items and bytes are ignored, an over-long length is read', () => {
    expect(parse('04 93 06 01 02')).toEqual({ type: 6 });
    expect(parse('03 91 06 00')).toEqual({ type: 6 });
    expect(parse('82 00 91 06')).toEqual({ type: 6 });
  });

  test('values of every kind', () => {
    expect(args('98c0c2c37fe0cb3ff8000000000000ca3f800000a1e9')).toEqual([
      null,
      false,
      true,
      127,
      -32,
      1.5,
      1,
      expect.any(String),
    ]);
    expect(args('91d6ff00000001')).toEqual([new Date(1_000)]);
    expect(args('9182a16101a162a1e9')).toEqual([{ a: 1, b: expect.any(String) }]);
    expect(args('92cf0000018bcfe5687bd1ff38')).toEqual([1_700_000_000_123, -200]);
  });

  test('a 64-bit integer that no number holds is a bigint, its neighbours stay numbers', () => {
    expect(args('93cf0000018bcfe5687b81a161cf800000000000000001')).toEqual([1_700_000_000_123, { a: 2n ** 63n }, 1]);
    expect(args('91d3ffdfffffffffffff')).toEqual([-(2n ** 53n) - 1n]);
    expect(args('91cf001fffffffffffff')).toEqual([Number.MAX_SAFE_INTEGER]);
  });

  test.each([
    ['timestamp 64 of a .NET clock', 'd7ffbc244520698173f2', 1_770_091_506_789, 123_400],
    ['timestamp 64 with one nanosecond', 'd7ff0000000400000000', 0, 1],
    ['timestamp 96 before 1970', 'c70cff3b9ac9ffffffffffffffffff', -1, 999_999],
  ])('what is below a millisecond of a %s is kept, and goes on as it came', (_what, bytes, ms, nanoseconds) => {
    const [date] = args(`91${bytes}`) as [PreciseDate];
    expect(date).toBeInstanceOf(PreciseDate);
    expect([date.getTime(), date.nanoseconds]).toEqual([ms, nanoseconds]);
    expect(hex(protocol.streamItem('3', date)).slice(12)).toBe(bytes);
    expect(hex(protocol.streamItem('3', [{ a: date }, 2n ** 60n])).slice(20)).toBe(`${bytes}cf1000000000000000`);
  });

  test('a timestamp that is exact in milliseconds is a plain date, from the first year to the last', () => {
    for (const bytes of [
      'd6ff00000001',
      'd7ffbc1cbd00698173f2',
      'c70cff00000000fffffff1886e0900',
      'c70cff3b8b87c00000003afff4417f',
    ]) {
      const [date] = args(`91${bytes}`) as [Date];
      expect(Object.getPrototypeOf(date)).toBe(Date.prototype);
      expect(hex(protocol.streamItem('3', date)).slice(12)).toBe(bytes);
    }
  });

  test.each([
    ['a second beyond what a Date can say', 'c70cff00000000000007dba8218001'],
    ['a second beyond 2^53', 'c70cff000000007fffffffffffffff'],
    ['more nanoseconds than a second has', 'd7ffee6b280000000000'],
    ['an unknown length', 'd5ff0000'],
  ])('a timestamp with %s is refused', (_what, bytes) => {
    expect(args(`91${bytes}`)).toBeUndefined();
  });

  test('a key that is no string is refused: it would go on as text', () => {
    for (const map of ['8101a36f6e65', '81ffa36f6e65', '81cb3ff8000000000000c0', '81cf8000000000000001c0', '81c0c0', '81c3c0'])
      for (const bytes of [`91${map}`, `9181a161${map}`, `92${map}cf8000000000000001`]) expect(args(bytes)).toBeUndefined();
  });

  test('a map cannot reach a prototype', () => {
    expect(args('9181a95f5f70726f746f5f5f81a16101')).toBeUndefined();
    const [map] = args('9181ab636f6e7374727563746f7201') ?? [];
    expect(map).toEqual({ constructor: 1 });
    expect(Object.getPrototypeOf(map)).toBe(Object.prototype);
  });

  test('deep values up to 64 levels are read, one more is fatal', () => {
    expect(args(`${'91'.repeat(64)}c0`)).toBeDefined();
    expect(() => args(`${'91'.repeat(66)}c0`)).toThrow(ProtocolError);
  });

  test('a name of more than 256 characters is fatal', () => {
    expect(() => parse(`8a02 94 02 80 da0101${'61'.repeat(257)} 01`)).toThrow(/too long/);
  });

  test('a message cut short anywhere is fatal, never anything else', () => {
    const whole = Buffer.from(protocol.invocation('ink', ['é', 1.5, { a: [1n << 60n] }, new Uint8Array(70), new Date(5)]));
    for (let length = 1; length < whole.length; length++)
      expect(() => protocol.parse(whole.subarray(0, length))).toThrow(ProtocolError);
  });
});
