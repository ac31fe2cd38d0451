import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../../core/board/kinds.ts';
import { History } from '../../../../../../core/board/undo/history.ts';
import { ShapeTool } from '../../../../../../renderer/engine/tools/placing/shape.ts';
import { TICK_MS } from '../../../../../../renderer/engine/tools/tool.ts';
import { ME } from '../../local-board.ts';
import { ToolDesk } from '../tool-desk.ts';

const SIZE = { width: 160, height: 100 } as const;

function open(kind: ElementKind = ElementKind.rectangle) {
  const desk = new ToolDesk();
  const tool = desk.use(new ShapeTool(desk, { kind, ...SIZE }));
  /** The box of the only element, world pixels. */
  const box = () => {
    const [element, more] = desk.access.alive();
    expect(more).toBeUndefined();
    return element && [element.x, element.y, element.get('w'), element.get('h')].map((units) => units / 16);
  };
  return { desk, tool, box };
}

test('a shape lies between the corners of a drag, in whatever direction', () => {
  const { desk, tool, box } = open();
  desk.drag(tool, [
    [110, 90],
    [60, 70],
    [10, 20],
  ]);
  expect(box()).toEqual([10, 20, 100, 70]);
  expect(desk.access.alive()[0]).toMatchObject({ kind: ElementKind.rectangle, color: 2, width: 56 });
  expect(desk.made).toEqual([desk.access.alive()[0]?.id]);
});

test('Shift makes it square, Alt draws from the middle, both do both', () => {
  const corners = [
    [100, 100],
    [160, 80],
  ] as const;
  for (const [keys, expected] of [
    [{ shift: true }, [100, 40, 60, 60]],
    [{ alt: true }, [40, 80, 120, 40]],
    [{ shift: true, alt: true }, [40, 40, 120, 120]],
  ] as const) {
    const { desk, tool, box } = open();
    desk.drag(tool, corners, keys);
    expect(box(), JSON.stringify(keys)).toEqual(expected);
  }
});

test('the space bar moves the shape while it is drawn', () => {
  const { desk, tool, box } = open();
  tool.press(desk.at(0, 0));
  tool.drag(desk.at(50, 50));
  tool.drag(desk.at(80, 60, { space: true }));
  tool.drag(desk.at(90, 80));
  tool.release(desk.at(90, 80));
  expect(box()).toEqual([30, 10, 60, 70]);
});

test('a click makes a shape of a good size around it', () => {
  const { desk, tool, box } = open();
  desk.drag(tool, [
    [300, 200],
    [302, 201],
  ]);
  expect(box()).toEqual([220, 150, 160, 100]);
  expect(desk.made).toHaveLength(1);
});

test('what is drawn is shown with every sample, and told to the others once per tick', () => {
  const { desk, tool } = open();
  tool.press(desk.at(0, 0));
  for (let i = 1; i <= 10; i++) {
    tool.drag(desk.at(10 * i, 10 * i));
    expect([...desk.drafts.values()][0]?.box).toMatchObject({ maxX: 10 * i + 56 / 32 + 1 });
  }
  expect(desk.access.kinds()).toEqual([]);
  desk.clock.advance(TICK_MS);
  tool.drag(desk.at(150, 150));
  tool.drag(desk.at(170, 170));
  desk.clock.advance(TICK_MS);
  tool.release(desk.at(170, 170));
  expect(desk.access.kinds()).toEqual(['add', 'set']);
  expect(desk.drafts.size).toBe(0);
});

test('a place that looks different is where the shape was and where it is', () => {
  const { desk, tool } = open();
  tool.press(desk.at(0, 0));
  tool.drag(desk.at(200, 200));
  const [draft] = desk.drafts.values();
  draft?.takeChanged();
  tool.drag(desk.at(50, 20));
  const changed = draft?.takeChanged();
  expect(changed?.maxX).toBeGreaterThan(200);
  expect(draft?.takeChanged()).toBeUndefined();
  tool.release(desk.at(50, 20));
});

