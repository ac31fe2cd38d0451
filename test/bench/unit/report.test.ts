import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { conclude, show, type Target } from '../report.ts';

const said: string[] = [];
beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation((line: string) => {
    said.push(line);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  said.length = 0;
});

const bytes: Target = { name: 'Stroke', figure: 2_316, unit: ' B', goal: { atMost: 2_500 } };

test('a target that is reached says ok, and all of them reached is exit code 0', () => {
  expect(
    conclude('wire', [bytes, { ...bytes, name: 'Ratio', figure: 13, unit: 'x', goal: { atLeast: 12 } }], {}, undefined),
  ).toBe(0);
  expect(said).toEqual(['Stroke: 2,316 B, target <= 2,500 B: ok', 'Ratio: 13x, target >= 12x: ok']);
});

test('one target that is missed is exit code 1', () => {
  expect(conclude('wire', [bytes, { ...bytes, figure: 2_501 }], {}, undefined)).toBe(1);
  expect(said[1]).toBe('Stroke: 2,501 B, target <= 2,500 B: short');
});

test('a figure that could not be measured is short, never ok', () => {
  expect(conclude('wire', [{ ...bytes, figure: Number.NaN }], {}, undefined)).toBe(1);
  expect(conclude('wire', [{ ...bytes, figure: Number.NaN, goal: { atLeast: 1 } }], {}, undefined)).toBe(1);
});

test('the numbers are kept in a file with the verdicts', () => {
  const file = path.join(os.tmpdir(), `inkroom-report-${process.pid}.json`);
  conclude('wire', [bytes], { stroke: 1 }, file);
  const kept = JSON.parse(readFileSync(file, 'utf8')) as unknown;
  expect(kept).toMatchObject({
    bench: 'wire',
    targets: [{ name: 'Stroke', figure: 2_316, reached: true }],
    numbers: { stroke: 1 },
  });
});

test('figures show the digits that matter', () => {
  expect([0.0341, 0.567, 12.34, 190.4, 4_810.2, 3, undefined, Number.NaN].map(show)).toEqual([
    '0.034',
    '0.57',
    '12.3',
    '190',
    '4,810',
    '3',
    '-',
    '-',
  ]);
});
