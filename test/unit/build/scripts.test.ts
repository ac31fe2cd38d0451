import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
const DEVELOPING = readFileSync('docs/developing.md', 'utf8');

test('docs/developing.md names every script', () => {
  const named = new Set([...DEVELOPING.matchAll(/`(?:npm (?:run )?)?([\w:-]+)(?: [^`]*)?`/g)].map(([, name]) => name));
  expect(Object.keys(scripts).filter((name) => !named.has(name))).toEqual([]);
});

test('every script that a document, a program or a script runs is there', () => {
  const texts = execFileSync('git', ['ls-files', '*.md', '*.ts', '*.yml', '*.yaml', 'build/azure/*', 'package.json'], {
    encoding: 'utf8',
  });
  const missing = texts
    .trim()
    .split('\n')
    .filter((file) => file !== 'CHANGELOG.md')
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*\w)/g)]
        .filter(([, name]) => !Object.hasOwn(scripts, name ?? ''))
        .map(([text]) => `${file}: ${text}`),
    );
  expect(missing).toEqual([]);
});
