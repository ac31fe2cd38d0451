import { expect, test } from 'vitest';
import { StayingItems } from '../../../../../server/signalr/calls/staying-items.ts';
import { jsonProtocol } from '../../../../../server/signalr/hub-protocol/json.ts';
import { messagePackProtocol } from '../../../../../server/signalr/hub-protocol/messagepack.ts';

const chunk = (value: number) => ({ kind: 'chunk', bytes: new Uint8Array(16 * 1024).fill(value) });

test('streams that send the same item under the same id send the same bytes', () => {
  const items = new StayingItems();
  const [first, second] = [chunk(1), chunk(2)];
  const message = items.message(messagePackProtocol, '1', first);
  expect(Buffer.from(message).equals(messagePackProtocol.streamItem('1', first))).toBe(true);
  items.message(messagePackProtocol, '1', second);
  expect(items.message(messagePackProtocol, '1', first)).toBe(message);
});

test('another id, another protocol or another item has a message of its own', () => {
  const items = new StayingItems();
  const item = chunk(1);
  const others = [
    items.message(messagePackProtocol, '1', item),
    items.message(messagePackProtocol, '2', item),
    items.message(jsonProtocol, '1', item),
    items.message(messagePackProtocol, '1', chunk(1)),
  ];
  expect(new Set(others).size).toBe(4);
  expect(Buffer.from(others[1] as Uint8Array).equals(messagePackProtocol.streamItem('2', item))).toBe(true);
  expect(Buffer.from(others[2] as Uint8Array).equals(jsonProtocol.streamItem('1', item))).toBe(true);
});

test('few messages are kept, and no long ones', () => {
  const items = new StayingItems();
  const item = chunk(1);
  const message = items.message(messagePackProtocol, '1', item);
  for (let i = 0; i < 16; i++) items.message(messagePackProtocol, '1', chunk(i));
  expect(items.message(messagePackProtocol, '1', item)).not.toBe(message);
  const long = { bytes: new Uint8Array(100 * 1024) };
  expect(items.message(messagePackProtocol, '1', long)).not.toBe(items.message(messagePackProtocol, '1', long));
});
