import { expect, test } from 'vitest';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { PressureJudge } from '../../../../../renderer/engine/input/pressure-judge.ts';
import { PenTool } from '../../../../../renderer/engine/tools/pen.ts';
import { PRESSURE_HOLD_MS } from '../../../../../renderer/engine/tools/tool.ts';
import { ToolDesk } from '../tools/tool-desk.ts';

function judged(judge: PressureJudge, ...pressures: readonly number[]): boolean | undefined {
  judge.press('pen', 'pressure');
  for (const pressure of pressures) judge.add(pressure);
  return judge.verdict;
}

test('a pen whose pressure changes measures it, however it begins', () => {
  expect(judged(new PressureJudge(), 0, 0.5, 0.5, 0.6)).toBe(true);
  expect(judged(new PressureJudge(), 0.5, 0.52)).toBe(true);
  expect(judged(new PressureJudge(), 1, 0.9)).toBe(true);
});

test('a pen that always says the same measures nothing, whatever it says', () => {
  for (const pressure of [0, 0.5, 1, 0.25]) expect(judged(new PressureJudge(), 0, pressure, pressure)).toBeUndefined();
});

test('what is known of a pen holds for its next strokes, until another one says the same all the time', () => {
  const judge = new PressureJudge();
  judged(judge, 0.2, 0.4);
  expect(judged(judge)).toBe(true);
  judged(judge, ...Array<number>(20).fill(0.5));
  expect(judged(judge)).toBeUndefined();
});

test('mouse and fingers measure nothing; pressure can be switched off, and so can all change of width', () => {
  const judge = new PressureJudge();
  judge.press('touch', 'pressure');
  expect(judge.verdict).toBe(false);
  judge.press('pen', 'speed');
  judge.add(0.2);
  judge.add(0.4);
  expect(judge.verdict).toBe(false);
  judge.press('mouse', 'constant');
  expect(judge.verdict).toBe(true);
});

test('the stroke of a pen that shows only later that it measures pressure has the pressure of all its points', () => {
  const desk = new ToolDesk();
  const pen = desk.use(new PenTool(desk, ElementKind.pen));
  pen.press(desk.at(0, 0, { pointer: 'pen', pressured: undefined, pressure: 0.5 }));
  pen.drag(desk.at(5, 0, { pointer: 'pen', pressured: undefined, pressure: 0.5 }));
  expect(desk.access.proposed).toEqual([]);
  expect(desk.drafts.size).toBe(1);
  pen.drag(desk.at(10, 0, { pointer: 'pen', pressured: true, pressure: 0.8 }));
  expect(desk.drafts.size).toBe(1);
  pen.release();
  expect(desk.access.alive()[0]).toMatchObject({ pressured: true, pointCount: 3, ended: true });
});

test('the stroke of a pen that measures nothing goes out soon, without pressure', () => {
  const desk = new ToolDesk();
  const pen = desk.use(new PenTool(desk, ElementKind.pen));
  pen.press(desk.at(0, 0, { pointer: 'pen', pressured: undefined }));
  desk.clock.advance(PRESSURE_HOLD_MS);
  expect(desk.access.alive()[0]).toMatchObject({ pressured: false, pointCount: 1 });
  pen.drag(desk.at(10, 0, { pointer: 'pen', pressured: true, pressure: 0.8 }));
  pen.release();
  expect(desk.access.alive()[0]).toMatchObject({ pressured: false, pointCount: 2, ended: true });
});
