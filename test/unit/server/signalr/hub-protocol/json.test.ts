import { BoundError, ProtocolError } from '@inkroom/signalr/hub-protocol/hub-protocol';
import { jsonProtocol as protocol } from '@inkroom/signalr/hub-protocol/json';
import { messagePackProtocol } from '@inkroom/signalr/hub-protocol/messagepack';
import { PreciseDate } from '@inkroom/signalr/hub-protocol/precise-date';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const RS = '\u001e';
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const parse = (source: string) => protocol.parse(Buffer.from(source + RS));

describe('text that is written (reference 4.2)', () => {
  test('absent means absent, and every message ends with the separator', () => {
    expect(text(protocol.ping)).toBe(`{"type":6}${RS}`);
    expect(text(protocol.close(undefined, false))).toBe(`{"type":7}${RS}`);
    expect(text(protocol.close('e', true))).toBe(`{"type":7,"error":"e","allowReconnect":true}${RS}`);
    expect(text(protocol.invocation('m', [1, undefined]))).toBe(`{"type":1,"target":"m","arguments":[1,null]}${RS}`);
    expect(text(protocol.streamItem('3', undefined))).toBe(`{"type":2,"invocationId":"3","item":null}${RS}`);
    expect(text(protocol.completion('3', { kind: 'void' }))).toBe(`{"type":3,"invocationId":"3"}${RS}`);
    expect(text(protocol.completion('3', { kind: 'value', value: null }))).toBe(
      `{"type":3,"invocationId":"3","result":null}${RS}`,
    );
    expect(text(protocol.completion('3', { kind: 'error', error: 'é' }))).toBe(`{"type":3,"invocationId":"3","error":"é"}${RS}`);
  });

  test('bytes are base64 wherever they are, a Buffer too; dates are ISO; a bigint is a number with all its digits', () => {
    const value = { a: [new Uint8Array([1, 2, 255])], b: Buffer.from('x'), c: new Date(0), d: 5n, e: 2n ** 60n, f: Number.NaN };
    expect(text(protocol.streamItem('1', value))).toBe(
      `{"type":2,"invocationId":"1","item":{"a":["AQL/"],"b":"eA==","c":"1970-01-01T00:00:00.000Z","d":5,"e":1152921504606846976,"f":null}}${RS}`,
    );
  });

  test('what would go out as an empty object is refused, as by MessagePack', () => {
    for (const value of [new Map([['a', 1]]), new Set([1]), new ArrayBuffer(3)])
      expect(() => protocol.invocation('m', [{ value }])).toThrow(/cannot be sent/);
  });

  test('a date keeps what is below its millisecond', () => {
    const written = (date: Date): string => text(protocol.streamItem('1', date)).slice(37, -3);
    expect(written(new PreciseDate(1_770_091_506_789, 123_400))).toBe('2026-02-03T04:05:06.7891234Z');
    expect(written(new PreciseDate(0, 7))).toBe('1970-01-01T00:00:00.000000007Z');
  });
});

/** The arguments of a call, and the text in which the same values go on. */
function throughJson(source: string): { readonly args: readonly unknown[] | undefined; readonly goesOn: string } {
  const message = parse(`{"type":1,"target":"a","arguments":[${source}]}`);
  if (message?.type !== 1) throw new Error('no invocation');
  const args = protocol.decodeArguments(message.args);
  return { args, goesOn: text(protocol.invocation('a', args ?? [])).slice(36, -3) };
}

describe('integers beyond 2^53', () => {
  test('are bigint, wherever they are, and go on as they came; their neighbours stay numbers', () => {
    for (const [source, value] of [
      ['9007199254740993', 9_007_199_254_740_993n],
      ['9007199254740992', 2n ** 53n],
      ['-9007199254740993', -9_007_199_254_740_993n],
      ['18446744073709551615', 2n ** 64n - 1n],
      ['-9223372036854775808', -(2n ** 63n)],
      ['9007199254740991', Number.MAX_SAFE_INTEGER],
      ['-9007199254740991', Number.MIN_SAFE_INTEGER],
    ] as const) {
      expect(throughJson(source)).toEqual({ args: [value], goesOn: source });
      expect(throughJson(`{"a":[${source},1]},"9007199254740993"`)).toEqual({
        args: [{ a: [value, 1] }, '9007199254740993'],
        goesOn: `{"a":[${source},1]},"9007199254740993"`,
      });
    }
  });

  test('what is no integer in the text is a number', () => {
    expect(throughJson('9007199254740993.5,1e17,0.1234567890123456').args).toEqual([
      9_007_199_254_740_994, 1e17, 0.1234567890123456,
    ]);
    expect(throughJson('100000000000000000000,-300000000000000000000').args).toEqual([1e20, -3e20]);
  });

  test('more than 64 bits cannot be bound, and are fatal to nobody', () => {
    for (const source of ['18446744073709551617', '-9223372036854775809', '[{"a":123456789012345678901234567890}]'])
      expect(throughJson(source).args).toBeUndefined();
    const item = parse('{"type":2,"invocationId":"1","item":18446744073709551617}');
    expect(item?.type === 2 && protocol.decodeValue(item.item)).toBeUndefined();
    const answer = parse('{"type":3,"invocationId":"1","result":{"a":18446744073709551617}}');
    const outcome = answer?.type === 3 ? answer.outcome : undefined;
    expect(outcome?.kind === 'value' && protocol.decodeValue(outcome.value)).toBeUndefined();
    expect(parse('{"type":6,"x":18446744073709551617}')).toEqual({ type: 6 });
  });

  test('a message of many of them cannot reach a prototype, and is bounded as others', () => {
    const { args } = throughJson('{"__proto__":{"x":9007199254740993}}');
    const [held] = args as [object];
    expect(Object.getPrototypeOf(held)).toBe(Object.prototype);
    expect(() => throughJson(`${'['.repeat(66)}9007199254740993${']'.repeat(66)}`)).toThrow(BoundError);
  });
});

