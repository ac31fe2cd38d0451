import { expect, test } from 'vitest';
import { INKS } from '../../../../../renderer/engine/palette.ts';
import { readColor } from '../../../../../renderer/files/colors.ts';
import { sceneColor } from '../../../../../renderer/ui/adding/scene-color.ts';

test('white is white in the files of other apps, and comes back as the white that every theme shows', () => {
  const white = INKS.findIndex(({ name }) => name === 'White');
  expect(sceneColor(white, 'line')).toBe('#ffffff');
  expect(sceneColor(white, 'marker')).toBe('#ffffff');
  expect(readColor('white')).toBe(white);
  expect(readColor('#fff')).toBe(white);
});
