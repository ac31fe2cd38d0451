import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const read = (path: string): Promise<string> => readFile(new URL(`../../server/signalr/${path}`, import.meta.url), 'utf8');

test("the README's chat is the one that runs", async () => {
  expect(await read('README.md')).toContain(await read('examples/chat.ts'));
});
