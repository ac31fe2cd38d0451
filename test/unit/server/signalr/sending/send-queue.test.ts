import { describe, expect, test } from 'vitest';
import { MessageJoiner, SendQueue } from '../../../../../server/signalr/sending/send-queue.ts';
import { FakeTransport } from '../open-connection.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('a send queue', () => {
  test('hands a lone message on as it is, without a copy', () => {
    const [queue, transport, message] = [new SendQueue(), new FakeTransport(), bytes('a')];
    queue.push(message);
    expect(queue.flush(transport, 'binary', new MessageJoiner())).toBe(1);
    expect(transport.frames[0]?.bytes).toBe(message);
    expect(queue.bytes).toBe(0);
  });

  test('joins once what several wait for: they get the same frame', () => {
    const joiner = new MessageJoiner();
    const messages = [bytes('a'), bytes('b'), bytes('c')];
    const frames = [1, 2].map(() => {
      const [queue, transport] = [new SendQueue(), new FakeTransport()];
      for (const message of messages) queue.push(message);
      queue.flush(transport, 'text', joiner);
      return transport.frames[0];
    });
    expect(frames[0]?.text).toBe('abc');
    expect(frames[1]?.bytes).toBe(frames[0]?.bytes);
  });

  test('does not mistake one list for another of the same length or beginning', () => {
    const joiner = new MessageJoiner();
    const texts = [
      ['a', 'b'],
      ['a', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b'],
    ].map((list) => {
      const [queue, transport] = [new SendQueue(), new FakeTransport()];
      for (const text of list) queue.push(bytes(text));
      queue.flush(transport, 'text', joiner);
      // What comes later is not in the frame that was joined before.
      queue.push(bytes('x'));
      return transport.frames.map((frame) => frame.text);
    });
    expect(texts).toEqual([['ab'], ['ac'], ['abc'], ['ab']]);
  });

  test('keeps what the transport does not take, in order, and counts it', () => {
    const [queue, joiner] = [new SendQueue(), new MessageJoiner()];
    const transport = new (class extends FakeTransport {
      override write(frame: Uint8Array, kind: 'text' | 'binary'): void {
        super.write(frame, kind);
        // Full after each frame.
        this.writable = false;
      }
    })();
    for (let n = 0; n < 5; n++) queue.push(Buffer.alloc(40_000, n));
    const left: number[] = [];
    while (queue.bytes > 0) {
      transport.writable = true;
      queue.flush(transport, 'binary', joiner);
      left.push(queue.bytes);
    }
    expect(left).toEqual([160_000, 120_000, 80_000, 40_000, 0]);
    expect(transport.frames.map((frame) => frame.bytes[0])).toEqual([0, 1, 2, 3, 4]);
    queue.flush(transport, 'binary', joiner);
    expect(transport.frames).toHaveLength(5);
  });
});
