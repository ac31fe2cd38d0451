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

/** A hand that draws a flat line, and rests at its end. */
function drawnLine(kind: typeof ElementKind.pen | typeof ElementKind.highlighter = ElementKind.pen) {
  const desk = new ToolDesk();
  const pen = desk.use(new PenTool(desk, kind));
  pen.press(desk.at(0, 0));
  for (let x = 5; x <= 200; x += 5) pen.drag(desk.at(x, x % 10 === 0 ? 2 : 0));
  return { desk, pen, rest: (ms: number) => desk.clock.advance(ms) };
}

test('a pointer that rests at the end of its stroke straightens it, as a step of its own', () => {
  const { desk, pen, rest } = drawnLine();
  const [ink] = desk.access.alive();
  rest(500);
  pen.drag(desk.at(201, 1));
  rest(99);
  expect(desk.access.alive()).toEqual([ink]);
  rest(1);
  const [line, ...others] = desk.access.alive();
  expect(others).toEqual([]);
  expect(line).toMatchObject({ kind: ElementKind.line, color: 2, width: 56 });
  expect(line?.get('to')).toEqual([expect.closeTo(201 * 16, -2), 0]);
  // What the hand does after that is no more ink.
  pen.drag(desk.at(300, 300));
  pen.release();
  expect(desk.access.alive()).toEqual([line]);
  // The ink is whole, and its removal is in the second step only.
  expect(ink && desk.access.element(ink.id)).toMatchObject({ ended: true, alive: false, pointCount: 42 });
  const gestures = [...new Set(desk.access.proposed.map(({ gesture }) => gesture))];
  expect(gestures).toHaveLength(2);
  const last = desk.access.proposed.filter(({ gesture }) => gesture === gestures[1]).flatMap(({ ops }) => ops);
  expect(last.map(({ kind }) => kind)).toEqual(['alive', 'add']);
  expect(desk.drafts.size).toBe(0);
});

test('a hand that goes on, or lets go, keeps its ink', () => {
  const moving = drawnLine();
  for (let x = 205; x < 400; x += 5) {
    moving.rest(400);
    moving.pen.drag(moving.desk.at(x, 0));
  }
  moving.pen.release();
  moving.rest(2_000);
  expect(moving.desk.access.alive().map(({ kind }) => kind)).toEqual([ElementKind.pen]);
});

test('a page that was busy has not seen the hand rest: it reads the movements that waited, and looks again', () => {
  const { desk, pen, rest } = drawnLine();
  desk.clock.sleep(3_000);
  rest(0);
  pen.drag(desk.at(400, 0));
  expect(desk.access.alive().map(({ kind }) => kind)).toEqual([ElementKind.pen]);
  rest(599);
  expect(desk.access.alive().map(({ kind }) => kind)).toEqual([ElementKind.pen]);
  rest(1);
  expect(desk.access.alive().map(({ kind }) => kind)).toEqual([ElementKind.line]);
});

test('what is no form stays ink, and so does what was taken away meanwhile', () => {
  const desk = new ToolDesk();
  const pen = desk.use(new PenTool(desk, ElementKind.pen));
  pen.press(desk.at(0, 0));
  for (let i = 0; i < 40; i++) pen.drag(desk.at((i % 2) * 60, i * 2));
  desk.clock.advance(1_000);
  expect(desk.access.alive().map(({ kind }) => kind)).toEqual([ElementKind.pen]);
  pen.drag(desk.at(300, 200));
  pen.release();
  const gone = drawnLine();
  const ids = gone.desk.access.alive().map(({ id }) => id);
  gone.desk.access.receive([{ kind: 'alive', ids, lamport: gone.desk.access.nextLamport(), alive: false }]);
  gone.rest(1_000);
  expect(gone.desk.access.alive()).toEqual([]);
});

test('a marker becomes a straight marker', () => {
  const { desk, rest } = drawnLine(ElementKind.highlighter);
  rest(600);
  const [marker] = desk.access.alive();
  expect(marker).toMatchObject({ kind: ElementKind.highlighter, width: 224, pointCount: 2, ended: true });
  expect(desk.access.points(marker?.id ?? ('' as never))).toEqual([
    [0, 16],
    [3_200, 16],
  ]);
});

test('an arrow drawn in one go holds to what it comes from and goes to', () => {
  const desk = new ToolDesk();
  const box = desk.access.put(ElementKind.rectangle, { x: 4_800, y: -800, w: 1_600, h: 1_600, color: 0, width: 32 });
  const pen = desk.use(new PenTool(desk, ElementKind.pen));
  pen.press(desk.at(0, 0));
  const to = (x1: number, y1: number, x2: number, y2: number) => {
    for (let i = 1; i <= 20; i++) pen.drag(desk.at(x1 + ((x2 - x1) * i) / 20, y1 + ((y2 - y1) * i) / 20));
  };
  to(0, 0, 295, 0);
  to(295, 0, 250, 30);
  to(250, 30, 295, 0);
  to(295, 0, 250, -30);
  desk.clock.advance(600);
  const arrow = desk.access.alive().find(({ kind }) => kind === ElementKind.arrow);
  expect(arrow?.get('from')).toEqual([0, 0]);
  expect(arrow?.get('to')[0]).toBe(box);
  expect(arrow?.get('headTo')).toBe(1);
});
