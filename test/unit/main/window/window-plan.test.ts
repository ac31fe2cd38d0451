import { describe, expect, test } from 'vitest';
import type { RoomId } from '../../../../core/board/ids.ts';
import { planBoard, type WindowPlace, windowShowing } from '../../../../main/window/window-plan.ts';

const OWN = 'http://127.0.0.1:7420';
const LAN = 'http://192.168.1.7:7420';
const place = (room: string, server = OWN) => ({ server, room: room as RoomId });
const isSame = (a: string, b: string): boolean => a.replace(LAN, OWN) === b.replace(LAN, OWN);
const WINDOWS: readonly WindowPlace[] = [
  { id: 1, place: place('attic') },
  { id: 2, place: undefined },
  { id: 3, place: place('cellar', 'https://ink.example') },
];
const plan = (room: ReturnType<typeof place>, from: number, isUnused: boolean) =>
  planBoard({ place: room, from, isUnused }, WINDOWS, isSame);

describe('a board that is asked for', () => {
  test.each([
    ['one that no window shows', place('kitchen'), 1, false, { kind: 'open' }],
    ['the same from an unused window', place('kitchen'), 1, true, { kind: 'here' }],
    ['one that another window shows', place('attic'), 3, false, { kind: 'show', id: 1 }],
    ['the same from an unused window, which stays', place('attic'), 2, true, { kind: 'show', id: 1 }],
    ['the same by its address on the network', place('attic', LAN), 3, false, { kind: 'show', id: 1 }],
    ['the one that this window shows', place('attic'), 1, false, { kind: 'here' }],
    ['a room of that name on another server', place('cellar'), 1, false, { kind: 'open' }],
  ] as const)('%s', (_what, room, from, isUnused, expected) => {
    expect(plan(room, from, isUnused)).toEqual(expected);
  });

  test('is found in its window', () => {
    expect(windowShowing(place('cellar', 'https://ink.example'), WINDOWS, isSame)).toBe(3);
    expect(windowShowing(place('kitchen'), WINDOWS, isSame)).toBeUndefined();
  });
});
