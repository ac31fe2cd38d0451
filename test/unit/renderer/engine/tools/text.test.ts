import { beforeEach, expect, test } from 'vitest';
import { typeText } from '../../../../../core/board/bodies/text-edits.ts';
import { ElementKind } from '../../../../../core/board/kinds.ts';
import { NoteTool } from '../../../../../renderer/engine/tools/placing/note.ts';
import { TextTool } from '../../../../../renderer/engine/tools/text.ts';
import { Writer } from '../../../../support/texts.ts';
import { ME } from '../local-board.ts';
import { ToolDesk } from './tool-desk.ts';

let desk: ToolDesk;
beforeEach(() => {
  desk = new ToolDesk();
});

test('a click begins a text at the height of the pointer, as wide as its words', () => {
  desk.drag(desk.use(new TextTool(desk)), [[100, 80]]);
  const [made] = desk.access.alive();
  expect(made).toMatchObject({ kind: ElementKind.text, x: 1_600, y: 80 * 16 - 208, color: 2 });
  expect(made?.get('w')).toBe(0);
  expect(made?.get('size')).toBe(320);
  expect(desk.written).toEqual([{ holder: made?.id, madeIn: desk.access.proposed[0]?.gesture }]);
});

test('a drag to either side says how wide the lines may be', () => {
  const tool = desk.use(new TextTool(desk));
  desk.drag(tool, [
    [300, 80],
    [250, 85],
    [100, 90],
  ]);
  const [made] = desk.access.alive();
  expect(made?.x).toBe(1_600);
  expect(made?.get('w')).toBe(200 * 16);
  expect(desk.sketched).toEqual({ kind: 'none' });
});

test('a click on a text goes on with it', () => {
  const tool = desk.use(new TextTool(desk));
  desk.drag(tool, [[100, 80]]);
  const [made] = desk.access.alive();
  if (!made) throw new Error('no text');
  const board = desk.access.board();
  desk.access.propose(typeText(board, made.id, 0, 'hello', new Writer(ME).editor(board)), 1);
  desk.drag(tool, [[120, 84]]);
  expect(desk.access.alive().filter(({ kind }) => kind === ElementKind.text)).toHaveLength(1);
  expect(desk.written.at(-1)).toEqual({ holder: made.id, madeIn: undefined });
});

test('what is taken back makes nothing', () => {
  for (const tool of [new TextTool(desk), new NoteTool(desk)]) {
    tool.press(desk.at(10, 10));
    tool.cancel();
    tool.release(desk.at(10, 10));
  }
  expect(desk.access.alive()).toHaveLength(0);
});

test('a click puts a note of 200 px under the pointer, a drag one as large as it is drawn', () => {
  const tool = desk.use(new NoteTool(desk));
  desk.drag(tool, [[300, 300]]);
  desk.drag(tool, [
    [700, 400],
    [600, 250],
  ]);
  const boxes = desk.access.alive().map((note) => [note.x, note.y, note.get('w'), note.get('h')].map((units) => units / 16));
  expect(boxes).toEqual([
    [200, 200, 200, 200],
    [600, 250, 100, 150],
  ]);
  expect(desk.written).toHaveLength(2);
});