test('[property] any value with 64-bit integers comes back as it went, beside text that looks like them', () => {
  const wide = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).filter((one) => BigInt.asIntN(54, one) !== one);
  const odd = fc.constantFrom('9007199254740993', '"9007199254740993', '\\', '\\"', ',-18446744073709551617', '[{', '\u{10400}1');
  // V8 13.6 reads a key that is a lone escape (`"\\""`) as another one of the kind that it has seen: no key has one here.
  const key = fc.oneof(
    fc.constantFrom('9007199254740993', ',18446744073709551617', '__proto'),
    fc.stringMatching(/^[^"\\\p{Cc}]*$/u),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, wide, odd, tie('other'), fc.array(tie('value')), fc.dictionary(key, tie('value'))),
    other: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.double({ noDefaultInfinity: true, noNaN: true, max: 1e15, min: -1e15 }),
      fc.boolean(),
      fc.constant(null),
    ),
  }));
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const message = protocol.parse(Buffer.from(protocol.invocation('a', values)));
      const read = message?.type === 1 ? protocol.decodeArguments(message.args) : undefined;
      expect(text(protocol.invocation('a', read ?? []))).toBe(text(protocol.invocation('a', values)));
      expect(bigintsIn(read)).toEqual(bigintsIn(values));
    }),
    { numRuns: 200 },
  );
});

function bigintsIn(value: unknown): readonly bigint[] {
  if (typeof value === 'bigint') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(bigintsIn) : [];
}

test('what one protocol reads, the other writes and reads as the same', () => {
  const values = [2n ** 63n, -(2n ** 63n), { a: [2n ** 53n] }];
  const framed = Buffer.from(messagePackProtocol.invocation('a', values));
  const message = messagePackProtocol.parse(framed);
  if (message?.type !== 1) throw new Error('no invocation');
  const args = messagePackProtocol.decodeArguments(message.args) ?? [];
  expect(throughJson(text(protocol.invocation('a', args)).slice(36, -3)).args).toEqual(values);
});

describe('text that is read', () => {
  test('only own properties count', () => {
    expect(() => parse('{"__proto__":{"type":6}}')).toThrow(ProtocolError);
    expect(parse('{"type":6,"__proto__":{"headers":{"a":1}}}')).toEqual({ type: 6 });
  });

  test('bytes that are no UTF-8 are replaced', () => {
    const bytes = Buffer.concat([
      Buffer.from('{"type":1,"target":"a","arguments":["'),
      Buffer.from([0xff]),
      Buffer.from(`"]}${RS}`),
    ]);
    const message = protocol.parse(bytes);
    if (message?.type !== 1) throw new Error('no invocation');
    expect(protocol.decodeArguments(message.args)).toEqual(['\ufffd']);
  });

  test('an escaped pair is a character, and text that only looks like an escape is text', () => {
    expect(parse('{"type":1,"target":"a","arguments":["\\ud83d\\ude00","\\\\ud800"]}')).toMatchObject({
      args: { encoded: ['😀', '\\ud800'] },
    });
    expect(() => parse('{"type":1,"target":"a","arguments":[{"\\ud83d":1}]}')).toThrow(ProtocolError);
  });

  test('brackets in strings do not count as nesting', () => {
    expect(parse(`{"type":1,"target":"a","arguments":["${'['.repeat(200)}\\"${'{'.repeat(200)}"]}`)).toMatchObject({ type: 1 });
    expect(parse(`{"type":1,"target":"a","arguments":[${'['.repeat(62)}${']'.repeat(62)}]}`)).toMatchObject({ type: 1 });
    expect(() => parse(`{"type":1,"target":"a","arguments":[${'['.repeat(63)}${']'.repeat(63)}]}`)).toThrow(ProtocolError);
  });

  test('the size of a message is its bytes, separator included', () => {
    expect(parse('{"type":1,"target":"é","arguments":[]}')).toMatchObject({ bytes: 40 });
  });
});
