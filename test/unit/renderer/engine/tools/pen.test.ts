import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { PenTool } from '../../../../../renderer/engine/tools/pen.ts';
import { ToolDesk } from './tool-desk.ts';

test('the pen shows its ink from the first touch and gives it to the board when it goes up', () => {
  const desk = new ToolDesk();
  const pen = desk.use(new PenTool(desk, ElementKind.pen));
  pen.press(desk.at(10, 10));
  expect([...desk.drafts.keys()]).toEqual(desk.access.alive().map(({ id }) => id));
  pen.drag(desk.at(14, 12));
  pen.release();
  expect(desk.drafts.size).toBe(0);
  expect(desk.access.alive()[0]).toMatchObject({ kind: ElementKind.pen, width: 56, color: 2, pointCount: 2, ended: true });
});

test('the highlighter draws with its own style', () => {
  const desk = new ToolDesk();
  desk.drag(desk.use(new PenTool(desk, ElementKind.highlighter)), [[0, 0]]);
  expect(desk.access.alive()[0]).toMatchObject({ kind: ElementKind.highlighter, width: 224 });
});

test('a pointer that the system takes leaves the stroke that there is', () => {
  const desk = new ToolDesk();
  const pen = desk.use(new PenTool(desk, ElementKind.pen));
  pen.press(desk.at(10, 10));
  pen.drag(desk.at(40, 10));
  pen.cancel('interrupted');
  expect(desk.access.alive()[0]).toMatchObject({ pointCount: 2, ended: true });
  expect(desk.drafts.size).toBe(0);
});

test('a finger’s stroke that turns out to be a pinch is never seen by anybody', () => {
  const desk = new ToolDesk();
  const pen = desk.use(new PenTool(desk, ElementKind.pen));
  pen.press(desk.at(10, 10, { pointer: 'touch' }));
  desk.clock.advance(60);
  pen.drag(desk.at(12, 10, { pointer: 'touch' }));
  pen.cancel('gesture');
  desk.clock.advance(500);
  expect(desk.access.proposed).toEqual([]);
  expect(desk.drafts.size).toBe(0);
});

test('Escape takes the stroke back', () => {
  const desk = new ToolDesk();
  const pen = desk.use(new PenTool(desk, ElementKind.pen));
  pen.press(desk.at(10, 10));
  pen.drag(desk.at(40, 10));
  pen.cancel('escape');
  pen.drag(desk.at(80, 10));
  pen.release();
  expect(desk.access.alive()).toEqual([]);
});

test('when the board is replaced in the middle of a stroke, the next press draws again', () => {
  const desk = new ToolDesk();
  const pen = desk.use(new PenTool(desk, ElementKind.pen));
  pen.press(desk.at(10, 10));
  desk.access.replace();
  pen.drag(desk.at(40, 10));
  pen.release();
  expect(desk.access.alive()).toEqual([]);
  desk.drag(pen, [
    [0, 0],
    [9, 9],
  ]);
  expect(desk.access.alive()[0]?.pointCount).toBe(2);
});
