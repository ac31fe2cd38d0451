import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { applyTranslations, LANGUAGE, languageFor, translation } from '../../../../../core/base/language.ts';
import { ERASER_WORDS } from '../../../../../renderer/ui/words/board/eraser-words.ts';
import { GERMAN } from '../../../../../renderer/ui/words/de/german.ts';
import { listWords } from '../../../../../renderer/ui/words/file-names.ts';
import { agoWords, momentWords, numberWords } from '../../../../../renderer/ui/words/time-words.ts';
import { ROOT, sourceFiles } from './source-texts.ts';

test('the language of the system is used if Inkroom speaks it, else the next one, else English', () => {
  expect(languageFor('auto', ['de-AT', 'en-US'])).toEqual({ tag: 'de', locale: 'de-AT' });
  expect(languageFor('auto', ['fr-FR', 'de'])).toEqual({ tag: 'de', locale: 'de' });
  expect(languageFor('auto', ['en-US', 'de'])).toEqual({ tag: 'en', locale: 'en-US' });
  expect(languageFor('auto', ['fr'])).toEqual({ tag: 'en', locale: 'en-GB' });
  expect(languageFor('auto', [])).toEqual({ tag: 'en', locale: 'en-GB' });
});

test('a chosen language wins over the system, and takes its locale from there if it can', () => {
  expect(languageFor('de', ['en-US', 'de-CH'])).toEqual({ tag: 'de', locale: 'de-CH' });
  expect(languageFor('de', ['en-US'])).toEqual({ tag: 'de', locale: 'de-DE' });
  expect(languageFor('en', ['de-DE'])).toEqual({ tag: 'en', locale: 'en-GB' });
});

const isTable = (value: unknown): value is object => typeof value === 'object' && value !== null;
const ENGLISH_FILES = sourceFiles('renderer/ui/words').filter((file) => !file.includes('/words/de/'));

/** Sentences of a table by their place in it, such as `heads.1`. A sentence with facts in it is a function. */
function sentences(table: object, at = ''): readonly (readonly [place: string, text: unknown])[] {
  return Object.entries(table).flatMap(([key, value]) =>
    isTable(value) ? sentences(value, `${at}${key}.`) : [[`${at}${key}`, value] as const],
  );
}

test.each(ENGLISH_FILES)('%s has only tables, and each has its German one', async (file) => {
  const words: Record<string, unknown> = await import(`${ROOT}${file}`);
  const translated = new Set(GERMAN.map(({ english }) => english));
  const missing = Object.entries(words).filter(
    ([, value]) =>
      typeof value === 'string' ||
      (isTable(value) && sentences(value).some(([, text]) => isText(text)) && !translated.has(value)),
  );
  // A sentence that is an export of its own cannot be translated: put it into a table.
  expect(missing.map(([name]) => name).filter((name) => !CODES.has(name))).toEqual([]);
});

/** Tables of codes, not of words. */
const CODES = new Set(['CURSOR_CHOICES']);

function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'function';
}

test('the German tables have the same sentences as the English ones, and no empty one', () => {
  for (const { english, other } of GERMAN) {
    expect(
      sentences(other)
        .map(([place]) => place)
        .sort(),
    ).toEqual(
      sentences(english)
        .map(([place]) => place)
        .sort(),
    );
    for (const [place, text] of sentences(other)) {
      const [, before] = sentences(english).find(([key]) => key === place) ?? [];
      expect(typeof text, place).toBe(typeof before);
      if (before !== '') expect(text, place).not.toBe('');
    }
  }
});

test('every German file is in the list of German words', () => {
  const list = readFileSync(`${ROOT}renderer/ui/words/de/german.ts`, 'utf8');
  const files = sourceFiles('renderer/ui/words/de').map((file) => file.replace('renderer/ui/words/de/', './'));
  expect(files.filter((file) => file !== './german.ts' && !list.includes(`'${file}'`))).toEqual([]);
});

test('numbers, lists, ages and dates follow the language', () => {
  const end = applyTranslations([...GERMAN, translation(LANGUAGE, { tag: 'de', locale: 'de-DE' })]);
  const said = [
    numberWords(12_345.5, 1),
    listWords(['a', 'b', 'c']),
    agoWords(2 * 86_400_000),
    momentWords(0, 1e12, { timeZone: 'UTC' }),
  ];
  end();
  expect(said).toEqual(['12.345,5', 'a, b und c', '2 Tagen', '01.01.1970, 00:00']);
  expect([numberWords(12_345.5, 1), listWords(['a', 'b', 'c']), agoWords(2 * 86_400_000)]).toEqual([
    '12,345.5',
    'a, b and c',
    '2 days',
  ]);
});

test('a translation replaces the texts in place, and its end brings the English ones back', () => {
  const english = { row: ERASER_WORDS.row, tag: LANGUAGE.tag };
  const end = applyTranslations([...GERMAN, translation(LANGUAGE, { tag: 'de', locale: 'de-DE' })]);
  expect(ERASER_WORDS.row).toBe('Radierer');
  expect(LANGUAGE.tag).toBe('de');
  end();
  expect({ row: ERASER_WORDS.row, tag: LANGUAGE.tag }).toEqual(english);
});
