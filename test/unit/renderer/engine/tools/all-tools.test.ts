import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { allTools } from '../../../../../renderer/engine/tools/all-tools.ts';
import { ToolDesk } from './tool-desk.ts';

test('new frames are numbered, and none has the title of a frame that is there', () => {
  const desk = new ToolDesk();
  const { frame } = allTools(desk, (number) => `Frame ${number}`);
  const draw = (left: number) => {
    desk.drag(desk.use(frame), [
      [left, 0],
      [left + 100, 100],
    ]);
    return desk.made.at(-1);
  };
  const titles = () => desk.access.alive().map((element) => element.get('title'));
  const first = draw(0);
  draw(200);
  expect(titles()).toEqual(['Frame 1', 'Frame 2']);
  if (first) desk.access.propose([{ kind: 'alive', ids: [first], lamport: desk.access.nextLamport(), alive: false }], 0);
  draw(400);
  expect(titles()).toEqual(['Frame 2', 'Frame 3']);
  desk.access.put(ElementKind.frame, { x: 0, y: 0, w: 16, h: 16, title: 'Frame 4' });
  draw(600);
  expect(titles()).toContain('Frame 5');
});
