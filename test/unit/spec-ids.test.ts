import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ID = /\[([A-Z]{2,4}-\d+)\]/g;

function textsUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return textsUnder(path);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

const idsIn = (text: string): Set<string> => new Set([...text.matchAll(ID)].map(([, id]) => id as string));

test('every rule of the wire specification is quoted by a test, and tests quote only rules that exist', () => {
  const specified = idsIn(readFileSync('core/wire/SPEC.md', 'utf8'));
  const quoted = idsIn(textsUnder('test').join('\n'));
  expect(specified.size).toBeGreaterThan(20);
  expect(
    [...specified].filter((id) => !quoted.has(id)),
    'rules without a test',
  ).toEqual([]);
  expect(
    [...quoted].filter((id) => !specified.has(id)),
    'ids that are no rule',
  ).toEqual([]);
});
