import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { curved, type PenProfile, type PressureCurve, USUAL_PROFILE } from '../../../../../renderer/engine/ink/pen-profile.ts';
import { SampleReader } from '../../../../../renderer/engine/input/sample-reader.ts';
import { PenTool } from '../../../../../renderer/engine/tools/pen.ts';
import { ToolDesk } from './tool-desk.ts';

type Points = readonly (readonly [number, number])[];

/** The points on the board of a stroke along these screen points, screen pixels. */
function drawn(points: Points, profile: Partial<PenProfile>, zoom = 1): { readonly points: Points; readonly width: number } {
  const desk = new ToolDesk();
  desk.zoomNow = zoom;
  desk.chosenHabits = { snaps: false, encloses: false, ...USUAL_PROFILE, ...profile };
  desk.drag(
    desk.use(new PenTool(desk, ElementKind.pen)),
    points.map(([x, y]) => [x, y] as [number, number]),
  );
  const [stroke] = desk.access.alive();
  if (!stroke) throw new Error('nothing was drawn');
  return {
    points: desk.access.points(stroke.id).map(([x, y]) => [(x / 16) * zoom, (y / 16) * zoom] as const),
    width: stroke.width,
  };
}

/** A line to the right that trembles by three pixels. */
const TREMBLING: Points = Array.from({ length: 60 }, (_, i) => [i * 3, i % 2 === 0 ? 3 : -3] as const);
const wobble = (points: Points): number => {
  // The hand has to pull the string tight first.
  const ys = points.slice(points.length / 2, -1).map(([, y]) => y);
  return Math.max(...ys) - Math.min(...ys);
};

test('without a steady hand ink is where the pointer was', () => {
  expect(drawn(TREMBLING, {}).points).toEqual(TREMBLING);
});

test('a steady hand evens a trembling line, at every zoom, and ends where the pointer was let go', () => {
  for (const zoom of [0.5, 1, 4]) {
    const [some, strong] = [drawn(TREMBLING, { steadying: 'some' }, zoom), drawn(TREMBLING, { steadying: 'strong' }, zoom)];
    expect(wobble(some.points)).toBeLessThan(4);
    expect(wobble(strong.points)).toBeLessThan(wobble(some.points));
    for (const { points } of [some, strong]) {
      expect(points[0]).toEqual(TREMBLING[0]);
      expect(points.at(-1)?.[0]).toBeCloseTo(TREMBLING.at(-1)?.[0] ?? 0, 0);
      expect(points.at(-1)?.[1]).toBeCloseTo(TREMBLING.at(-1)?.[1] ?? 0, 0);
    }
  }
});

test('a short movement of a steady hand is a stroke too', () => {
  const { points } = drawn(
    [
      [10, 10],
      [14, 10],
    ],
    { steadying: 'strong' },
  );
  expect(points).toEqual([
    [10, 10],
    [14, 10],
  ]);
});

test('the width counts on the board or on the screen', () => {
  const line: Points = [
    [0, 0],
    [40, 0],
  ];
  expect([0.5, 1, 4].map((zoom) => drawn(line, {}, zoom).width)).toEqual([56, 56, 56]);
  expect([0.5, 1, 4, 1_000].map((zoom) => drawn(line, { widthIn: 'screen' }, zoom).width)).toEqual([112, 56, 14, 1]);
});

test('the curve of pressure keeps no pressure and full pressure, and a constant width ignores it', () => {
  for (const curve of ['light', 'even', 'firm'] as const) expect([curved(0, curve), curved(1, curve)]).toEqual([0, 1]);
  expect(curved(0.5, 'light')).toBeGreaterThan(0.6);
  expect(curved(0.5, 'firm')).toBeLessThan(0.4);

  const pressures = (pressureCurve: PressureCurve, inkWidth: 'pressure' | 'constant'): readonly number[] => {
    const reader = new SampleReader(() => ({ inkWidth, pressureCurve }));
    const facts = { type: 'pen', x: 0, y: 0 } as Parameters<SampleReader['press']>[1];
    const event = (pressure: number): PointerEvent => Object.assign(new Event('pointermove'), { pressure }) as PointerEvent;
    const camera = { x: 0, y: 0, zoom: 1 };
    reader.press(event(0.2), facts, camera);
    return [0.4, 0.8].map((pressure) => reader.at(event(pressure), facts, camera).pressure);
  };
  expect(pressures('even', 'pressure')).toEqual([0.4, 0.8]);
  expect(pressures('firm', 'pressure')).toEqual([curved(0.4, 'firm'), curved(0.8, 'firm')]);
  expect(pressures('firm', 'constant')).toEqual([0.5, 0.5]);
});
