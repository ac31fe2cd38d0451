import { expect, test } from 'vitest';
import type { ClientId, InstanceId } from '../../../core/board/ids.ts';
import { GRANTS } from '../../../core/contract/access/grants.ts';
import { passHashOf, type RoomPass } from '../../../core/contract/access/room-pass.ts';
import { MAX_RIGHTS, packRights, type RightsEntry, RoomRights, unpackRights } from '../../../core/room/room-rights.ts';
import { seededRandom } from '../../support/seeded.ts';

const ONE = 'AAAAAAAAAAA' as InstanceId;
const TWO = 'BBBBBBBBBBB' as InstanceId;
const PASS = 'p'.repeat(22) as RoomPass;
const who = (i: number) => `client_${String(i).padStart(4, '0')}` as ClientId;

test('[RGT-9] instances that heard the same decisions in any order agree, whatever their clocks say', () => {
  const random = seededRandom(5);
  for (let round = 0; round < 200; round++) {
    const [a, b] = [new RoomRights(), new RoomRights()];
    const said: RightsEntry[] = [];
    for (let i = 0; i < 20; i++) {
      const isOne = random.next() < 0.5;
      const key = (['lock', `who:${who(1)}`, `ban:${who(2)}`] as const)[Math.floor(random.next() * 3)] ?? 'lock';
      const value = key.startsWith('who') ? (GRANTS[Math.floor(random.next() * 4)] ?? '') : random.next() < 0.5 ? '1' : '';
      const entry = (isOne ? a : b).decide(key, value, Math.floor(random.next() * 5), isOne ? ONE : TWO);
      if (entry) said.push(entry);
    }
    for (const entry of said.toSorted(() => random.next() - 0.5)) a.merge([entry]);
    b.merge(a.entries());
    const sorted = (rights: RoomRights) => rights.entries().toSorted((x, y) => (x.key < y.key ? -1 : 1));
    expect(sorted(b)).toEqual(sorted(a));
    expect(a.merge(b.entries())).toEqual([]);
  }
});

test('a decision is newer than the one before it, also when the clock went back', () => {
  const rights = new RoomRights();
  rights.decide('lock', '1', 1_000, ONE);
  expect(rights.decide('lock', '', 10, ONE)).toMatchObject({ at: 1_001 });
  expect(rights.isLocked).toBe(false);
});

test('a room holds a bound of decisions: hands and what was taken back give way, bans do not', () => {
  const rights = new RoomRights();
  rights.decide(`hand:${who(0)}`, '1', 1, ONE);
  for (let i = 1; i < MAX_RIGHTS; i++) rights.decide(`ban:${who(i)}`, '1', i, ONE);
  expect(rights.entries()).toHaveLength(MAX_RIGHTS);
  expect(rights.decide(`ban:${who(MAX_RIGHTS)}`, '1', 1, ONE)).toBeDefined();
  expect(rights.view().hands).toEqual([]);
  expect(rights.decide(`ban:${who(MAX_RIGHTS + 1)}`, '1', 1, ONE)).toBeUndefined();
  expect(rights.decide(`ban:${who(1)}`, '', 1, ONE)).toBeDefined();
  expect(rights.merge([{ key: 'lock', value: '1', at: 1, by: TWO }])).toHaveLength(1);
  expect(rights.merge([{ key: `who:${who(1)}`, value: 'view', at: 1, by: TWO }])).toEqual([]);
  expect(unpackRights(packRights(rights.entries()))).toEqual(rights.entries());
});

test('[RGT-10] what outlives a restart: the lock, the password, grants and bans; not hands, kicks and ends', () => {
  const rights = new RoomRights();
  rights.decide('lock', '1', 1, ONE);
  rights.decide('pass', passHashOf(PASS), 2, ONE);
  for (const matter of ['who', 'own', 'ban', 'kick', 'hand'] as const) rights.decide(`${matter}:${who(1)}`, '1', 3, ONE);
  rights.decide('link:abc', '1', 4, ONE);
  rights.decide('end', '1', 5, ONE);
  expect(rights.lasting().map(({ key }) => key)).toEqual([
    'lock',
    'pass',
    `who:${who(1)}`,
    `own:${who(1)}`,
    `ban:${who(1)}`,
    'link:abc',
  ]);
  expect(unpackRights(packRights(rights.entries()))).toEqual(rights.entries());
});

test.each([
  [['pass', '1', 1, ONE]],
  [['lock', 'A'.repeat(22), 1, ONE]],
  [7],
  [['lock']],
  [['lock', '1', 1, 'x']],
  [['lock', 'king', 1, ONE]],
  [['lock', '1', -1, ONE]],
  [['lock', '1', Number.NaN, ONE]],
  [['who:x', 'view', 1, ONE]],
  [['link:', '1', 1, ONE]],
  [['__proto__', '1', 1, ONE]],
  [Array.from({ length: 4 * MAX_RIGHTS + 4 }, () => 'lock')],
])('[INS-1] %j is no list of decisions', (raw) => {
  expect(unpackRights(raw)).toBeUndefined();
});
