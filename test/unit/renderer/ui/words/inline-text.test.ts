import { expect, test } from 'vitest';
import { inlineTexts, sourceFiles } from './source-texts.ts';

const shown = ({ file, line, text }: { file: string; line: number; text: string }): string => `${file}:${line}: ${text}`;

test('every sentence that a person reads stands in a table of words, where a translation reaches it', () => {
  const files = [...sourceFiles('renderer/ui'), ...sourceFiles('renderer/bootstrap')].filter((file) => !file.includes('/words/'));
  expect(files.flatMap((file) => inlineTexts(file, () => false)).map(shown)).toEqual([]);
});

test('a file of words has its sentences in exported tables, not in its functions', () => {
  const files = sourceFiles('renderer/ui/words').filter((file) => !file.includes('/words/de/'));
  const texts = files.flatMap((file) => inlineTexts(file, (name) => /^[A-Z][A-Z0-9_]+$/.test(name)));
  expect(texts.map(shown)).toEqual([]);
});
