import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What a comment cites as "reference 6.5", and the folders whose comments mean that page. */
const PAGES = [
  {
    page: 'server/signalr/REFERENCE.md',
    folders: [
      'server/signalr',
      'test/signalr',
      'test/unit/server/signalr',
      'test/golden/transcripts',
      'test/reference',
      'test/conformance',
    ],
    tables: ['test/golden/transcripts/accepted-differences.ts', 'test/conformance/known-differences.ts'],
  },
  {
    page: 'server/azure-signalr/REFERENCE.md',
    folders: ['server/azure-signalr', 'server/adapters', 'server/emulator', 'test/emulator', 'test/azure-signalr', 'test/chaos'],
    tables: [],
  },
] as const;

const SECTION = String.raw`\d+(?:\.\d+)?[a-z]?`;
const CITED = new RegExp(String.raw`\breferences? (${SECTION}(?:(?:,| and) ${SECTION})*)`, 'gi');

/** Sections by number, with the files that cite them. */
function citedIn(folder: string): Map<string, string> {
  const cited = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) for (const [section, file] of citedIn(path)) cited.set(section, file);
    if (!entry.name.endsWith('.ts')) continue;
    // A comment may go on in the next line.
    const text = readFileSync(path, 'utf8').replace(/\n\s*(?:\*|\/\/) ?/g, ' ');
    for (const [, list] of text.matchAll(CITED)) for (const section of (list ?? '').split(/, ?| and /)) cited.set(section, path);
  }
  return cited;
}

test.each(PAGES)('$page has every section that a comment cites, and no other', ({ page, folders, tables }) => {
  const sections = [...readFileSync(page, 'utf8').matchAll(/^##+ (\d+(?:\.\d+)?[a-z]?)\.? /gm)].map(([, number]) => number ?? '');
  const cited = new Map([...folders.flatMap((folder) => [...citedIn(folder)]), ...tables.flatMap(citedInTable)]);
  expect(cited.size).toBeGreaterThan(30);
  expect([...cited].filter(([section]) => !sections.includes(section))).toEqual([]);
  expect(sections.filter((section) => section.includes('.') && !cited.has(section))).toEqual([]);
});

/** A reason in a table of differences ends with the section's number alone, such as "(6.5, check 94)". */
function citedInTable(file: string): [string, string][] {
  return [...readFileSync(file, 'utf8').matchAll(/\((\d\.\d+[a-z]?)(?=[,) ])/g)].map(([, section]) => [section ?? '', file]);
}

/** Documents that people who have only this repository cannot read. */
const ELSEWHERE = /field-notes|style-anchors|signalr-protocol(?:\.md| section| \d)|azure-signalr\.md|conventions rule/;

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules' || path === join('test', 'unit', 'reference-sections.test.ts')) return [];
    if (entry.isDirectory()) return filesUnder(path);
    return /\.(?:tsx?|md|css)$/.test(entry.name) ? [path] : [];
  });
}

test('comments and documents cite only what is in the repository', () => {
  const files = ['build', 'core', 'docs', 'main', 'renderer', 'server', 'test'].flatMap(filesUnder);
  expect(files.length).toBeGreaterThan(1_000);
  expect(files.filter((file) => ELSEWHERE.test(readFileSync(file, 'utf8')))).toEqual([]);
});
