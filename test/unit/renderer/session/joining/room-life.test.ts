import { expect, test } from 'vitest';
import type { Epoch } from '../../../../../core/board/ids.ts';
import { REFUSALS, type RefusalCode } from '../../../../../core/contract/refusal-codes.ts';
import { type HeldBoard, type HubWord, judge, type Verdict } from '../../../../../renderer/session/joining/room-life.ts';

const A = 'AAAAAAAAAAA' as Epoch;
const B = 'BBBBBBBBBBB' as Epoch;
const C = 'CCCCCCCCCCC' as Epoch;

const HELD = {
  'no epoch': { epoch: undefined },
  A: { epoch: A },
  'A, marked as of one': { epoch: A, isOfSeveral: false },
  'several up to A': { epoch: A, isOfSeveral: true },
} satisfies Record<string, HeldBoard>;

const serves = (epoch: Epoch, merged: readonly Epoch[]): HubWord => ({ says: 'serves', life: { epoch, merged } });

/** Every kind of life that a hub may serve, as seen from epoch A, and what it means for each held board. */
const LIVES: readonly (readonly [string, HubWord, Record<keyof typeof HELD, Verdict>])[] = [
  ['A', serves(A, []), { 'no epoch': 'none', A: 'same', 'A, marked as of one': 'same', 'several up to A': 'lost' }],
  ['A with B in it', serves(A, [B]), { 'no epoch': 'none', A: 'same', 'A, marked as of one': 'same', 'several up to A': 'lost' }],
  ['A with A in it', serves(A, [A]), { 'no epoch': 'none', A: 'same', 'A, marked as of one': 'same', 'several up to A': 'lost' }],
  ['B', serves(B, []), { 'no epoch': 'none', A: 'lost', 'A, marked as of one': 'lost', 'several up to A': 'lost' }],
  [
    'B with A in it',
    serves(B, [A]),
    { 'no epoch': 'none', A: 'merged', 'A, marked as of one': 'merged', 'several up to A': 'lost' },
  ],
  [
    'B with C and A in it',
    serves(B, [C, A]),
    { 'no epoch': 'none', A: 'merged', 'A, marked as of one': 'merged', 'several up to A': 'lost' },
  ],
  ['B with C in it', serves(B, [C]), { 'no epoch': 'none', A: 'lost', 'A, marked as of one': 'lost', 'several up to A': 'lost' }],
];

const names = Object.keys(HELD) as (keyof typeof HELD)[];

test.each(LIVES)('[HS-1] [INS-5] a hub that serves %s: what became of each board that may be held', (_, word, verdicts) => {
  expect(Object.fromEntries(names.map((name) => [name, judge(HELD[name], word)]))).toEqual(verdicts);
});

test('[CLS-5] only the host ends a room: a connection closed for any other reason says nothing about a board', () => {
  const codes: readonly (RefusalCode | undefined)[] = [undefined, ...(Object.keys(REFUSALS) as RefusalCode[])];
  for (const code of codes) {
    for (const name of names) {
      const open: Verdict = HELD[name].epoch === undefined ? 'none' : 'same';
      expect([code, name, judge(HELD[name], { says: 'closes', code })]).toEqual([
        code,
        name,
        code === 'room.host_ended' ? 'ended' : open,
      ]);
    }
  }
});
