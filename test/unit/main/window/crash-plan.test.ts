import { expect, test } from 'vitest';
import { type CrashAnswer, crashAnswer, crashHandler, crashQuestion } from '../../../../main/window/crash-plan.ts';

test('a page that does nothing but crash is loaded again only when the person says so', () => {
  expect(crashQuestion().buttons).toEqual(['Try again', 'Close the window']);
  expect(crashAnswer(crashQuestion().defaultId)).toBe('again');
  expect(crashAnswer(crashQuestion().cancelId)).toBe('close');
  expect(crashAnswer(7)).toBe('close');
});

/** A window that notes what is done to it, and answers the question so. */
function windowAnswering(answer: CrashAnswer) {
  const done: string[] = [];
  const note = (what: string) => () => void done.push(what);
  const ask = (): CrashAnswer => {
    done.push('ask');
    return answer;
  };
  return { done, window: { reload: note('reload'), close: note('close'), ask } };
}

test('a page that crashes is loaded again before the handler returns: nothing is waited for', () => {
  const { done, window } = windowAnswering('close');
  const crashed = crashHandler();
  for (const nowMs of [0, 10, 20]) {
    done.length = 0;
    crashed(window, nowMs);
    expect(done).toEqual(['reload']);
  }
});

test('a page that crashes four times in a minute is asked about; who tries again has as many tries as before', () => {
  const { done, window } = windowAnswering('again');
  const crashed = crashHandler();
  for (let i = 0; i < 8; i++) crashed(window, i * 1_000);
  const round = ['reload', 'reload', 'reload', 'ask', 'reload'];
  expect(done).toEqual([...round, ...round]);
});

test('a person who has enough gets the window closed, and one crash an hour never asks', () => {
  const tired = windowAnswering('close');
  const crashed = crashHandler();
  for (let i = 0; i < 4; i++) crashed(tired.window, i);
  expect(tired.done.slice(-2)).toEqual(['ask', 'close']);
  const patient = windowAnswering('close');
  const rarely = crashHandler();
  for (let hour = 0; hour < 9; hour++) rarely(patient.window, hour * 3_600_000);
  expect(patient.done).toEqual(Array.from({ length: 9 }, () => 'reload'));
});
