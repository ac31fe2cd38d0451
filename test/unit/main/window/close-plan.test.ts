import { expect, test } from 'vitest';
import { closeAnswer, planCloseDialog } from '../../../../main/window/close-plan.ts';

const QUESTION = { message: 'You are the last one here.', detail: 'It is gone 30 s after you leave.' };

test('the page’s words are asked, with the three choices and saving as the first idea', () => {
  const dialog = planCloseDialog(QUESTION);
  expect(dialog).toMatchObject(QUESTION);
  expect([...dialog.buttons].sort()).toEqual(['Leave', 'Save a copy…', 'Stay']);
  expect(dialog.buttons[dialog.defaultId]).toBe('Save a copy…');
});

test('each button is its answer, and closing the question is to stay', () => {
  const dialog = planCloseDialog(QUESTION);
  expect(dialog.buttons.map((label, button) => `${label} ${closeAnswer(button)}`)).toEqual([
    'Stay stay',
    'Leave leave',
    'Save a copy… save',
  ]);
  expect(closeAnswer(dialog.cancelId)).toBe('stay');
  expect(closeAnswer(-1)).toBe('stay');
});

test('a page that wants to stay before its words have come is asked about all the same', () => {
  const { message, detail } = planCloseDialog(undefined);
  expect(`${message} ${detail}`).toContain('kept nowhere else');
});
