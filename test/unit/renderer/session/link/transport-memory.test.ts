import { expect, test } from 'vitest';
import { TransportMemory } from '../../../../../renderer/session/link/transport-memory.ts';

const MINUTE = 60_000;

test('[CON-2] where WebSockets did not work they are left out, and tried again after five minutes', () => {
  const memory = new TransportMemory();
  expect(memory.triesWebSockets(0)).toBe(true);
  memory.fellBack(1_000);
  expect(memory.triesWebSockets(1_000)).toBe(false);
  expect(memory.triesWebSockets(5 * MINUTE)).toBe(false);
  expect(memory.triesWebSockets(5 * MINUTE + 1_000)).toBe(true);
});

test('three WebSockets in a row that end within five seconds, or reach no hub, are taken for a network that ends them', () => {
  const memory = new TransportMemory();
  memory.socketEnded(2_000, 0);
  memory.socketEnded(4_000, undefined);
  expect(memory.triesWebSockets(4_000)).toBe(true);
  memory.socketEnded(6_000, 4_500);
  expect(memory.triesWebSockets(6_000)).toBe(false);
  expect(memory.triesWebSockets(6_000 + 5 * MINUTE)).toBe(true);
});

test('one that lived for longer shows that WebSockets work', () => {
  const memory = new TransportMemory();
  for (let i = 0; i < 10; i++) {
    const at = i * MINUTE;
    memory.socketEnded(at, at - 1_000);
    memory.socketEnded(at, at - 1_000);
    memory.socketEnded(at + 20_000, at + 1_000);
    expect(memory.triesWebSockets(at + 20_000)).toBe(true);
  }
});

test('where nothing but WebSockets is offered they are tried again at once', () => {
  const memory = new TransportMemory();
  memory.fellBack(0);
  memory.hadNoOther();
  expect(memory.triesWebSockets(1)).toBe(true);
});
