import { expect, test } from 'vitest';
import type { RoomId } from '../../../../../core/board/ids.ts';
import type { RoomLink } from '../../../../../core/contract/access/room-link.ts';
import { keepLinkToken, LINK_TOKENS_KEPT, withKeptToken } from '../../../../../renderer/bootstrap/storage/link-tokens.ts';
import { memoryStorage } from './memory-storage.ts';

const link = (room: string, access?: string): RoomLink => ({
  server: 'https://ink.example/tools',
  room: room as RoomId,
  ...(access === undefined ? {} : { access }),
});

test('[RGT-3] a board that was opened by a signed link opens by it again', () => {
  const store = memoryStorage();
  keepLinkToken(store, link('attic', 'a.b.c'));
  keepLinkToken(store, link('cellar'));
  expect(withKeptToken(store, link('attic'))).toEqual(link('attic', 'a.b.c'));
  expect(withKeptToken(store, link('cellar'))).toEqual(link('cellar'));
  expect(withKeptToken(store, { ...link('attic'), server: 'https://other.example' }).access).toBeUndefined();
});

test('the newest link of a board counts, and one that has a token keeps it', () => {
  const store = memoryStorage();
  keepLinkToken(store, link('attic', 'a.b.c'));
  keepLinkToken(store, link('attic', 'd.e.f'));
  expect(withKeptToken(store, link('attic')).access).toBe('d.e.f');
  expect(withKeptToken(store, link('attic', 'g.h.i')).access).toBe('g.h.i');
});

test('the oldest are forgotten, and what is no token is passed over', () => {
  const store = memoryStorage();
  for (let i = 0; i <= LINK_TOKENS_KEPT; i++) keepLinkToken(store, link(`room-${i}`, 'a.b.c'));
  expect(withKeptToken(store, link('room-0')).access).toBeUndefined();
  expect(withKeptToken(store, link('room-1')).access).toBe('a.b.c');
  store.setItem('inkroom.linkTokens', JSON.stringify([['https://ink.example/tools/#/r/attic', 'no token!'], 7]));
  expect(withKeptToken(store, link('attic')).access).toBeUndefined();
  expect(withKeptToken(undefined, link('attic')).access).toBeUndefined();
});
