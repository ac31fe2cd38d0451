import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const TEXTS = new Map(
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter((file) => existsSync(file))
    .map((file) => [file, readFileSync(file, 'utf8')] as const),
);
const EXPORTED = /^export (?:async )?(?:function\*?|const|class) (\w+)/gm;

/** Tables of words are exported for the languages. */
const WORDS = 'renderer/ui/words/';

/** The files that have a word. */
const HOLDERS = new Map<string, Set<string>>();
for (const [file, text] of TEXTS) {
  for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) {
    const holders = HOLDERS.get(word);
    if (holders) holders.add(file);
    else HOLDERS.set(word, new Set([file]));
  }
}

test('every function, constant and class that a file exports is used by another file', () => {
  const unused = [...TEXTS]
    .filter(([file]) => !file.startsWith(WORDS))
    .flatMap(([file, text]) =>
      [...text.matchAll(EXPORTED)].flatMap(([, name = '']) => (HOLDERS.get(name)?.size === 1 ? [`${file}: ${name}`] : [])),
    );
  expect(unused).toEqual([]);
});
