import { expect, test } from 'vitest';
import { PROPS } from '../../../../core/board/kinds.ts';
import { codeOf, hexOf } from '../../../../renderer/ui/chrome/style/screen-color.ts';

test('a colour of a person’s own is a code that every board takes, and is shown as it was chosen', () => {
  for (const hex of ['#000000', '#ffffff', '#12ab0f']) {
    expect(PROPS.color.accepts(codeOf(hex))).toBe(true);
    expect(hexOf(codeOf(hex))).toBe(hex);
  }
  expect(hexOf(codeOf('red'))).toBe('#000000');
});
