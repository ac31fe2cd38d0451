import { describe, expect, test } from 'vitest';
import { REFUSALS } from '../../../../core/contract/refusal-codes.ts';
import { isLoopback } from '../../../../core/contract/server-addresses.ts';
import { joinChoice } from '../../../../renderer/ui/dialogs/join-choice.ts';
import { qrPath } from '../../../../renderer/ui/panels/sharing/qr-path.ts';
import { distinctInitials, initials } from '../../../../renderer/ui/words/people/initials.ts';
import { fileNameFor, roomTitle, windowTitle } from '../../../../renderer/ui/words/room-title.ts';
import { agoWords, countWords } from '../../../../renderer/ui/words/time-words.ts';

const SERVER = 'http://127.0.0.1:4020';

describe('a room is called', () => {
  test('by the person’s own name for it, else by its chosen name, else by the start of its id', () => {
    expect(roomTitle('Xk3fPq9ZzLmNoPqRsTuVwY', 'Kitchen plan')).toBe('Kitchen plan');
    expect(roomTitle('design-review')).toBe('design-review');
    expect(roomTitle('Xk3fPq9ZzLmNoPqRsTuVwY')).toBe('Room Xk3f');
    expect(windowTitle('Kitchen plan')).toBe('Kitchen plan — Inkroom');
    expect(windowTitle('Kitchen plan', 'hub B')).toBe('Kitchen plan · hub B — Inkroom');
  });

  test('in a file name without what systems refuse there', () => {
    expect(fileNameFor('a/b\\c:"d"', 'inkroom')).toBe('a-b-c-d.inkroom');
    expect(fileNameFor('../..', 'png')).toBe('board.png');
    expect(fileNameFor('Küche №1', 'png')).toBe('Küche -1.png');
  });
});

test('initials are of the first and the last word, whatever the letters are', () => {
  expect([
    initials('Ada Lovelace'),
    initials('ada'),
    initials(' Ana Maria de Souza '),
    initials('🦊 fox'),
    initials('  '),
    initials('👩‍🚀 Ana'),
    initials('नमस्ते जी'),
    initials('Ann (2)'),
    initials('ßeta'),
  ]).toEqual(['AL', 'A', 'AS', '🦊F', '?', '👩‍🚀A', 'नजी', 'A2', 'ß']);
});

test('people with the same initials are told apart, the same way in every window', () => {
  const people = [
    { clientId: 'c', name: 'Curious Fox' },
    { clientId: 'a', name: 'Calm Finch' },
    { clientId: 'b', name: 'Ann' },
    { clientId: 'd', name: 'Ann (2)' },
    { clientId: 'e', name: 'Clever Falcon' },
  ];
  expect(distinctInitials(people)).toEqual(['CU', 'CF', 'A', 'A2', 'CL']);
  expect(distinctInitials(people.toReversed()).toReversed()).toEqual(distinctInitials(people));
  const crowd = Array.from({ length: 60 }, (_, i) => ({ clientId: `${i}`, name: 'Guest' }));
  expect(new Set(distinctInitials(crowd)).size).toBeGreaterThan(10);
});

test('ages and counts are said as people say them', () => {
  expect([0, 59_999, 60_000, 3 * 3_600_000, 24 * 3_600_000, 50 * 3_600_000].map(agoWords)).toEqual([
    '0 s',
    '59 s',
    '1 min',
    '3 h',
    '1 day',
    '2 days',
  ]);
  expect([countWords(0, 'element'), countWords(1, 'element'), countWords(1412, 'element')]).toEqual([
    '0 elements',
    '1 element',
    '1,412 elements',
  ]);
});

describe('what is typed to join', () => {
  test('nothing is nothing, and not wrong', () => {
    expect(joinChoice('  ', SERVER)).toEqual({ kind: 'empty' });
  });

  test('a name is a room on the server in use', () => {
    expect(joinChoice(' design-review ', SERVER)).toEqual({
      kind: 'room',
      link: { server: SERVER, room: 'design-review' },
      elsewhere: false,
    });
  });

  test('a link of either form names room and server', () => {
    expect(joinChoice('https://ink.example.org/#/r/retro', SERVER)).toEqual({
      kind: 'room',
      link: { server: 'https://ink.example.org', room: 'retro' },
      elsewhere: true,
    });
    expect(joinChoice('inkroom://127.0.0.1:4020/r/retro', SERVER)).toMatchObject({ kind: 'room', elsewhere: false });
  });

  test.each([
    ['weekly standup', 'weekly-standup'],
    ['  Büro: Fragen & Antworten!  ', 'Buro-Fragen-Antworten'],
    ['Straße 7', 'Strasse-7'],
  ])('%s is nearly a name, and joins %s', (typed, room) => {
    expect(joinChoice(typed, SERVER)).toEqual({ kind: 'room', link: { server: SERVER, room }, elsewhere: false, isNear: true });
  });

  test('a link without http:// is a link', () => {
    expect(joinChoice('192.0.2.7:7420/#/r/retro', SERVER)).toMatchObject({ link: { server: 'https://192.0.2.7:7420' } });
    expect(joinChoice('192.168.0.7:7420/#/r/retro', SERVER)).toMatchObject({ link: { server: 'http://192.168.0.7:7420' } });
    expect(joinChoice('ink.example.org/boards/#/r/retro', SERVER)).toMatchObject({
      link: { server: 'https://ink.example.org/boards', room: 'retro' },
    });
  });

  test('a wrong name and a wrong link get the reason that helps', () => {
    // A name that would lose letters, as then two names would lead to one room.
    for (const typed of ['計画 2', 'план', '&!', 'x'.repeat(40).concat(' ', 'y'.repeat(40))])
      expect(joinChoice(typed, SERVER).kind).toBe('wrong');
    expect(joinChoice('計画', SERVER)).toEqual({ kind: 'wrong', reason: REFUSALS['room_id.bad_character'] });
    expect(joinChoice('x'.repeat(65), SERVER)).toEqual({ kind: 'wrong', reason: REFUSALS['room_id.too_long'] });
    expect(joinChoice('javascript://x/#/r/y', SERVER)).toMatchObject({
      kind: 'wrong',
      reason: expect.stringContaining('not a link to a room'),
    });
  });
});

test('an address of this computer only is recognised', () => {
  for (const own of [
    'http://127.0.0.1:4020',
    'http://127.9.9.9',
    'http://localhost:1',
    'http://[::1]:4020',
    'http://ink.localhost',
  ]) {
    expect([own, isLoopback(own)]).toEqual([own, true]);
  }
  for (const shared of ['http://192.168.1.20', 'https://127.0.0.1.example.org', 'https://localhost.example.org', 'nonsense']) {
    expect([shared, isLoopback(shared)]).toEqual([shared, false]);
  }
});

test('a QR code is a square of modules with a quiet zone around it', () => {
  const { size, path } = qrPath('http://192.168.1.20:4020/#/r/Xk3fPq9ZzLmNoPqRsTuVwY');
  // Versions are 4 modules apart, from 21; the quiet zone is 4 on each side.
  expect((size - 8 - 17) % 4).toBe(0);
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)].map(([, x, y, run]) => ({
    x: Number(x),
    y: Number(y),
    run: Number(run),
  }));
  expect(runs.map(({ x, y, run }) => `M${x} ${y}h${run}v1h-${run}z`).join('')).toBe(path);
  expect(runs.every(({ x, y, run }) => x >= 4 && y >= 4 && x + run <= size - 4 && y < size - 4)).toBe(true);
  // The first row begins with the seven modules of a finder pattern.
  expect(runs[0]).toEqual({ x: 4, y: 4, run: 7 });
});
