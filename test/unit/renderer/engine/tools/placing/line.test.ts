import { expect, test } from 'vitest';
import { CORNERS_MOST, ElementKind } from '../../../../../../core/board/kinds.ts';
import { edgeOf } from '../../../../../../renderer/engine/kinds/kind-of.ts';
import { endsOf } from '../../../../../../renderer/engine/kinds/lines/line-ends.ts';
import { LineTool } from '../../../../../../renderer/engine/tools/placing/line.ts';
import { ToolDesk } from '../tool-desk.ts';

/** An arrow tool on a board with a square of 100 world pixels around (50, 50) and one around (350, 50). */
function open() {
  const desk = new ToolDesk();
  const square = (x: number, kind: ElementKind = ElementKind.rectangle) =>
    desk.access.put(kind, { x: x * 16, y: 0, w: 1600, h: 1600 });
  const tool = desk.use(new LineTool(desk, ElementKind.arrow));
  const arrow = () => desk.access.element(desk.made[0] as never);
  const ends = () => endsOf(desk.access.board(), arrow(), { edgeOf });
  return { desk, square, left: square(0), right: square(300), tool, arrow, ends };
}

test('a line goes from end to end, and is given out of hand', () => {
  const { desk, tool, arrow, ends } = open();
  desk.drag(tool, [
    [0, 200],
    [50, 210],
    [90, 240],
  ]);
  expect(ends()).toEqual({ x1: 0, y1: 200, x2: 90, y2: 240 });
  expect(arrow()).toMatchObject({ kind: ElementKind.arrow, color: 2, width: 56 });
});

test('a click draws nothing', () => {
  const { desk, tool } = open();
  desk.drag(tool, [
    [0, 200],
    [2, 201],
  ]);
  desk.clock.advance(500);
  expect(desk.made).toEqual([]);
  expect(desk.access.proposed).toEqual([]);
});

test('clicks draw a line from corner to corner, one on the last corner ends it, all of it one step', () => {
  const { desk, tool, arrow, ends } = open();
  const click = (x: number, y: number, part = {}) => {
    tool.hover(desk.at(x, y, part));
    desk.drag(tool, [[x, y]], part);
    desk.clock.advance(500);
  };
  click(0, 200);
  click(100, 200);
  // The pointer leaves the board, and a pinch moves it.
  tool.hover(undefined);
  tool.press(desk.at(60, 60));
  tool.cancel('gesture');
  click(203, 300, { shift: true });
  tool.hover(desk.at(280, 280));
  expect(desk.made).toEqual([]);
  click(280, 290);
  click(283, 288);
  expect(ends()).toEqual({ x1: 0, y1: 200, x2: 280, y2: 290 });
  expect(desk.made).toEqual([arrow().id]);
  const corners = arrow().get('corners');
  expect(corners.slice(0, 2)).toEqual([1_600, 0]);
  // In steps of 15 degrees from the corner before.
  expect((corners[2] as number) - 1_600).toBe(corners[3]);
  expect(new Set(desk.access.proposed.map(({ gesture }) => gesture)).size).toBe(1);
});

test('a line of clicks ends with Enter or another tool where it was clicked last, and is bound there', () => {
  const { desk, tool, arrow, right } = open();
  const click = (x: number, y: number) => desk.drag(tool, [[x, y]]);
  expect(tool.end()).toBe(false);
  click(0, 200);
  click(100, 220);
  click(350, 50);
  tool.hover(desk.at(600, 600));
  expect(tool.end()).toBe(true);
  expect(tool.end()).toBe(false);
  expect(arrow().get('to')).toEqual([right, 500, 500]);
  // Relative to the place of the line, which is that of its bound end.
  expect(arrow().get('corners')).toEqual([16 * (100 - 350), 16 * (220 - 50)]);
  expect(desk.made).toEqual([arrow().id]);
});

test('places that are clicked with Ctrl are not bound', () => {
  const { desk, tool, arrow, left } = open();
  desk.drag(tool, [[52, 49]], { mod: true });
  desk.drag(tool, [[200, 300]]);
  desk.drag(tool, [[352, 49]], { mod: true });
  tool.end();
  expect([arrow().get('from').length, arrow().get('to').length]).toEqual([2, 2]);
  desk.drag(tool, [[52, 49]]);
  desk.drag(tool, [[200, 300]]);
  tool.end();
  expect(desk.access.element(desk.made[1] as never).get('from')).toEqual([left, 500, 500]);
});

test('one click and Escape leave nothing, a click on the first corner closes the line, and one that is removed goes on no more', () => {
  const { desk, tool, arrow } = open();
  const click = (x: number, y: number) => {
    tool.hover(desk.at(x, y));
    desk.drag(tool, [[x, y]]);
    desk.clock.advance(100);
  };
  click(0, 600);
  tool.hover(desk.at(300, 600));
  expect(tool.end()).toBe(true);
  desk.clock.advance(100);
  expect(desk.made).toEqual([]);
  expect([...desk.access.board().elements()].filter(({ alive, kind }) => alive && kind === ElementKind.arrow)).toEqual([]);
  click(0, 600);
  click(100, 600);
  click(100, 700);
  click(3, 604);
  expect(arrow().get('to')).toEqual([0, 0]);
  expect(arrow().get('corners')).toEqual([1_600, 0, 1_600, 1_600]);
  click(0, 900);
  click(100, 900);
  tool.hover(desk.at(200, 900));
  desk.clock.advance(100);
  const going = desk.access.proposed.at(-1)?.ops[0];
  if (going?.kind !== 'set') throw new Error('the line is on its way');
  desk.access.receive([{ kind: 'alive', ids: [going.id], lamport: desk.access.nextLamport(), alive: false }]);
  expect(tool.end()).toBe(false);
  expect(desk.made).toHaveLength(1);
});

