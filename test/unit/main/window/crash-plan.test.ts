import { expect, test } from 'vitest';
import { CRASH_QUESTION, crashAnswer } from '../../../../main/window/crash-plan.ts';

test('a page that does nothing but crash is loaded again only when the person says so', () => {
  expect(CRASH_QUESTION.buttons).toEqual(['Try again', 'Close the window']);
  expect(crashAnswer(CRASH_QUESTION.defaultId)).toBe('again');
  expect(crashAnswer(CRASH_QUESTION.cancelId)).toBe('close');
  expect(crashAnswer(7)).toBe('close');
});
