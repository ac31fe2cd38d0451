import { describe, expect, test } from 'vitest';
import {
  type Bounds,
  parseWindowState,
  planNextBounds,
  planWindowBounds,
  type WindowState,
} from '../../../../main/window/window-bounds.ts';

const LAPTOP: Bounds = { x: 0, y: 25, width: 1_440, height: 875 };
const RIGHT: Bounds = { x: 1_440, y: 0, width: 2_560, height: 1_440 };
const at = (x: number, y: number, width = 1_000, height = 700, maximised = false): WindowState => ({
  bounds: { x, y, width, height },
  maximised,
});

describe('where a window opens', () => {
  test('the first one in the middle of the main screen, no larger than it', () => {
    expect(planWindowBounds(undefined, [LAPTOP, RIGHT])).toEqual(at(80, 63, 1_280, 800));
    expect(planWindowBounds(undefined, [{ x: 0, y: 0, width: 1_024, height: 600 }]).bounds).toEqual({
      x: 0,
      y: 0,
      width: 1_024,
      height: 600,
    });
  });

  test('a remembered one where it was, on whichever screen', () => {
    expect(planWindowBounds(at(200, 100), [LAPTOP, RIGHT])).toEqual(at(200, 100));
    expect(planWindowBounds(at(2_000, 300, 1_000, 700, true), [LAPTOP, RIGHT])).toEqual(at(2_000, 300, 1_000, 700, true));
  });

  test('one whose screen is gone comes to the main screen with its size', () => {
    expect(planWindowBounds(at(2_000, 300), [LAPTOP])).toEqual(at(220, 113));
  });

  test.each([
    ['below the screen', at(100, 2_000)],
    ['above the screen, title out of reach', at(100, -400)],
    ['all but a sliver to the left', at(-950, 100)],
    ['all but a sliver to the right', at(1_400, 100)],
  ])('one that nobody could take hold of (%s) comes back', (_where, state) => {
    expect(planWindowBounds(state, [LAPTOP]).bounds).toEqual({ x: 220, y: 113, width: 1_000, height: 700 });
  });

  test('one that hangs over an edge but can be gripped stays', () => {
    expect(planWindowBounds(at(-600, 100), [LAPTOP])).toEqual(at(-600, 100));
  });

  test('one that is larger than its screen has become fits into it, and none is too small to use', () => {
    expect(planWindowBounds(at(100, 100, 4_000, 3_000), [LAPTOP]).bounds).toEqual({ x: 100, y: 100, width: 1_440, height: 875 });
    expect(planWindowBounds(at(100, 100, 130, 50), [LAPTOP]).bounds).toEqual({ x: 100, y: 100, width: 400, height: 320 });
  });
});

describe('one more window', () => {
  const FIRST = at(100, 100);
  const movedTo = (x: number, y: number) => ({ ...FIRST.bounds, x, y });

  test('stands apart from the others, so that each can be seen', () => {
    expect(planNextBounds(FIRST, [], [LAPTOP])).toBe(FIRST);
    expect(planNextBounds(FIRST, [FIRST.bounds], [LAPTOP]).bounds).toEqual(movedTo(128, 128));
    expect(planNextBounds(FIRST, [FIRST.bounds, movedTo(128, 128)], [LAPTOP]).bounds).toEqual(movedTo(156, 156));
    expect(planNextBounds(FIRST, [movedTo(300, 300)], [LAPTOP]).bounds).toEqual(FIRST.bounds);
  });

  test('begins in the corner again when it would leave the screen', () => {
    const last = at(LAPTOP.x + LAPTOP.width - 1_000, 0, 1_000, 700);
    expect(planNextBounds(last, [last.bounds], [LAPTOP]).bounds).toEqual({ x: LAPTOP.x, y: LAPTOP.y, width: 1_000, height: 700 });
  });
});

describe('reading a remembered state', () => {
  test('what was written is read', () => {
    expect(parseWindowState(JSON.parse(JSON.stringify(at(-5, 7, 800, 600, true))))).toEqual(at(-5, 7, 800, 600, true));
  });

  test.each([
    null,
    7,
    [],
    {},
    { bounds: null, maximised: false },
    { bounds: { x: 0, y: 0, width: 800 }, maximised: false },
    { bounds: { x: 0, y: 0, width: 800, height: 0 }, maximised: false },
    { bounds: { x: 0.5, y: 0, width: 800, height: 600 }, maximised: false },
    { bounds: { x: 1e9, y: 0, width: 800, height: 600 }, maximised: false },
    { bounds: { x: '0', y: 0, width: 800, height: 600 }, maximised: false },
    { bounds: { x: 0, y: 0, width: 800, height: 600 }, maximised: 1 },
  ])('a damaged one counts as none (%#)', (raw) => {
    expect(parseWindowState(raw)).toBeUndefined();
  });
});
