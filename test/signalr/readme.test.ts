import { readFile } from 'node:fs/promises';
import { DEFAULT_HUB_LIMITS } from '@inkroom/signalr/hub-limits';
import { expect, test } from 'vitest';

const read = (path: string): Promise<string> => readFile(new URL(`../../server/signalr/${path}`, import.meta.url), 'utf8');

test("the README's chat is the one that runs, and has thirty lines at most", async () => {
  const chat = await read('examples/chat.ts');
  expect(await read('README.md')).toContain(chat);
  expect(chat.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
});

test("the README's table of limits is that of the code: every bound with its default, and no other", async () => {
  const rows = [...(await read('README.md')).matchAll(/^\| `(\w+)` \| ([^|]+?) \|/gm)].map(([, name, value]) => [name, value]);
  const limits = Object.entries(DEFAULT_HUB_LIMITS).map(([name, value]) => [name, shown(value)]);
  expect(rows.filter(([name]) => name !== undefined && name in DEFAULT_HUB_LIMITS).sort()).toEqual(limits.sort());
});

/** Whole KiB and MiB where it is some, else grouped digits. */
function shown(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'none';
  if (value % 2 ** 20 === 0) return `${value / 2 ** 20} MiB`;
  if (value % 2 ** 10 === 0) return `${value / 2 ** 10} KiB`;
  return value.toLocaleString('en');
}
