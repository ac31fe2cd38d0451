import { expect, test } from 'vitest';
import { LaserTrails } from '../../../../../renderer/engine/layers/laser-trails.ts';
import { LaserTool } from '../../../../../renderer/engine/tools/laser.ts';
import { ToolDesk } from '../tools/tool-desk.ts';

test('a trail fades a second after it was drawn, and a pointer that rests adds nothing', () => {
  const trails = new LaserTrails();
  trails.add('ana', 'red', { x: 0, y: 0 }, 0);
  trails.add('ana', 'red', { x: 0.5, y: 0 }, 100);
  trails.add('ana', 'red', { x: 10, y: 0 }, 200);
  trails.add('bo', 'blue', { x: 0, y: 0 }, 300);
  expect(trails.size).toBe(3);
  expect(trails.advance(1_100)).toBe(true);
  expect(trails.size).toBe(2);
  expect(trails.advance(1_301)).toBe(false);
  expect(trails.size).toBe(0);
});

test('a trail is bounded, however fast a laser moves', () => {
  const trails = new LaserTrails();
  for (let i = 0; i < 5_000; i++) trails.add('ana', 'red', { x: i * 10, y: 0 }, 0);
  expect(trails.size).toBe(400);
});

test('the laser shines from press to release, and writes nothing', () => {
  const desk = new ToolDesk();
  const laser = new LaserTool(desk);
  laser.press(desk.at(1, 2));
  laser.drag(desk.at(3, 4));
  laser.release();
  laser.press(desk.at(5, 6));
  laser.cancel();
  expect(desk.lasers).toEqual([{ x: 1, y: 2 }, { x: 3, y: 4 }, undefined, { x: 5, y: 6 }, undefined]);
  expect(desk.access.proposed).toEqual([]);
});
