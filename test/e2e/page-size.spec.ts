import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from './fixtures.ts';

const WEB = fileURLToPath(new URL('../../dist/web/', import.meta.url));
/** Compressed bytes of all scripts that the page loads before anything is drawn. */
const MOST_BYTES = 260_000;

test('the scripts of the first page are small, and the page names all of them', () => {
  const page = readFileSync(`${WEB}index.html`, 'utf8');
  const named = new Set([...page.matchAll(/"\.\/assets\/([^"]+\.js)"/g)].map(([, name = '']) => name));
  expect([...named].map((name) => name.split('-')[0])).toEqual(expect.arrayContaining(['start', 'words', 'app']));
  for (const name of named) {
    const script = readFileSync(`${WEB}assets/${name}`, 'utf8');
    const imported = [...script.matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)].map(([, other = '']) => other);
    expect(imported.filter((other) => !named.has(other))).toEqual([]);
  }
  const bytes = [...named].reduce((sum, name) => sum + compressedBytes(`${WEB}assets/${name}`), 0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

/** Small files have no compressed form. */
function compressedBytes(path: string): number {
  return (statSync(`${path}.br`, { throwIfNoEntry: false }) ?? statSync(path)).size;
}
