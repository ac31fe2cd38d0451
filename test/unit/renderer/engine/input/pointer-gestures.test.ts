import { expect, test } from 'vitest';
import type { Point } from '../../../../../renderer/engine/camera.ts';
import { type PointerFacts, PointerGestures } from '../../../../../renderer/engine/input/pointer-gestures.ts';

function desk() {
  const told: string[] = [];
  const pinches: { from: Point; to: Point; factor: number }[] = [];
  const gestures = new PointerGestures({
    press: (role, { id }) => void told.push(`press ${role} ${id}`),
    drag: ({ id }) => void told.push(`drag ${id}`),
    release: ({ id }) => void told.push(`release ${id}`),
    cancel: (reason) => void told.push(`cancel ${reason}`),
    hover: (pointer) => void told.push(pointer ? 'hover' : 'leave'),
    pinch: (from, to, factor) => void pinches.push({ from, to, factor }),
  });
  const facts = (part: Partial<PointerFacts>): PointerFacts => ({
    id: 1,
    type: 'mouse',
    button: 0,
    buttons: 1,
    x: 0,
    y: 0,
    at: 0,
    ...part,
  });
  return { told, pinches, gestures, facts };
}

test('press, drag and release of the first button belong to the tool', () => {
  const { told, gestures, facts } = desk();
  gestures.move(facts({ buttons: 0 }));
  gestures.down(facts({}));
  gestures.move(facts({ x: 5 }));
  gestures.up(facts({ x: 5 }));
  expect(told).toEqual(['hover', 'press tool 1', 'drag 1', 'release 1']);
});

test('the middle button and a held space bar move the board, the second button does nothing', () => {
  const { told, gestures, facts } = desk();
  gestures.down(facts({ button: 1, buttons: 4 }));
  gestures.up(facts({ button: 1, buttons: 0 }));
  gestures.spaceHeld = true;
  gestures.down(facts({}));
  gestures.up(facts({}));
  gestures.spaceHeld = false;
  expect(gestures.down(facts({ button: 2, buttons: 2 }))).toBe(false);
  expect(told).toEqual(['press hand 1', 'release 1', 'press hand 1', 'release 1']);
});

test('the eraser end of a pen erases, whatever the tool', () => {
  const { told, gestures, facts } = desk();
  gestures.down(facts({ type: 'pen', button: 5, buttons: 32 }));
  gestures.up(facts({ type: 'pen', button: 5, buttons: 0 }));
  expect(told).toEqual(['press eraser 1', 'release 1']);
});

test('a second pointer cannot take the tool away', () => {
  const { told, gestures, facts } = desk();
  gestures.down(facts({ id: 1 }));
  expect(gestures.down(facts({ id: 2, type: 'touch' }))).toBe(false);
  gestures.move(facts({ id: 2, type: 'touch' }));
  gestures.up(facts({ id: 2, type: 'touch' }));
  gestures.move(facts({ id: 1 }));
  expect(told).toEqual(['press tool 1', 'drag 1']);
});

test('a finger draws until a pen was seen; then fingers move the board', () => {
  const { told, gestures, facts } = desk();
  const touch = { type: 'touch', id: 7 } as const;
  gestures.down(facts(touch));
  gestures.up(facts(touch));
  gestures.down(facts({ type: 'pen', id: 2 }));
  gestures.up(facts({ type: 'pen', id: 2 }));
  gestures.down(facts(touch));
  gestures.up(facts(touch));
  expect(told).toEqual(['press tool 7', 'release 7', 'press tool 2', 'release 2', 'press hand 7', 'release 7']);
});

test('a pen that comes down while the hand rests on the glass draws', () => {
  const { told, gestures, facts } = desk();
  gestures.down(facts({ type: 'touch', id: 7, at: 0 }));
  gestures.down(facts({ type: 'pen', id: 2, at: 900 }));
  gestures.move(facts({ type: 'pen', id: 2, at: 910 }));
  gestures.up(facts({ type: 'touch', id: 7, at: 920 }));
  gestures.up(facts({ type: 'pen', id: 2, at: 930 }));
  expect(told).toEqual(['press tool 7', 'cancel gesture', 'press tool 2', 'drag 2', 'release 2']);
});

test('two fingers pinch: the stroke of the first is taken back, and nothing is drawn until both are up', () => {
  const { told, pinches, gestures, facts } = desk();
  const a = { type: 'touch', id: 1 } as const;
  const b = { type: 'touch', id: 2 } as const;
  gestures.down(facts({ ...a, x: 100, y: 100, at: 0 }));
  gestures.down(facts({ ...b, x: 200, y: 100, at: 60 }));
  gestures.move(facts({ ...b, x: 300, y: 100, at: 80 }));
  gestures.move(facts({ ...a, x: 100, y: 140, at: 90 }));
  gestures.up(facts({ ...a, x: 100, y: 140, at: 100 }));
  gestures.move(facts({ ...b, x: 350, y: 100, at: 110 }));
  gestures.up(facts({ ...b, x: 350, y: 100, at: 120 }));
  expect(told).toEqual(['press tool 1', 'cancel gesture']);
  expect(pinches[0]).toEqual({ from: { x: 150, y: 100 }, to: { x: 200, y: 100 }, factor: 2 });
  expect(pinches[1]?.from).toEqual({ x: 200, y: 100 });
  expect(pinches[1]?.to).toEqual({ x: 200, y: 120 });
  expect(pinches).toHaveLength(2);
  gestures.down(facts({ ...a, at: 500 }));
  expect(told.at(-1)).toBe('press tool 1');
});

test('a palm that lands long after the finger changes nothing', () => {
  const { told, pinches, gestures, facts } = desk();
  gestures.down(facts({ type: 'touch', id: 1, at: 0 }));
  gestures.down(facts({ type: 'touch', id: 2, at: 2_000 }));
  gestures.move(facts({ type: 'touch', id: 2, at: 2_010 }));
  gestures.move(facts({ type: 'touch', id: 1, at: 2_020 }));
  gestures.up(facts({ type: 'touch', id: 1, at: 2_030 }));
  gestures.up(facts({ type: 'touch', id: 2, at: 2_040 }));
  expect(told).toEqual(['press tool 1', 'drag 1', 'release 1']);
  expect(pinches).toEqual([]);
  expect(gestures.busy).toBe(false);
});

test('a pointer that the system takes ends its gesture, once', () => {
  const { told, gestures, facts } = desk();
  gestures.down(facts({}));
  gestures.lost(1);
  gestures.lost(1);
  gestures.up(facts({}));
  expect(told).toEqual(['press tool 1', 'cancel interrupted']);
});

test('after a taken-back gesture the pointer means nothing until it is pressed again', () => {
  const { told, gestures, facts } = desk();
  gestures.down(facts({}));
  gestures.abort();
  gestures.move(facts({}));
  gestures.up(facts({}));
  expect(told).toEqual(['press tool 1', 'hover']);
  gestures.down(facts({}));
  expect(told.at(-1)).toBe('press tool 1');
});
