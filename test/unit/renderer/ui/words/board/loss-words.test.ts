import { expect, test } from 'vitest';
import { PLACE_WORDS } from '../../../../../../renderer/ui/words/board/file-question-words.ts';
import { addedWords, exportedWords, pdfWords } from '../../../../../../renderer/ui/words/board/loss-words.ts';

test('a long name is asked about without its middle', () => {
  expect(PLACE_WORDS.title('plan.tldr')).toBe('Where should plan.tldr go?');
  expect(PLACE_WORDS.title(`${'long '.repeat(40)}name.excalidraw`)).toBe(
    'Where should long long long long long…name.excalidraw go?',
  );
});

test('says what came, what was left out, and what is another thing now', () => {
  expect(addedWords(12, new Map([['image', 2]]))).toBe('12 elements added. 2 images were left out.');
  expect(addedWords(1, new Map())).toBe('1 element added.');
  expect(addedWords(0, new Map([['unknown', 1]]))).toBe('Nothing was added. 1 element that Inkroom does not know was left out.');
  expect(
    addedWords(
      3,
      new Map([
        ['outline', 2],
        ['webPage', 1],
        ['bend', 1],
        ['image', 1],
      ]),
    ),
  ).toBe('3 elements added. 1 image and 1 web page were left out. 1 bent arrow became straight. 2 shapes became drawn outlines.');
  const losses = new Map([['image', 1]] as const);
  expect(exportedWords('plan.excalidraw', losses, 'disk')).toBe('plan.excalidraw exported. 1 image was left out.');
});

test('a download that has only begun is not called exported', () => {
  expect(exportedWords('plan.svg', new Map(), 'download')).toBe('Your browser is downloading plan.svg.');
  expect([1, 3].map((pages) => pdfWords('plan.pdf', { pages, leftOut: 0 }, 'disk'))).toEqual([
    'plan.pdf exported.',
    'plan.pdf exported, 3 pages.',
  ]);
  expect([1, 3].map((pages) => pdfWords('plan.pdf', { pages, leftOut: 2 }, 'download'))).toEqual([
    'Your browser is downloading plan.pdf. 2 elements outside of the frames were left out.',
    'Your browser is downloading plan.pdf, 3 pages. 2 elements outside of the frames were left out.',
  ]);
});
