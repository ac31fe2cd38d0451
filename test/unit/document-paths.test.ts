import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';

const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' }).split('\n');
const DOCUMENTS = FILES.filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md' && existsSync(file));

/** A path from the root of the repository, or the end of one: `core/board/op.ts`, `op.ts`. */
const FROM_ROOT = /^(?:build|core|docs|main|renderer|server|test)\//;
const QUOTED = /`([\w./-]+)`/g;
const LINKED = /\]\(([^)#:]+)(?:#[^)]*)?\)/g;

/** A suite of tests may be named without its ending. */
const isThere = (path: string): boolean =>
  [path, `${path}.test.ts`].some((one) => existsSync(one)) || FILES.some((file) => file.endsWith(`/${path}`));

test('every file and folder that a document names is there', () => {
  expect(DOCUMENTS.length).toBeGreaterThan(15);
  const missing = DOCUMENTS.flatMap((document) => {
    const text = readFileSync(document, 'utf8');
    const quoted = [...text.matchAll(QUOTED)].map(([, path]) => path ?? '');
    const named = quoted.filter((path) => (FROM_ROOT.test(path) && !path.endsWith('node_modules')) || /\w\.tsx?$/.test(path));
    const linked = [...text.matchAll(LINKED)].map(([, path]) => posix.join(posix.dirname(document), path ?? ''));
    return [...named, ...linked].filter((path) => !isThere(path)).map((path) => `${document}: ${path}`);
  });
  expect(missing).toEqual([]);
});

test('every test that docs/quality/bad-input.md names is there', () => {
  const tests = FILES.filter((file) => file.startsWith('test/') && file.endsWith('.ts')).map((file) =>
    readFileSync(file, 'utf8'),
  );
  const rows = readFileSync('docs/quality/bad-input.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '));
  // The second column. A name may be cut short by dots.
  const named = rows.flatMap((row) => [...(row.split('|')[2] ?? '').matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? ''));
  expect(named.length).toBeGreaterThan(15);
  const parts = named.flatMap((name) => name.split('…').map((part) => part.trim()));
  expect(parts.filter((part) => !tests.some((text) => text.includes(part)))).toEqual([]);
});

test('docs/architecture.md says what every folder of tests is for', () => {
  const rows = readFileSync('docs/architecture.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `test/'));
  const folders = new Set(FILES.flatMap((file) => /^test\/[\w-]+(?=\/)/.exec(file) ?? []));
  expect([...folders].filter((folder) => !rows.some((row) => row.includes(`\`${folder}\``)))).toEqual([]);
});
