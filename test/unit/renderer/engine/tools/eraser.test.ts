import { expect, test } from 'vitest';
import { EraserTool } from '../../../../../renderer/engine/tools/eraser.ts';
import { ToolDesk } from './tool-desk.ts';

const across = (y: number) =>
  [
    [0, y],
    [100, y],
  ] as const;

test('a sweep dims what it touches and removes it, in one op and one gesture, when the pointer goes up', () => {
  const desk = new ToolDesk();
  const eraser = desk.use(new EraserTool(desk));
  const [a, b, far] = [desk.access.stroke(across(50)), desk.access.stroke(across(100)), desk.access.stroke(across(300))];
  eraser.press(desk.at(50, 0));
  eraser.drag(desk.at(50, 60));
  expect(desk.veils).toEqual([[a]]);
  eraser.drag(desk.at(50, 120));
  expect(desk.veils.at(-1)).toEqual([a, b]);
  expect(desk.access.proposed).toEqual([]);
  eraser.release();
  expect(desk.access.kinds()).toEqual(['alive']);
  expect(desk.access.alive().map(({ id }) => id)).toEqual([far]);
  expect(desk.veils.at(-1)).toBeUndefined();
});

test('a click erases what lies under it', () => {
  const desk = new ToolDesk();
  desk.access.stroke(across(50));
  desk.drag(desk.use(new EraserTool(desk)), [[50, 56]]);
  expect(desk.access.alive()).toEqual([]);
});

test('the margin is eight screen pixels at every zoom', () => {
  for (const zoom of [0.1, 1, 10]) {
    const desk = new ToolDesk();
    desk.zoomNow = zoom;
    // Ink 4 world px wide: the edge lies 2 world px from the middle.
    desk.access.stroke([
      [0, 0],
      [1_000, 0],
    ]);
    const eraser = desk.use(new EraserTool(desk));
    desk.drag(eraser, [[50 * zoom, 2 * zoom + 8.5]]);
    expect(desk.access.alive(), `zoom ${zoom}`).toHaveLength(1);
    desk.drag(eraser, [[50 * zoom, 2 * zoom + 7.5]]);
    expect(desk.access.alive(), `zoom ${zoom}`).toHaveLength(0);
  }
});

test('Escape gives everything back', () => {
  const desk = new ToolDesk();
  const eraser = desk.use(new EraserTool(desk));
  desk.access.stroke(across(50));
  eraser.press(desk.at(50, 50));
  eraser.cancel('escape');
  expect(desk.access.alive()).toHaveLength(1);
  expect(desk.veils.at(-1)).toBeUndefined();
});

test('what somebody else removes meanwhile is not removed again', () => {
  const desk = new ToolDesk();
  const eraser = desk.use(new EraserTool(desk));
  const id = desk.access.stroke(across(50));
  eraser.press(desk.at(50, 50));
  desk.access.receive([{ kind: 'alive', ids: [id], lamport: desk.access.nextLamport(), alive: false }]);
  eraser.release();
  expect(desk.access.proposed).toEqual([]);
});

test('a sweep over nothing changes nothing', () => {
  const desk = new ToolDesk();
  desk.drag(desk.use(new EraserTool(desk)), [
    [0, 0],
    [500, 500],
  ]);
  expect(desk.access.proposed).toEqual([]);
});
