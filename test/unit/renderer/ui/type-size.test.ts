import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const STYLES = new URL('../../../../renderer/ui/styles/', import.meta.url);

test('the sizes of words are relative to the size that a person has chosen in the browser', () => {
  const sheets = readdirSync(STYLES);
  expect(sheets.length).toBeGreaterThan(20);
  const fixed = sheets.flatMap((name) =>
    [...readFileSync(new URL(name, STYLES), 'utf8').matchAll(/^.*\b(?:font|font-size|line-height):[^;]*\dpx.*$/gm)].map(
      ([line]) => `${name}: ${line.trim()}`,
    ),
  );
  expect(fixed).toEqual([]);
});
