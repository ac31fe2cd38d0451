import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from './fixtures.ts';

const WEB = fileURLToPath(new URL('../../dist/web/', import.meta.url));
/** Compressed bytes of all scripts that the page loads before the board is drawn. */
const MOST_BYTES = 160_000;
/** The same with what the chrome adds, which comes after the board. */
const MOST_IN_ALL = 260_000;

const assetsOf = (script: string, how: RegExp): readonly string[] => [...script.matchAll(how)].map(([, name = '']) => name);
const scriptOf = (name: string): string => readFileSync(`${WEB}assets/${name}`, 'utf8');
const importsOf = (name: string): readonly string[] => assetsOf(scriptOf(name), /(?:from|import)"\.\/([^"]+\.js)"/g);

test('the scripts of the board are small and named by the page, and those of the chrome come after them', () => {
  const page = readFileSync(`${WEB}index.html`, 'utf8');
  const named = new Set(assetsOf(page, /"\.\/assets\/([^"]+\.js)"/g));
  expect([...named].map((name) => name.split('-')[0])).toEqual(expect.arrayContaining(['start', 'words', 'app']));
  expect([...named].filter((name) => /^(chrome|icons)/.test(name))).toEqual([]);
  for (const name of named) expect(importsOf(name).filter((other) => !named.has(other))).toEqual([]);
  expect(sizeOf(named)).toBeLessThanOrEqual(MOST_BYTES);

  const [chrome] = readdirSync(`${WEB}assets`).filter((name) => /^chrome-.{8}\.js$/.test(name));
  const added = new Set([chrome ?? '']);
  for (const name of added) for (const other of importsOf(name)) if (!named.has(other)) added.add(other);
  expect(sizeOf([...named, ...added])).toBeLessThanOrEqual(MOST_IN_ALL);
  // React and its words are the chrome's: the board runs without them.
  for (const name of named) expect(scriptOf(name)).not.toContain('react.element');
});

function sizeOf(names: Iterable<string>): number {
  let bytes = 0;
  for (const name of names) bytes += compressedBytes(`${WEB}assets/${name}`);
  return bytes;
}

/** Small files have no compressed form. */
function compressedBytes(path: string): number {
  return (statSync(`${path}.br`, { throwIfNoEntry: false }) ?? statSync(path)).size;
}
