import { describe, expect, test } from 'vitest';
import { ALL_CHECKS, uncovered } from './all-checks.ts';
import { NOT_BEHIND_SERVICE, whyNotBehindService } from './behind-service.ts';
import type { Check } from './harness/check.ts';
import { framed, Type, unframed, wireOf } from './harness/wire.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { judge } from './run-checks.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('the list of checks', () => {
  test('names every number of the specification, and no id twice', () => {
    expect(uncovered(ALL_CHECKS)).toEqual([]);
    expect(new Set(ALL_CHECKS.map((check) => check.id)).size).toBe(ALL_CHECKS.length);
  });

  test('has a check for every known difference', () => {
    const ids = ALL_CHECKS.map((check) => check.id);
    for (const { check } of KNOWN_DIFFERENCES) expect(ids).toContain(check);
  });
});

test('the table of what is not put to a hub behind a service names checks that exist, each once', () => {
  const named = NOT_BEHIND_SERVICE.flatMap(({ checks }) => checks);
  expect(new Set(named).size).toBe(named.length);
  for (const one of named) expect(ALL_CHECKS.filter(({ id }) => id.split('/')[0] === one).length, one).toBeGreaterThan(0);
  expect(ALL_CHECKS.filter(({ id }) => whyNotBehindService(id) === undefined).length).toBeGreaterThan(100);
});

describe('a verdict', () => {
  const check: Check = { id: '1', title: '', run: async () => undefined };
  const known = [{ check: '1', server: 'aspnet', says: /refused/, reason: 'as known' }] as const;

  test('is a failure where a known difference does not show', () => {
    expect(judge(check, { kind: 'passed' }, known)).toMatchObject({ kind: 'failed' });
    expect(judge(check, { kind: 'passed' }, [])).toEqual({ kind: 'ok' });
  });

  test('is a difference only where the failure says what is known', () => {
    expect(judge(check, { kind: 'failed', why: 'was refused' }, known)).toEqual({ kind: 'differs', reason: 'as known' });
    expect(judge(check, { kind: 'failed', why: 'closed' }, known)).toMatchObject({ kind: 'failed' });
    expect(judge(check, { kind: 'failed', why: 'was refused' }, [])).toMatchObject({ kind: 'failed' });
  });
});

describe('the suite speaks the protocols of section 4.3 and 10', () => {
  const wire = wireOf('messagepack');

  test.each([
    ['Ping', { type: Type.ping }, '02 91 06'],
    ['Close as the JavaScript client sends it', { type: Type.close }, '03 92 07 c0'],
    ['Ack', { type: Type.ack, sequenceId: 300 }, '05 92 08 cd 01 2c'],
    ['Sequence', { type: Type.sequence, sequenceId: 70_000 }, '07 92 09 ce 00 01 11 70'],
    ['Cancel', { type: Type.cancel, invocationId: '3' }, '05 93 05 80 a1 33'],
    ['StreamItem', { type: Type.streamItem, invocationId: '3', item: 1 }, '06 94 02 80 a1 33 01'],
    ['Completion with null', { type: Type.completion, invocationId: '3', result: null }, '07 95 03 80 a1 33 03 c0'],
    ['Completion without result', { type: Type.completion, invocationId: '3' }, '06 94 03 80 a1 33 02'],
    [
      'StreamInvocation with an upload',
      { type: Type.streamInvocation, invocationId: '3', target: 't', arguments: [], streamIds: ['4'] },
      '0b 96 04 80 a1 33 a1 74 90 91 a1 34',
    ],
  ])('%s', (_name, message, bytes) => {
    expect(wire.encode(message).toString('hex')).toBe(hex(bytes).toString('hex'));
  });

  test('a frame that holds a message in part is refused, in both protocols (check 40)', () => {
    const whole = wire.encode({ type: Type.completion, invocationId: '3', result: 'x'.repeat(200) });
    expect(wire.decode(Buffer.concat([whole, hex('02 91 06')]))).toHaveLength(2);
    expect(() => wire.decode(whole.subarray(0, -1))).toThrow();
    expect(() => wire.decode(whole.subarray(0, 1))).toThrow();
    expect(() => wireOf('json').decode(Buffer.from('{"type":6}'))).toThrow();
  });

  test('length prefixes grow with the body', () => {
    for (const length of [0, 127, 128, 16_383, 16_384, 200_012]) {
      const bytes = framed(Buffer.alloc(length, 7));
      expect(unframed(bytes).map((body) => body.length)).toEqual([length]);
    }
    expect(framed(Buffer.alloc(200_012)).subarray(0, 3).toString('hex')).toBe('cc9a0c');
  });
});
