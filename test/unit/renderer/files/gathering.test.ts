import { expect, test } from 'vitest';
import { ElementKind } from '../../../../core/board/kinds.ts';
import { FILE_LIMITS } from '../../../../renderer/files/file-limits.ts';
import { Gathering } from '../../../../renderer/files/gathering.ts';

test('the texts of one file have a bound together: what exceeds it is shortened, and said', () => {
  const into = new Gathering();
  const text = 'x'.repeat(FILE_LIMITS.textUnits);
  const most = FILE_LIMITS.allTextUnits / FILE_LIMITS.textUnits;
  for (let i = 0; i < most + 2; i++) into.box(`${i}`, ElementKind.text, { x: 0, y: 0, w: 10, h: 10 }, { text });
  const { elements, losses } = into.reading();
  const units = elements.reduce((sum, element) => sum + (element.text?.length ?? 0), 0);
  expect([elements.length, units, losses.get('shortened')]).toEqual([most + 2, FILE_LIMITS.allTextUnits, 2]);
});
