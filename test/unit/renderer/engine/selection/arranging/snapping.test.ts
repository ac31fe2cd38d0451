import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../../core/board/kinds.ts';
import { allGuides, edgeSnapOf, snapOf } from '../../../../../../renderer/engine/selection/arranging/snapping.ts';
import { SelectTool } from '../../../../../../renderer/engine/tools/select.ts';
import { ToolDesk } from '../../tools/tool-desk.ts';

/** A box of so many world pixels, in world units. */
const box = (x: number, y: number, w = 100, h = 100) => ({ minX: x * 16, minY: y * 16, maxX: (x + w) * 16, maxY: (y + h) * 16 });
const px = ({ dx, dy }: { readonly dx: number; readonly dy: number }) => [dx / 16, dy / 16];

test('edges and middles snap within six pixels of the screen, each way by itself, and a guide says why', () => {
  const snap = snapOf(box(204, 397), [box(200, 0)], 1);
  expect(px(snap)).toEqual([-4, 0]);
  expect(snap.guides).toContainEqual({ x1: 200 * 16, y1: 0, x2: 200 * 16, y2: 497 * 16 });
  expect(px(snapOf(box(207, 400), [box(200, 0)], 1))).toEqual([0, 0]);
  expect(px(snapOf(box(207, 400), [box(200, 0)], 0.5))).toEqual([-7, 0]);
  // The middle of a small one to the middle of a large one.
  expect(px(snapOf(box(243, 400, 20, 20), [box(200, 0)], 1))).toEqual([-3, 0]);
});

test('it snaps to the middle between two, and to the gap that there is already', () => {
  expect(px(snapOf(box(203, 10, 100, 50), [box(0, 0), box(400, 0)], 1))[0]).toBe(-3);
  expect(px(snapOf(box(364, 10, 100, 50), [box(0, 0), box(180, 0)], 1))[0]).toBe(-4);
  expect(px(snapOf(box(-184, 10, 100, 50), [box(0, 0), box(180, 0)], 1))[0]).toBe(4);
});

test('with nothing near it does not move, and has no guides', () => {
  expect(snapOf(box(0, 0), [box(900, 900)], 1)).toEqual({ dx: 0, dy: 0, guides: [] });
});

test('a drag snaps by habit, and the other way while Ctrl is held', () => {
  for (const snaps of [true, false]) {
    for (const mod of [true, false]) {
      const desk = new ToolDesk();
      desk.chosenHabits = { ...desk.chosenHabits, snaps };
      const line = (x: number, y: number) =>
        desk.access.stroke([
          [x, y],
          [x + 100, y + 40],
        ]);
      const [moved] = [line(0, 0), line(200, 300)];
      const tool = desk.use(new SelectTool(desk));
      tool.press(desk.at(50, 20, { mod }));
      tool.drag(desk.at(247, 20, { mod }));
      expect(desk.sketched.kind).toBe(snaps === mod ? 'none' : 'guides');
      tool.release(desk.at(247, 20, { mod }));
      expect(desk.access.element(moved).x / 16).toBe(snaps === mod ? 197 : 200);
      expect(desk.sketched.kind).toBe('none');
    }
  }
});

test('a marquee that encloses takes only what lies in it altogether', () => {
  const desk = new ToolDesk();
  desk.chosenHabits = { ...desk.chosenHabits, encloses: true };
  const short = desk.access.stroke([
    [20, 20],
    [60, 20],
  ]);
  desk.access.stroke([
    [20, 40],
    [300, 40],
  ]);
  desk.drag(desk.use(new SelectTool(desk)), [
    [0, 0],
    [100, 100],
  ]);
  expect([...desk.selection.ids]).toEqual([short]);
});

test('a pulled side snaps to edges, to the next gap, and to the gap on the other side', () => {
  const side = (x: number, w: number, others: readonly ReturnType<typeof box>[]) =>
    px(edgeSnapOf(box(x, 0, w), [1, 0], others, 1))[0];
  expect(side(0, 197, [box(200, 300)])).toBe(3);
  // Its neighbours are 40 apart, and so far it is from the first of them then.
  expect(side(0, 157, [box(200, 0), box(340, 0)])).toBe(3);
  expect(side(0, 163, [box(200, 0), box(340, 0)])).toBe(-3);
  // 50 lie between it and what is on its left.
  expect(side(0, 253, [box(-150, 0), box(300, 0)])).toBe(-3);
  expect(edgeSnapOf(box(0, 0, 197), [0, 1], [box(200, 300)], 1).dx).toBe(0);
});

test('gaps that are as wide as each other are shown, and others are not', () => {
  const gaps = (x: number) => allGuides(box(x, 0), [box(0, 0), box(400, 0)]).filter(({ isGap }) => isGap);
  expect(gaps(200)).toEqual([
    { x1: 1_600, y1: 800, x2: 3_200, y2: 800, isGap: true },
    { x1: 4_800, y1: 800, x2: 6_400, y2: 800, isGap: true },
  ]);
  expect(gaps(210)).toEqual([]);
});

test('what is resized snaps by habit, and the other way while Ctrl is held; its proportion is kept where it is to be', () => {
  for (const [part, size] of [
    [{}, { w: 300, h: 150 }],
    [{ mod: true }, { w: 297, h: 150 }],
    [{ shift: true }, { w: 300, h: 300 }],
    [{ alt: true }, { w: 500, h: 200 }],
  ] as const) {
    const desk = new ToolDesk();
    desk.chosenHabits = { ...desk.chosenHabits, snaps: true };
    const put = (x: number, y: number) => desk.access.put(ElementKind.rectangle, { x: x * 16, y: y * 16, w: 1_600, h: 1_600 });
    const [pulled] = [put(0, 0), put(300, 500)];
    const tool = desk.use(new SelectTool(desk));
    desk.selection.set([pulled]);
    tool.press(desk.at(104, 104, part));
    tool.drag(desk.at(301, 154, part));
    expect(desk.sketched.kind).toBe('mod' in part ? 'none' : 'guides');
    tool.release(desk.at(301, 154, part));
    const element = desk.access.element(pulled);
    expect({ w: element.get('w') / 16, h: element.get('h') / 16 }).toEqual(size);
    expect(desk.sketched.kind).toBe('none');
  }
});