test('one drag is one step of undo, however many ticks it took', () => {
  const { desk, tool } = open();
  const gestures = () => new Set(desk.access.proposed.map(({ gesture }) => gesture)).size;
  tool.press(desk.at(0, 0));
  for (let i = 1; i <= 5; i++) {
    tool.drag(desk.at(20 * i, 20 * i));
    desk.clock.advance(TICK_MS);
  }
  tool.release(desk.at(100, 100));
  expect(desk.access.proposed.length).toBeGreaterThan(3);
  expect(gestures()).toBe(1);
});

test('Escape takes the shape back, and leaves nothing to undo', () => {
  const { desk, tool } = open();
  const history = new History(ME);
  const propose = desk.access.propose.bind(desk.access);
  desk.access.propose = (ops, gesture) => {
    history.record(desk.access.board(), ops, gesture);
    propose(ops, gesture);
  };
  tool.press(desk.at(0, 0));
  tool.drag(desk.at(50, 50));
  desk.clock.advance(TICK_MS);
  tool.drag(desk.at(90, 90));
  desk.clock.advance(TICK_MS);
  tool.cancel('escape');
  tool.drag(desk.at(120, 120));
  tool.release(desk.at(120, 120));
  expect(desk.access.alive()).toEqual([]);
  expect(desk.made).toEqual([]);
  expect(desk.drafts.size).toBe(0);
  expect(history.undo(desk.access.board(), desk.access.nextLamport())).toEqual([]);
});

test('Escape before the first tick: nobody ever hears of the shape', () => {
  const { desk, tool } = open();
  tool.press(desk.at(0, 0));
  tool.drag(desk.at(50, 50));
  tool.cancel('escape');
  desk.clock.advance(500);
  expect(desk.access.proposed).toEqual([]);
});

test('a finger’s shape that turns out to be a pinch is never seen by anybody', () => {
  const { desk, tool } = open();
  tool.press(desk.at(0, 0, { pointer: 'touch' }));
  tool.drag(desk.at(30, 30, { pointer: 'touch' }));
  desk.clock.advance(60);
  tool.cancel('gesture');
  desk.clock.advance(500);
  expect(desk.access.proposed).toEqual([]);
  expect(desk.drafts.size).toBe(0);
});

test('a pointer that the system takes leaves the shape that there is', () => {
  const { desk, tool, box } = open();
  tool.press(desk.at(0, 0));
  tool.drag(desk.at(50, 40));
  tool.cancel('interrupted');
  expect(box()).toEqual([0, 0, 50, 40]);
});

test('a shape that somebody removes while it is drawn stays removed', () => {
  const { desk, tool } = open();
  tool.press(desk.at(0, 0));
  tool.drag(desk.at(50, 50));
  desk.clock.advance(TICK_MS);
  const id = desk.access.alive()[0]?.id as never;
  desk.access.receive([{ kind: 'alive', ids: [id], lamport: desk.access.nextLamport(), alive: false }]);
  tool.drag(desk.at(90, 90));
  tool.release(desk.at(90, 90));
  desk.clock.advance(500);
  expect(desk.access.alive()).toEqual([]);
  expect(desk.made).toEqual([]);
  expect(desk.access.kinds()).toEqual(['add']);
});

test('when the board is replaced in the middle, the next press draws again', () => {
  const { desk, tool, box } = open();
  tool.press(desk.at(0, 0));
  tool.drag(desk.at(50, 50));
  desk.clock.advance(TICK_MS);
  desk.access.replace();
  tool.drag(desk.at(60, 60));
  tool.release(desk.at(60, 60));
  expect(desk.access.alive()).toEqual([]);
  desk.drag(tool, [
    [0, 0],
    [9, 9],
  ]);
  expect(box()).toEqual([0, 0, 9, 9]);
});

test('a new shape lies above everything', () => {
  const { desk, tool } = open(ElementKind.ellipse);
  const stroke = desk.access.stroke([
    [0, 0],
    [10, 10],
  ]);
  desk.drag(tool, [
    [0, 0],
    [50, 50],
  ]);
  expect(
    desk.access
      .board()
      .get(desk.made[0] as never)
      ?.order.localeCompare(desk.access.element(stroke).order),
  ).toBeGreaterThan(0);
});
