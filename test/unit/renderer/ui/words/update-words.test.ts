import { expect, test } from 'vitest';
import type { UpdateState } from '../../../../../core/contract/desktop/app-updates.ts';
import { readyWords, updateWords } from '../../../../../renderer/ui/words/update-words.ts';

const NOW = Date.UTC(2026, 10, 21, 14, 3);
const STYLE = { locale: 'en', timeZone: 'UTC' };

test.each<readonly [UpdateState, string]>([
  [{ at: 'off', why: 'noFeed' }, 'this build looks for none'],
  [{ at: 'off', why: 'turnedOff' }, 'turned off when Inkroom was started'],
  [{ at: 'latest', askedAt: undefined }, 'not looked for yet'],
  [{ at: 'latest', askedAt: NOW }, 'none, as of 14:03'],
  [{ at: 'asking' }, 'looking…'],
  [{ at: 'loading', version: '2.0.0' }, '2.0.0 is being loaded'],
  [{ at: 'ready', version: '2.0.0', onQuit: true }, '2.0.0 is ready'],
  [{ at: 'failed', askedAt: NOW }, 'could not be looked for at 14:03. Inkroom tries again by itself'],
])('%o', (state, words) => {
  expect(updateWords(state, NOW, STYLE)).toBe(words);
});

test('what is ready says when it is installed', () => {
  expect(readyWords({ at: 'ready', version: '2.0.0', onQuit: true })).toContain('when you quit');
  expect(readyWords({ at: 'ready', version: '2.0.0', onQuit: false })).toContain('About Inkroom');
});
