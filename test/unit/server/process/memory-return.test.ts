import { expect, test } from 'vitest';
import { returnMemory } from '../../../../server/process/memory-return.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const MIB = 1024 * 1024;

/** A process whose sizes a test sets. `told`: what the engine was told, in order. */
function watched() {
  const clock = new FakeClock();
  const sizes = { held: 0, process: 120 * MIB };
  const load = { share: 0 };
  const told: boolean[] = [];
  let usedMs = 0;
  const memoryReturn = returnMemory({
    clock,
    heldBytes: () => sizes.held,
    processBytes: () => sizes.process,
    save: (isSaving) => told.push(isSaving),
    usedMs: () => (usedMs += load.share * 1_000),
  });
  return { clock, sizes, load, told, memoryReturn };
}

test('memory is saved for a while when large boards are gone, and not while large boards are left', () => {
  const { clock, sizes, told, memoryReturn } = watched();
  clock.advance(60_000);
  sizes.held = 500 * MIB;
  clock.advance(60_000);
  for (let left = 400; left > 64; left -= 60) {
    sizes.held = left * MIB;
    clock.advance(5_000);
  }
  expect(told, 'large boards are there').toEqual([]);
  sizes.held = 40 * MIB;
  clock.advance(2_000);
  expect(told, 'soon after the last has gone').toEqual([true]);
  clock.advance(60_000);
  expect(told, 'and not permanently').toEqual([true, false]);
  clock.advance(600_000);
  expect(told).toHaveLength(2);
  sizes.held = 130 * MIB;
  clock.advance(10_000);
  sizes.held = 3 * MIB;
  clock.advance(10_000);
  expect(told).toEqual([true, false, true]);
  sizes.held = 200 * MIB;
  clock.advance(2_000);
  expect(told, 'a large board has come').toEqual([true, false, true, false]);
  sizes.held = 0;
  clock.advance(5_000);
  memoryReturn.dispose();
  expect(told.at(-1), 'the end ends it').toBe(false);
  clock.advance(60_000);
  expect(clock.timers).toBe(0);
});

test('a process that a flood of other things has made large saves memory when it is calm, and seldom when that is of no use', () => {
  const { clock, sizes, told, memoryReturn } = watched();
  const savings = (): number => told.filter((isSaving) => isSaving).length;
  clock.advance(60_000);
  for (let i = 0; i < 10; i++) {
    sizes.process += 20 * MIB;
    clock.advance(1_000);
  }
  expect(savings(), 'it still grows').toBe(0);
  clock.advance(2_000);
  expect(savings()).toBe(1);
  sizes.process = 130 * MIB;
  clock.advance(600_000);
  expect(savings(), 'it is small').toBe(1);
  sizes.process = 300 * MIB;
  clock.advance(24 * 3_600_000);
  expect(savings(), 'what stays large is tried again, with growing pauses').toBeGreaterThan(3);
  expect(savings()).toBeLessThan(36);
  const soFar = savings();
  sizes.process = 400 * MIB;
  clock.advance(5_000);
  expect(savings(), 'another flood does not wait for the pause').toBe(soFar + 1);
  memoryReturn.dispose();
});

test('a process that is busy keeps what those whom it serves made it grow by, until it is less busy or has grown much', () => {
  const { clock, sizes, load, told, memoryReturn } = watched();
  clock.advance(10_000);
  load.share = 0.09;
  sizes.process += 60 * MIB;
  clock.advance(600_000);
  expect(told, 'a room of 50').toEqual([]);
  load.share = 0.01;
  clock.advance(3_000);
  expect(told, 'they have gone').toEqual([true]);
  sizes.process -= 60 * MIB;
  clock.advance(30_000);
  load.share = 0.09;
  sizes.process += 140 * MIB;
  clock.advance(3_000);
  expect(told, 'a flood at the same time').toEqual([true, false, true]);
  memoryReturn.dispose();
});
