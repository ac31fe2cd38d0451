import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../../core/contract/limits.ts';
import {
  cleanName,
  HIDDEN_PEOPLE,
  NO_SETTINGS,
  PERSON_COLORS,
  parseSettings,
  RECENT_ROOMS,
  type RecentRoom,
  withHidden,
  withLabel,
  withRecent,
} from '../../../../../renderer/ui/settings/settings.ts';
import { friendlyName } from '../../../../../renderer/ui/words/people/friendly-name.ts';
import { seededRandom } from '../../../../support/seeded.ts';

const HERE = 'http://127.0.0.1:4020';
const room = (name: string, openedAt = 1): RecentRoom => ({ server: HERE, room: name, openedAt });

describe('stored settings', () => {
  test('come back as they were kept', () => {
    const kept = {
      name: 'Ada',
      color: 3,
      colorChosen: true,
      theme: 'dark',
      wheel: 'zoom',
      language: 'de',
      keepTool: true,
      snaps: true,
      encloses: true,
      introduced: true,
      cursors: 'plain',
      nearby: false,
      hiddenPeople: ['AAAAAAAAAAA'],
      penMode: 'off',
      inkWidth: 'constant',
      pressureCurve: 'firm',
      steadying: 'some',
      widthIn: 'screen',
      barrel: 'lasso',
      taps: false,
      minimap: true,
      stylesFolded: true,
      topics: ['food'],
      keys: { 'tool.pen': [{ mod: true, letter: 'j' }], 'tool.hand': [] },
      recent: [{ ...room('retro'), label: 'Retro' }],
    } as const;
    expect(parseSettings(JSON.stringify(kept))).toEqual(kept);
  });

  test.each([
    null,
    '',
    '{',
    'null',
    '[]',
    '42',
    '"text"',
    '{"name":7,"color":"red","theme":"pink","wheel":"spin","keepTool":1,"cursors":"loud","hiddenPeople":[7,"<b>"],"introduced":"yes","recent":{}}',
  ])('that cannot be read (%s) are as if never set', (raw) => {
    expect(parseSettings(raw)).toEqual(NO_SETTINGS);
  });

  test('lose only the part that is damaged', () => {
    const raw = JSON.stringify({
      name: 'Ada',
      color: 12,
      theme: 'light',
      recent: [null, 7, { server: 'file:///etc', room: 'x' }, room('fine')],
    });
    expect(parseSettings(raw)).toEqual({
      name: 'Ada',
      color: NO_SETTINGS.color,
      colorChosen: false,
      theme: 'light',
      wheel: 'pan',
      language: 'auto',
      keepTool: false,
      snaps: false,
      encloses: false,
      introduced: false,
      cursors: 'named',
      nearby: true,
      hiddenPeople: [],
      penMode: 'auto',
      inkWidth: 'pressure',
      pressureCurve: 'even',
      steadying: 'off',
      widthIn: 'board',
      barrel: 'erase',
      taps: true,
      minimap: false,
      stylesFolded: false,
      topics: [],
      keys: {},
      recent: [room('fine')],
    });
  });

  test('whatever was stored, what is read is within bounds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (raw) => {
        const settings = parseSettings(raw);
        expect(settings.name.length).toBeLessThanOrEqual(LIMITS.nameChars);
        expect(settings.color).toBeGreaterThanOrEqual(-1);
        expect(settings.color).toBeLessThan(PERSON_COLORS);
        expect(settings.hiddenPeople.length).toBeLessThanOrEqual(HIDDEN_PEOPLE);
        expect(settings.recent.length).toBeLessThanOrEqual(RECENT_ROOMS);
      }),
    );
  });
});

test('people whose cursors are hidden are remembered, the last two hundred of them', () => {
  const many = Array.from({ length: 300 }, (_, i) => `${i}`).reduce<readonly string[]>(
    (list, id) => withHidden(list, id, true),
    [],
  );
  expect(many).toHaveLength(HIDDEN_PEOPLE);
  expect(many[0]).toBe('299');
  expect(withHidden(withHidden(['a'], 'b', true), 'a', false)).toEqual(['b']);
});

describe('a name', () => {
  test('is one line without blanks around it, of at most 40 characters', () => {
    expect(cleanName('  Ada \n\t Lovelace\u202e ')).toBe('Ada Lovelace');
    expect(cleanName('x'.repeat(100))).toHaveLength(LIMITS.nameChars);
    expect(cleanName(' \u200b ')).toBe('');
  });

  test('is not cut through a character', () => {
    expect(cleanName(`${'x'.repeat(LIMITS.nameChars - 1)}🦊`)).toBe('x'.repeat(LIMITS.nameChars - 1));
  });

  test('given on the first run has two words and fits', () => {
    const random = seededRandom(7);
    for (let i = 0; i < 200; i++) {
      const name = friendlyName(random);
      expect(name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
      expect(cleanName(name)).toBe(name);
    }
  });
});

describe('recent rooms', () => {
  test('stand newest first, each once, and no more than fit', () => {
    let recent: readonly RecentRoom[] = [];
    for (let i = 0; i < RECENT_ROOMS + 4; i++) recent = withRecent(recent, room(`room-${i}`, i));
    recent = withRecent(recent, room('room-8', 99));
    expect(recent).toHaveLength(RECENT_ROOMS);
    expect(recent[0]).toEqual(room('room-8', 99));
    expect(recent.filter((entry) => entry.room === 'room-8')).toHaveLength(1);
  });

  test('of one name on two servers are two rooms', () => {
    const other = { ...room('retro'), server: 'https://ink.example.org' };
    expect(withRecent([room('retro')], other)).toEqual([other, room('retro')]);
  });

  test('keep the name that the person gave them, until an empty one takes it away', () => {
    const named = withLabel([room('retro')], room('retro'), '  Sprint\nretro ');
    expect(named[0]?.label).toBe('Sprint retro');
    expect(withRecent(named, room('retro', 5))[0]).toEqual({ ...room('retro', 5), label: 'Sprint retro' });
    expect(withLabel(named, room('retro'), ' ')).toEqual([room('retro')]);
  });
});