test('a line has fifteen corners, and the next click ends it', () => {
  const { desk, tool, arrow } = open();
  for (let i = 0; i < 20 && desk.made.length === 0; i++) desk.drag(tool, [[20 * i, 400 + 30 * (i % 2)]]);
  expect(arrow().get('corners')).toHaveLength(2 * CORNERS_MOST);
});

test('Shift keeps to steps of 15 degrees, Alt draws from the middle', () => {
  const shifted = open();
  shifted.desk.drag(
    shifted.tool,
    [
      [0, 300],
      [100, 306],
    ],
    { shift: true },
  );
  expect(shifted.ends()).toMatchObject({ x1: 0, y1: 300, y2: 300 });
  const centred = open();
  centred.desk.drag(
    centred.tool,
    [
      [100, 300],
      [150, 310],
    ],
    { alt: true },
  );
  expect(centred.ends()).toEqual({ x1: 50, y1: 290, x2: 150, y2: 310 });
});

test('ends in and near other elements are bound to them, and the targets are shown meanwhile', () => {
  const { desk, tool, arrow, left, right } = open();
  tool.press(desk.at(52, 49));
  tool.drag(desk.at(200, 50));
  expect(desk.sketched).toEqual({ kind: 'targets', ids: [left] });
  tool.drag(desk.at(292, 75));
  expect(desk.sketched).toEqual({ kind: 'targets', ids: [left, right] });
  tool.release(desk.at(292, 75));
  expect(desk.sketched).toEqual({ kind: 'none' });
  // Near the middle means the middle; outside, but near, means the nearest place of the edge.
  expect(arrow().get('from')).toEqual([left, 500, 500]);
  expect(arrow().get('to')).toEqual([right, 0, 750]);
});

test('a bound end may be anywhere inside', () => {
  const { desk, tool, arrow, right } = open();
  desk.drag(tool, [
    [200, 200],
    [310, 90],
  ]);
  expect(arrow().get('to')).toEqual([right, 100, 900]);
});

test('Ctrl leaves ends where they are', () => {
  const { desk, tool, arrow } = open();
  desk.drag(
    tool,
    [
      [50, 50],
      [350, 50],
    ],
    { mod: true },
  );
  expect(arrow().get('from')).toEqual([0, 0]);
  expect(arrow().get('to')).toEqual([4800, 0]);
});

test('the arrow itself lies at its bound end, so that it keeps a place when what it is bound to is forgotten', () => {
  const { desk, tool, arrow, right } = open();
  desk.drag(tool, [
    [200, 50],
    [345, 55],
  ]);
  expect(arrow()).toMatchObject({ x: 345 * 16, y: 55 * 16 });
  expect(arrow().get('from')).toEqual([-145 * 16, -80]);
  expect(arrow().get('to')).toEqual([right, 500, 500]);
});

test('hovering shows what an arrow would be bound to', () => {
  const { desk, tool, left } = open();
  tool.hover(desk.at(105, 50));
  expect(desk.sketched).toEqual({ kind: 'targets', ids: [left] });
  tool.hover(desk.at(105, 50, { mod: true }));
  expect(desk.sketched).toEqual({ kind: 'none' });
  tool.hover(desk.at(105, 50));
  tool.hover(undefined);
  expect(desk.sketched).toEqual({ kind: 'none' });
});

test('a frame takes arrows at its edge only, and ink takes none', () => {
  const { desk, square, tool } = open();
  const frame = desk.access.put(ElementKind.frame, { x: 0, y: 400 * 16, w: 9600, h: 4800 });
  desk.access.stroke([
    [200, 50],
    [210, 60],
  ]);
  tool.hover(desk.at(300, 550));
  expect(desk.sketched).toEqual({ kind: 'none' });
  tool.hover(desk.at(300, 405));
  expect(desk.sketched).toEqual({ kind: 'targets', ids: [frame] });
  tool.hover(desk.at(205, 55));
  expect(desk.sketched).toEqual({ kind: 'none' });
  const above = square(20, ElementKind.diamond);
  tool.hover(desk.at(60, 50));
  expect(desk.sketched).toEqual({ kind: 'targets', ids: [above] });
});

test('the arrow that is being drawn is no target of its own', () => {
  const { desk, tool } = open();
  tool.press(desk.at(100, 400));
  tool.drag(desk.at(160, 400));
  desk.clock.advance(100);
  tool.drag(desk.at(200, 400));
  expect(desk.sketched).toEqual({ kind: 'none' });
  tool.cancel('escape');
  expect(desk.access.alive().filter(({ kind }) => kind === ElementKind.arrow)).toEqual([]);
});
