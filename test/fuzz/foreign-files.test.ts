import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkBatch } from '../../core/board/admission/validate-op.ts';
import { Board } from '../../core/board/board.ts';
import { decodeOps, encodeOps } from '../../core/board/codec/op-codec.ts';
import { type ClientId, elementId } from '../../core/board/ids.ts';
import { isRefusalCode } from '../../core/contract/refusal-codes.ts';
import { readClipboard } from '../../renderer/files/clipboard/read-clipboard.ts';
import { formOf } from '../../renderer/files/file-form.ts';
import type { NewElement } from '../../renderer/files/new-element.ts';
import { unpackLzString } from '../../renderer/files/packed/lz-string.ts';
import { withPicture } from '../../renderer/files/pictures/stored-picture.ts';
import { readFile } from '../../renderer/files/read-file.ts';
import { toOps } from '../../renderer/files/to-ops.ts';
import { runSeed, seededRandom } from '../support/seeded.ts';

const FOLDER = new URL('../fixtures/files/', import.meta.url);
const NAMES = readdirSync(FOLDER);
const ME = 'meMEmeMEmeM' as ClientId;
const PER_FILE = 120;

/** What an unfriendly author would put in the place of a value. */
const POISON: readonly unknown[] = [
  null,
  true,
  -0,
  1e308,
  -1e308,
  0.1,
  65_536,
  -1,
  '',
  '__proto__',
  'constructor',
  '\ud800',
  '\u0000<script>',
  'x'.repeat(300),
  [],
  {},
  [[[[]]]],
  { x: {}, y: [] },
  ['a', 'b', 'c'],
  { constructor: { prototype: {} } },
];

function poisoned(value: unknown, next: () => number, chance: number): unknown {
  if (next() < chance) return POISON[Math.floor(next() * POISON.length)];
  if (Array.isArray(value)) {
    const list = value.map((item) => poisoned(item, next, chance));
    return next() < chance && list.length > 0 ? [...list, ...list.slice(0, 2)] : list;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    next() < chance / 2 ? '__proto__' : key,
    poisoned(item, next, chance),
  ]);
  return Object.fromEntries(entries);
}

function damaged(bytes: Uint8Array, next: () => number): Uint8Array {
  const out = [...bytes];
  for (let i = 0; i < 1 + next() * 6 && out.length > 0; i++) {
    const at = Math.floor(next() * out.length);
    const dice = next();
    if (dice < 0.5) out[at] = Math.floor(next() * 256);
    else if (dice < 0.7) out.splice(at, 1 + Math.floor(next() * 40));
    else if (dice < 0.9) out.splice(at, 0, ...out.slice(0, Math.floor(next() * 40)));
    else out.length = at;
  }
  return Uint8Array.from(out);
}

/** Whatever a reader gives, an empty board takes it: each value on the wire, and all of it by the board's rules. */
function expectTaken(read: readonly NewElement[], seed: string): void {
  const kept = { hash: 'h'.repeat(43), type: 'image/png', width: 40, height: 30 };
  const elements = read.map((element) => (element.picture ? withPicture(element, kept) : element));
  let made = 0;
  const board = new Board();
  const access = { board: () => board, newElementId: () => elementId(ME, ++made), nextLamport: () => 1 };
  const { ops } = toOps(elements, access, { x: 7, y: -7 });
  if (ops.length === 0) return;
  expect(checkBatch(board, ME, ops), seed).toBeUndefined();
  for (const op of ops) {
    const read = decodeOps(ME, encodeOps(ME, [op]));
    if (!read.ok) expect(read.error, seed).toBeUndefined();
  }
}

test.each(NAMES)('mutations of %s are read or refused with a code, and what is read a board takes', async (name) => {
  const seed = runSeed();
  const { next } = seededRandom(seed);
  const bytes = new Uint8Array(readFileSync(new URL(name, FOLDER)));
  const text = new TextDecoder().decode(bytes);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  for (let i = 0; i < PER_FILE; i++) {
    const where = `seed ${seed}, input ${i}`;
    const isPoisoned = json !== undefined && i % 2 === 0;
    const input = isPoisoned
      ? new TextEncoder().encode(JSON.stringify(poisoned(json, next, 0.02 * (i % 7))))
      : damaged(bytes, next);
    if (formOf(name) === undefined) {
      const words = new TextDecoder().decode(input);
      const pasted = readClipboard({ html: name.endsWith('.html') ? words : '', text: words });
      if (pasted) expectTaken(pasted.elements, where);
      continue;
    }
    const read = await readFile(name, input);
    if (read.ok) expectTaken(read.value.elements, where);
    else expect(isRefusalCode(read.error.code), where).toBe(true);
  }
});

test('what is packed to grow without bound is refused', () => {
  // The library's text of 400,000 equal signs: its phrases grow by one sign each, so that 1,200 signs become 400,000.
  const bomb = readFileSync(new URL('../fixtures/packed/equal-signs.txt', import.meta.url), 'utf8');
  expect(bomb.length).toBeLessThan(2_000);
  expect(unpackLzString(bomb)).toBe('a'.repeat(400_000));
  expect(unpackLzString(bomb, 100_000)).toBeUndefined();
});
