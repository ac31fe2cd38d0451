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

const SPEC = readFileSync('core/wire/SPEC.md', 'utf8');

test('every rule of the specification, and every part of a rule, has at most three sentences', () => {
  const rules = SPEC.split('\n').filter((line) => /^\s*- (?:\[[A-Z]{2,4}-\d+\]|[a-z]\.) /.test(line));
  expect(rules.length).toBeGreaterThan(80);
  const sentences = (rule: string): number => rule.replace(/^\s*- \S+ /, '').split(/[.:] (?=[A-Z])/).length;
  expect(rules.filter((rule) => sentences(rule) > 3)).toEqual([]);
});

test('the contents of the specification lead to every section', () => {
  const anchor = (title: string): string => title.toLowerCase().replace(/[:,]/g, '').replaceAll(' ', '-');
  const sections = [...SPEC.matchAll(/^## (.+)$/gm)].map(([, title]) => title as string).filter((title) => title !== 'Contents');
  const links = new Set([...SPEC.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target));
  expect(sections.filter((title) => !links.has(anchor(title)))).toEqual([]);
});
