import { describe, expect, test } from 'vitest';
import { ProtocolError } from '../../../../../server/signalr/hub-protocol/hub-protocol.ts';
import { jsonProtocol as protocol } from '../../../../../server/signalr/hub-protocol/json.ts';

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

  test('bytes are base64 wherever they are, a Buffer too; dates are ISO; a bigint is a number where that is exact', () => {
    const value = { a: [new Uint8Array([1, 2, 255])], b: Buffer.from('x'), c: new Date(0), d: 5n, e: 2n ** 60n, f: Number.NaN };
    expect(text(protocol.streamItem('1', value))).toBe(
      `{"type":2,"invocationId":"1","item":{"a":["AQL/"],"b":"eA==","c":"1970-01-01T00:00:00.000Z","d":5,"e":"1152921504606846976","f":null}}${RS}`,
    );
  });
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
