import { expect, test } from 'vitest';
import type { ElementId } from '../../../../../core/board/ids.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { edgeOf } from '../../../../../renderer/engine/kinds/kind-of.ts';
import { endsOf } from '../../../../../renderer/engine/kinds/lines/line-ends.ts';
import { Arrange } from '../../../../../renderer/engine/selection/arranging/arrange.ts';
import { SelectTool } from '../../../../../renderer/engine/tools/select.ts';
import { ToolDesk } from './tool-desk.ts';

/** Two boxes of 100 px, 200 px apart, and an arrow from the middle of one to the middle of the other. */
function open() {
  const desk = new ToolDesk();
  const box = (x: number): ElementId => desk.access.put(ElementKind.rectangle, { x: x * 16, y: 0, w: 1_600, h: 1_600 });
  const [a, b] = [box(0), box(300)];
  const ends = { from: [a, 500, 500], to: [b, 500, 500] } as const;
  const arrow = desk.access.put(ElementKind.arrow, { x: 800, y: 800, ...ends });
  const tool = desk.use(new SelectTool(desk));
  const shown = (id: ElementId = arrow) => endsOf(desk.access.board(), desk.access.element(id), { edgeOf });
  return { desk, tool, a, b, arrow, ends, shown };
}

test('an arrow that is dragged alone goes with the pointer and is no longer bound, as one step', () => {
  const { desk, tool, arrow, shown } = open();
  const before = shown();
  desk.drag(tool, [
    [200, 50],
    [200, 150],
  ]);
  const after = shown();
  expect(after.x1).toBeCloseTo(before.x1, 0);
  expect(after.x2).toBeCloseTo(before.x2, 0);
  expect(after.y1).toBeCloseTo(before.y1 + 100, 0);
  expect(after.y2).toBeCloseTo(before.y2 + 100, 0);
  expect(desk.access.element(arrow).get('from')).toHaveLength(2);
  expect(new Set(desk.access.proposed.map(({ gesture }) => gesture)).size).toBe(1);
});

test('Escape during the drag binds it again', () => {
  const { desk, tool, arrow, ends, shown } = open();
  const before = shown();
  tool.press(desk.at(200, 50));
  tool.drag(desk.at(200, 150));
  desk.clock.advance(40);
  tool.cancel('escape');
  expect(shown()).toEqual(before);
  expect(desk.access.element(arrow).get('to')).toEqual(ends.to);
});

test('an end that another person moves during the drag is theirs, also after Escape', () => {
  const { desk, tool, arrow } = open();
  tool.press(desk.at(200, 50));
  tool.drag(desk.at(200, 150));
  desk.clock.advance(40);
  const to = [320, 320] as const;
  desk.access.receive([{ kind: 'set', id: arrow, lamport: desk.access.nextLamport(), values: { to } }]);
  tool.drag(desk.at(200, 180));
  tool.cancel('escape');
  expect(desk.access.element(arrow).get('to')).toEqual(to);
});

test('an arrow that is moved with one of its elements stays bound to both', () => {
  const { desk, tool, a, arrow, ends } = open();
  desk.selection.set([a, arrow]);
  desk.drag(tool, [
    [60, 100],
    [60, 200],
  ]);
  expect(desk.access.element(a).y).toBe(1_600);
  expect(desk.access.element(arrow).get('from')).toEqual(ends.from);
  expect(desk.access.element(arrow).get('to')).toEqual(ends.to);
});

test('arrow keys move a bound arrow, and its duplicate is seen beside it', () => {
  const { desk, arrow, shown } = open();
  const arrange = new Arrange(desk);
  const before = shown();
  desk.selection.set([arrow]);
  arrange.duplicate();
  const [copy] = desk.selection.ids;
  if (copy === undefined) throw new Error('no copy');
  expect(shown()).toEqual(before);
  expect(shown(copy).y1).toBeCloseTo(before.y1 + 16, 0);
  desk.selection.set([arrow]);
  arrange.nudge(0, 10);
  expect(shown().y2).toBeCloseTo(before.y2 + 10, 0);
});

test('Escape during an Alt-drag leaves no copy, and the original selected', () => {
  const { desk, tool, a } = open();
  desk.selection.set([a]);
  tool.press(desk.at(30, 100, { alt: true }));
  tool.drag(desk.at(30, 300, { alt: true }));
  desk.clock.advance(40);
  tool.cancel('escape');
  expect(desk.access.alive()).toHaveLength(3);
  expect([...desk.selection.ids]).toEqual([a]);
});
