import { expect, test } from 'vitest';
import type { RoomId } from '../../../../../core/board/ids.ts';
import type { BoardCard } from '../../../../../core/contract/board-card.ts';
import type { HostedHere } from '../../../../../core/contract/desktop/shell-contract.ts';
import { copyWords, placeWords } from '../../../../../renderer/ui/words/boards-words.ts';

const NOW = Date.UTC(2026, 10, 21, 14, 3);
const HERE: HostedHere = {
  server: 'http://127.0.0.1:7420',
  keeps: 'memory',
  since: NOW - 60_000,
  isChosen: true,
  trouble: undefined,
};
const card = (part: Partial<BoardCard>): BoardCard => ({
  server: HERE.server,
  room: 'attic' as RoomId,
  at: NOW,
  elements: 1,
  mode: 'none',
  isHostedHere: true,
  picture: undefined,
  ...part,
});

test.each([
  ['kept by the app', card({ mode: 'lmdb' }), 'kept on this computer', false],
  ['in the memory of the hub that runs', card({}), 'this computer, memory only', false],
  ['in the memory of a hub that ended', card({ at: NOW - 120_000 }), 'memory only: gone, a copy is here', true],
  ['in the memory of a hub at another port', card({ server: 'http://127.0.0.1:1' }), 'memory only: gone, a copy is here', true],
  [
    'on a server that keeps boards',
    card({ isHostedHere: false, server: 'https://team.example', mode: 'azure-blob' }),
    'team.example',
    false,
  ],
  [
    'on a server that does not',
    card({ isHostedHere: false, server: 'https://team.example' }),
    'team.example, memory only',
    false,
  ],
])('a board %s says where it lives', (_where, one, text, isGone) => {
  expect(placeWords(one, HERE)).toEqual({ text, isGone });
});

test('when, and how much', () => {
  const style = { locale: 'en', timeZone: 'UTC' };
  expect(copyWords(card({ elements: 412 }), NOW, style)).toBe('14:03 · 412 things');
  expect(copyWords(card({ at: NOW - 86_400_000 }), NOW, style)).toBe('Nov 20, 2026, 14:03 · 1 thing');
});
