import { expect, test } from 'vitest';
import type { RoomId } from '../../../core/board/ids.ts';
import { LINK_TOKEN_CHARS } from '../../../core/contract/access/grants.ts';
import {
  formatDeepLink,
  formatRoomLink,
  isSamePlace,
  linkToView,
  parseJoinText,
  parseLinkView,
  parseRoomLink,
} from '../../../core/contract/access/room-link.ts';

const room = 'team-board_1' as RoomId;

test.each([
  'http://127.0.0.1:8080',
  'https://draw.example.org',
  'http://[::1]:9000',
  'http://board',
  'https://www.example.org/draw',
  'http://localhost:7420/a/r/b.c',
])('a link to %s reads back in both forms', (server) => {
  const link = { server, room };
  expect(parseRoomLink(formatRoomLink(link))).toEqual({ ok: true, value: link });
  expect(parseRoomLink(`  ${formatDeepLink(link)}\n`)).toEqual({ ok: true, value: link });
});

test('[RGT-3] a signed link carries its token in both forms, behind what servers and proxies see', () => {
  const link = { server: 'https://draw.example.org', room, access: 'eyJh.eyJy.c2ln' };
  expect(formatRoomLink(link)).toBe('https://draw.example.org/#/r/team-board_1?k=eyJh.eyJy.c2ln');
  expect(parseRoomLink(formatRoomLink(link))).toEqual({ ok: true, value: link });
  expect(parseRoomLink(formatDeepLink(link))).toEqual({ ok: true, value: link });
  expect(parseRoomLink(`https://h/#/r/x?k=${'a'.repeat(LINK_TOKEN_CHARS + 1)}`)).toMatchObject({
    error: { code: 'link.malformed' },
  });
});

test.each([
  ['ink.example.org', 'https'],
  ['8.8.8.8', 'https'],
  ['10.evil.example', 'https'],
  ['[2001:db8::1]', 'https'],
  ['172.32.0.1:80', 'https'],
  ['127.0.0.1:7420', 'http'],
  ['192.168.1.20:7420', 'http'],
  ['172.16.0.1', 'http'],
  ['[::1]:9', 'http'],
  ['[fd00::1]', 'http'],
  ['localhost:7420', 'http'],
  ['studio.local', 'http'],
])('a deep link to %s that does not say how is read as %s', (host, scheme) => {
  const link = { server: `${scheme}://${host}`, room };
  expect(parseRoomLink(`inkroom://${host}/r/team-board_1`)).toEqual({ ok: true, value: link });
  expect(parseRoomLink(`inkroom://${host}/r/team-board_1?s=0`)).toMatchObject({ value: { server: `http://${host}` } });
  expect(parseRoomLink(`inkroom://${host}/r/team-board_1?s=1`)).toMatchObject({ value: { server: `https://${host}` } });
});

test('a link may name the part of the board that it shows', () => {
  const link = linkToView({ server: 'https://draw.example.org', room }, { minX: -10.4, minY: 20, maxX: 300, maxY: 5e9 });
  expect(link.view).toEqual({ x: -10, y: 20, width: 310, height: 1_000_000 });
  expect(formatRoomLink(link)).toBe('https://draw.example.org/#/r/team-board_1?view=-10,20,310,1000000');
  expect(parseRoomLink(formatRoomLink(link))).toEqual({ ok: true, value: link });
  expect(parseRoomLink(formatDeepLink(link))).toEqual({ ok: true, value: link });
  expect(isSamePlace(link, { server: link.server, room })).toBe(true);
});

test('a link may carry a token and a view; no part may stand there twice', () => {
  const link = { server: 'https://h/draw', room, access: 'a.b.c', view: { x: 1, y: -2, width: 30, height: 40 } };
  expect(formatRoomLink(link)).toBe('https://h/draw/#/r/team-board_1?k=a.b.c&view=1,-2,30,40');
  expect(parseRoomLink(formatRoomLink(link))).toEqual({ ok: true, value: link });
  expect(parseRoomLink(formatDeepLink(link))).toEqual({ ok: true, value: link });
  expect(parseRoomLink('https://h/draw/#/r/team-board_1?view=1,-2,30,40&k=a.b.c')).toEqual({ ok: true, value: link });
  expect(parseRoomLink('https://h/#/r/x?k=a.b.c&k=d.e.f').ok).toBe(false);
  expect(isSamePlace(link, { server: link.server, room })).toBe(false);
});

test.each(['', '1,2,3', '1,2,0,4', '1,2,3,-4', '1,2,3,4,5', 'a,b,c,d', '1e9,2,3,4', '99999999,0,1,1'])(
  'the view %j of a link is none',
  (raw) => {
    expect(parseLinkView(raw)).toBeUndefined();
  },
);

test.each([
  'javascript:alert(1)//#/r/x',
  'http://user:pass@host/#/r/x',
  'http://host/path?a=b#/r/x',
  'http://host/../path#/r/x',
  'http://host/a//b#/r/x',
  'http://host/%2e#/r/x',
  `http://host/${'a'.repeat(300)}#/r/x`,
  'inkroom://host/./r/x',
  'inkroom://host/r/x?s=2',
  'file:///etc/passwd#/r/x',
  'http://host/#/r/',
  'http://host/#/r/x?k=',
  'http://host/#/r/x?s=1',
  'http://host/#/r/a b',
  'inkroom://host:999999/r/x',
  42,
])('%s is no room link', (raw) => {
  expect(parseRoomLink(raw).ok).toBe(false);
});

test('what a person types may be a link or a room’s name on the server in use', () => {
  expect(parseJoinText(' team-board_1 ', 'http://here:1')).toEqual({ ok: true, value: { server: 'http://here:1', room } });
  expect(parseJoinText('https://there/#/r/team-board_1', 'http://here:1')).toEqual({
    ok: true,
    value: { server: 'https://there', room },
  });
  expect(parseJoinText('two words', 'http://here:1')).toMatchObject({ ok: false, error: { code: 'room_id.bad_character' } });
  expect(parseJoinText('x'.repeat(65), 'http://here:1')).toMatchObject({ ok: false, error: { code: 'room_id.too_long' } });
});
