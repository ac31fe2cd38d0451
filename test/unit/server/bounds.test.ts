import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Every table of the hub is in docs/quality/bounds.md, with what bounds it. */
const PAGE = readFileSync('docs/quality/bounds.md', 'utf8');
/** A field of a class. */
const FIELD = /^ {2}(?:readonly )?(#?\w+)(?:: .+)? = new (?:Map|Set)\b/gm;
/** A table of a module that begins empty: it may grow. One with content is a list of words. */
const OF_MODULE = /^(?:export )?const (\w+)(?:: .+)? = new (?:Map|Set)\b.*\(\);$/gm;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return filesIn(file);
    return file.endsWith('.ts') ? [file] : [];
  });
}

/** `file table`. */
const found = filesIn('server').flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(FIELD), ...text.matchAll(OF_MODULE)].map(([, name]) => `${file} ${name}`);
});

interface Row {
  readonly file: string;
  readonly table: string;
  readonly bound: string;
}
const rows = [...PAGE.matchAll(/^\| `([^`]+\.ts)` \| `([^`]+)` \| [^|]+ \| ([^|]+) \|$/gm)].map(
  ([, file = '', table = '', bound = '']): Row => ({ file: placeOf(file), table, bound }),
);

/** The page shortens `server/hub` and `server/signalr`. */
function placeOf(file: string): string {
  const places = ['server', 'server/hub', 'server/signalr'].map((folder) => path.posix.join(folder, file));
  return places.find((place) => existsSync(place)) ?? `server/${file}`;
}

test('every map and set that a class or a module of the hub holds has a row that says what bounds it', () => {
  expect(found.length).toBeGreaterThan(50);
  const described = new Set(rows.map(({ file, table }) => `${file} ${table}`));
  expect(found.filter((one) => !described.has(one))).toEqual([]);
});

test('every row names a table that exists, once', () => {
  const stale = rows.filter(({ file, table }) => {
    if (!existsSync(file)) return true;
    return !new RegExp(`(?<![\\w#])${table}(?:: [^=\\n]+)? = new (?:Map|Set)\\b`).test(readFileSync(file, 'utf8'));
  });
  expect(stale).toEqual([]);
  expect(new Set(rows.map(({ file, table }) => `${file} ${table}`)).size).toBe(rows.length);
  expect(rows.filter(({ bound }) => bound.trim().length < 5)).toEqual([]);
});

test('numbers of the page are those of the code', () => {
  const wrong = rows.flatMap(({ file, bound }) =>
    [...bound.matchAll(/(?<number>\d[\d,]*)[^\d(]*\(`(?<name>[A-Z_]{5,})`\)/g)].flatMap(({ groups }) => {
      const { number = '', name = '' } = groups ?? {};
      const value = new RegExp(`const ${name} = ([\\d_]+)`).exec(readFileSync(file, 'utf8'))?.[1];
      const said = Number(number.replaceAll(',', ''));
      const unit = name.endsWith('_MS') ? 1_000 : 1;
      const isSame = value !== undefined && (Number(value.replaceAll('_', '')) === said * unit || name.endsWith('_BYTES'));
      return isSame ? [] : [`${file} ${name}: ${said}, not ${value}`];
    }),
  );
  expect(wrong).toEqual([]);
});
