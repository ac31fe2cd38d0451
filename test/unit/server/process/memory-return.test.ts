import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { returnMemory } from '../../../../server/process/memory-return.ts';
import { FakeClock } from '../fake-clock.ts';

const MIB = 1024 * 1024;
/** A process that neither grows nor shrinks. */
const still = () => ({ processBytes: 120 * MIB, heapBytes: 40 * MIB });

test('memory is given back once when large boards are gone, and not before it is calm', () => {
  const clock = new FakeClock();
  let held = 0;
  const collected: string[] = [];
  const memoryReturn = returnMemory({ clock, heldBytes: () => held, collect: (what) => collected.push(what), measure: still });
  clock.advance(60_000);
  held = 500 * MIB;
  clock.advance(60_000);
  expect(collected, 'large boards are there').toEqual([]);
  for (let left = 400; left >= 40; left -= 60) {
    held = left * MIB;
    clock.advance(5_000);
  }
  expect(collected, 'they are still going').toEqual([]);
  clock.advance(10_000);
  expect(collected).toEqual(['garbage', 'pages']);
  clock.advance(600_000);
  expect(collected).toHaveLength(2);
  held = 130 * MIB;
  clock.advance(10_000);
  held = 3 * MIB;
  clock.advance(20_000);
  expect(collected).toHaveLength(4);
  memoryReturn.dispose();
  held = 500 * MIB;
  clock.advance(10_000);
  held = 0;
  clock.advance(20_000);
  expect(collected).toHaveLength(4);
});

test('what it does by itself collects what is garbage', async () => {
  const clock = new FakeClock();
  let held = 100 * MIB;
  const memoryReturn = returnMemory({ clock, heldBytes: () => held, measure: still });
  const garbage = new WeakRef({ large: new Array(1_000).fill(0) });
  // A WeakRef holds on to its object until the turn ends in which it was made.
  await setImmediate();
  clock.advance(10_000);
  held = 0;
  clock.advance(20_000);
  memoryReturn.dispose();
  expect(garbage.deref()).toBeUndefined();
});

test('a process that a flood of other things has made large gives memory back when it is calm, seldom when that is of no use, and never with a large heap', () => {
  const clock = new FakeClock();
  const memory = { processBytes: 120 * MIB, heapBytes: 40 * MIB };
  const collected: string[] = [];
  const collect = (what: string): void => {
    collected.push(what);
    if (what === 'pages' && isOfUse) memory.processBytes = 130 * MIB;
  };
  let isOfUse = true;
  const memoryReturn = returnMemory({ clock, heldBytes: () => 0, collect, measure: () => memory });
  clock.advance(60_000);
  for (let i = 0; i < 10; i++) {
    memory.processBytes += 20 * MIB;
    clock.advance(5_000);
  }
  expect(collected, 'it still grows').toEqual([]);
  clock.advance(10_000);
  expect(collected).toEqual(['garbage', 'pages']);
  clock.advance(600_000);
  expect(collected, 'it is small').toHaveLength(2);
  isOfUse = false;
  memory.processBytes = 300 * MIB;
  clock.advance(24 * 3_600_000);
  expect(collected.length / 2).toBeLessThan(36);
  const soFar = collected.length;
  memory.heapBytes = 500 * MIB;
  clock.advance(24 * 3_600_000);
  expect(collected.length).toBe(soFar);
  memoryReturn.dispose();
});
