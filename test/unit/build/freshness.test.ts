import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isStale, sourceTimesMs } from '../../../build/freshness.ts';

describe('what must be built again', () => {
  test('a missing output is stale, whatever its sources', () => {
    expect(isStale(undefined, [])).toBe(true);
    expect(isStale(undefined, [1])).toBe(true);
  });

  test('an output is stale as soon as one source is newer, and fresh when all are older or as old', () => {
    expect(isStale(100, [50, 101, 20])).toBe(true);
    expect(isStale(100, [50, 100, 20])).toBe(false);
  });
});

describe('times of sources', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkroom-fresh-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const touch = (path: string, seconds: number): void => utimesSync(path, seconds, seconds);

  test('a folder counts with everything in it, but without node_modules', () => {
    mkdirSync(join(folder, 'deep'));
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'deep', 'a.ts'), '');
    writeFileSync(join(folder, 'node_modules', 'b.ts'), '');
    touch(join(folder, 'deep', 'a.ts'), 30);
    touch(join(folder, 'node_modules', 'b.ts'), 99);
    touch(join(folder, 'node_modules'), 99);
    touch(join(folder, 'deep'), 20);
    touch(folder, 10);
    expect([...sourceTimesMs(folder)].sort()).toEqual([10_000, 20_000, 30_000]);
  });

  test('removing a file makes its folder newer than what was built before', () => {
    writeFileSync(join(folder, 'a.ts'), '');
    touch(join(folder, 'a.ts'), 30);
    touch(folder, 30);
    rmSync(join(folder, 'a.ts'));
    expect(isStale(40_000, sourceTimesMs(folder))).toBe(true);
  });

  test('a path that does not exist has no time', () => {
    expect([...sourceTimesMs(join(folder, 'none'))]).toEqual([]);
  });
});
