import { isDeepStrictEqual } from 'node:util';
import { MessageStream, type Taken } from '@inkroom/azure-signalr/protocol/message-stream';
import { readServiceMessage } from '@inkroom/azure-signalr/protocol/read-message';
import type { ServiceMessage } from '@inkroom/azure-signalr/protocol/service-messages';
import { writeServiceMessage } from '@inkroom/azure-signalr/protocol/write-message';
import { prefixLength } from '@inkroom/signalr/hub-protocol/framing';
import { describe, expect, test } from 'vitest';
import { expectedOf, VECTORS, type Vector, vectorsNamed } from './vectors.ts';

function read(vector: Vector): ServiceMessage {
  const decoded = readServiceMessage(vector.frame.subarray(prefixLength(vector.frame)));
  if (decoded.kind !== 'message') throw new Error(`${vector.name}: ${JSON.stringify(decoded)}`);
  return decoded.message;
}

/** Of messages whose maps of optional members are empty by definition we keep none. */
const kept = (said: Partial<ServiceMessage>, message: ServiceMessage): Partial<ServiceMessage> =>
  'extensions' in message
    ? said
    : (Object.fromEntries(Object.entries(said).filter(([name]) => name !== 'extensions')) as typeof said);

test('all vectors are here', () => {
  expect([vectorsNamed('current/'), vectorsNamed('compat/'), vectorsNamed('newer/')].map(({ length }) => length)).toEqual([
    76, 39, 8,
  ]);
});

test.each(VECTORS.map((vector) => [vector.name, vector] as const))('%s is read as the SDK reads it', (_name, vector) => {
  const message = read(vector);
  const expected = kept(expectedOf(vector), message);
  // Fields that the vector does not have are defaults: of what it has, nothing is missing and nothing differs.
  expect(Object.fromEntries(Object.keys(expected).map((name) => [name, message[name as keyof ServiceMessage]]))).toEqual(
    expected,
  );
});

test.each([...vectorsNamed('current/'), ...vectorsNamed('newer/')].map((vector) => [vector.name, vector] as const))(
  '%s is written byte for byte',
  (_name, vector) => {
    expect(writeServiceMessage(read(vector)).toString('hex')).toBe(vector.frame.toString('hex'));
  },
);

test.each(vectorsNamed('compat/').map((vector) => [vector.name, vector] as const))(
  '%s, of an older peer, is written in the layout of today and then says the same',
  (_name, vector) => {
    const message = read(vector);
    const again = readServiceMessage(stripped(writeServiceMessage(message)));
    expect(again).toEqual({ kind: 'message', message });
  },
);

const stripped = (frame: Buffer): Buffer => frame.subarray(prefixLength(frame));

describe('a stream', () => {
  const stream = Buffer.concat(VECTORS.map(({ frame }) => frame));
  const whole = takenOf([Buffer.from(stream)]);

  test('gives every message of a stream in order', () => {
    expect(whole.map((one) => (one.kind === 'message' ? one.message.type : one))).toEqual(
      VECTORS.map(({ fields }) => fields.type),
    );
  });

  test('cut at every position gives the same messages', () => {
    for (let at = 0; at <= stream.length; at++) {
      const parts = [Buffer.from(stream.subarray(0, at)), Buffer.from(stream.subarray(at))];
      const taken = takenOf(parts);
      // For so many `toEqual` takes seconds: it is asked only to say what differs.
      if (!isDeepStrictEqual(taken, whole)) expect(taken, `cut at ${at}`).toEqual(whole);
    }
  });

  test('that comes byte by byte gives the same messages', () => {
    expect(takenOf([...stream].map((byte) => Buffer.from([byte])))).toEqual(whole);
  });
});

function takenOf(parts: readonly Buffer[]): Taken[] {
  const stream = new MessageStream();
  const taken: Taken[] = [];
  for (const part of parts) {
    stream.push(part);
    for (let one = stream.take(); one !== undefined; one = stream.take()) taken.push(one);
  }
  expect(stream.size).toBe(0);
  return taken;
}
