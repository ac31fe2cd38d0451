import { expect, test } from 'vitest';
import { type WheelUse, wheelMeaning } from '../../../../../renderer/engine/input/wheel.ts';

const VIEW = { width: 1000, height: 600 };
const wheel = (part: Partial<Parameters<typeof wheelMeaning>[0]>, use: WheelUse = 'pan') =>
  wheelMeaning({ deltaX: 0, deltaY: 0, deltaMode: 0, shift: false, accel: false, ...part }, VIEW, use);

test('the wheel pans, a trackpad both ways', () => {
  expect(wheel({ deltaX: 12, deltaY: -30 })).toEqual({ kind: 'pan', dx: 12, dy: -30 });
});

test('with Shift it pans sideways, also where the system has turned it already', () => {
  expect(wheel({ deltaY: 100, shift: true })).toEqual({ kind: 'pan', dx: 100, dy: 0 });
  expect(wheel({ deltaX: 100, shift: true })).toEqual({ kind: 'pan', dx: 100, dy: 0 });
});

test('lines and pages are counted in pixels', () => {
  expect(wheel({ deltaY: 3, deltaMode: 1 })).toEqual({ kind: 'pan', dx: 0, dy: 48 });
  expect(wheel({ deltaY: 1, deltaMode: 2 })).toEqual({ kind: 'pan', dx: 0, dy: 600 });
});

test('with Ctrl it zooms, in and out by the same factor, a coarse notch by a step and not a leap', () => {
  const zoom = (deltaY: number) => {
    const meaning = wheel({ deltaY, accel: true });
    return meaning.kind === 'zoom' ? meaning.factor : Number.NaN;
  };
  expect(zoom(-4)).toBeGreaterThan(1);
  expect(zoom(-4) * zoom(4)).toBeCloseTo(1, 10);
  expect(zoom(-120)).toBeCloseTo(zoom(-1_000), 10);
  expect(zoom(-120)).toBeLessThan(1.25);
});

test('for who wants it to zoom it zooms, pans with Shift, and a pinch zooms as ever', () => {
  expect(wheel({ deltaY: -10 }, 'zoom')).toEqual(wheel({ deltaY: -10, accel: true }));
  expect(wheel({ deltaY: -10, accel: true }, 'zoom')).toEqual(wheel({ deltaY: -10, accel: true }));
  expect(wheel({ deltaY: 100, shift: true }, 'zoom')).toEqual({ kind: 'pan', dx: 100, dy: 0 });
});
