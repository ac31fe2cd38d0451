import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

test('the lock file holds nothing that one npm writes and another one takes out, and no address of a registry', async () => {
  const lock = await readFile(new URL('../../../package-lock.json', import.meta.url), 'utf8');
  const { packages } = JSON.parse(lock) as { readonly packages: Readonly<Record<string, object>> };
  // npm 10 takes `libc` out: with it, `npm install` in a fresh clone leaves a changed file behind.
  expect(Object.entries(packages).filter(([, entry]) => 'libc' in entry)).toEqual([]);
  expect(lock).not.toMatch(/"resolved": "https?:/);
});
