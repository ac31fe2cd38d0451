import { expect, test } from 'vitest';
import {
  boardsToDrop,
  CARD_PICTURE_BYTES,
  KEPT_BOARD_BYTES,
  KEPT_BOARDS,
  parseBoardCard,
} from '../../../core/contract/board-card.ts';

const GOOD = { server: 'https://ink.example', room: 'attic', at: 5, elements: 1, mode: 'lmdb', isHostedHere: false };

test('a card is read as it was written, with a picture or without', () => {
  expect(parseBoardCard(GOOD)).toEqual({ ...GOOD, picture: undefined });
  expect(parseBoardCard({ ...GOOD, picture: null })?.picture).toBeUndefined();
  expect(parseBoardCard({ ...GOOD, picture: new Uint8Array([7]) })?.picture).toEqual(new Uint8Array([7]));
});

test.each([
  ['no object', 'attic'],
  ['a server that is no address', { ...GOOD, server: 'ftp://x' }],
  ['a room that is no name', { ...GOOD, room: '../..' }],
  ['a time before all times', { ...GOOD, at: -1 }],
  ['a way to keep boards that is not known', { ...GOOD, mode: 'tape' }],
  ['a picture that is too large', { ...GOOD, picture: new Uint8Array(CARD_PICTURE_BYTES + 1) }],
])('%s is no card', (_what, raw) => {
  expect(parseBoardCard(raw)).toBeUndefined();
});

test('the oldest go: beyond the number, and beyond the bytes', () => {
  const small = Array.from({ length: KEPT_BOARDS + 2 }, (_, at) => ({ at, bytes: 1 }));
  expect(boardsToDrop(small).map(({ at }) => at)).toEqual([1, 0]);
  const half = KEPT_BOARD_BYTES / 2;
  const large = [1, 2, 3].map((at) => ({ at, bytes: half }));
  expect(boardsToDrop(large).map(({ at }) => at)).toEqual([1]);
  expect(boardsToDrop(small.slice(0, KEPT_BOARDS))).toEqual([]);
});
