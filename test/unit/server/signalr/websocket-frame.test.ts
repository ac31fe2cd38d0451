import { expect, test } from 'vitest';
import { messagePackProtocol } from '../../../../server/signalr/hub-protocol/messagepack.ts';
import { sharedFrame } from '../../../../server/signalr/transports/websocket.ts';

test('a frame has the header of RFC 6455 for its length and kind, and is made once for all who get it', () => {
  const short = Buffer.from('abc');
  expect([...sharedFrame(short, 'text')]).toEqual([0x81, 3, 97, 98, 99]);
  expect(sharedFrame(short, 'text')).toBe(sharedFrame(short, 'text'));
  expect([...sharedFrame(short, 'binary')]).toEqual([0x82, 3, 97, 98, 99]);
  for (const [length, head] of [
    [0, [0x82, 0]],
    [125, [0x82, 125]],
    [126, [0x82, 126, 0, 126]],
    [16_384, [0x82, 126, 0x40, 0]],
  ] as const) {
    const frame = Buffer.alloc(length, 7);
    const bytes = sharedFrame(frame, 'binary');
    expect([...bytes.subarray(0, head.length)]).toEqual(head);
    expect(bytes.subarray(head.length).equals(frame)).toBe(true);
  }
});

test('a long message has memory of its own, so that one in a queue keeps no others', () => {
  const long = messagePackProtocol.streamItem('1', new Uint8Array(16 * 1024));
  expect(long.buffer.byteLength).toBe(long.length);
  const frame = sharedFrame(long, 'binary');
  expect(frame.buffer.byteLength).toBe(frame.length);
});
