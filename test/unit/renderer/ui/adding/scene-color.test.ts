import { expect, test } from 'vitest';
import { INKS } from '../../../../../renderer/engine/palette.ts';
import { readColor, readFill } from '../../../../../renderer/files/colors.ts';
import { sceneColor } from '../../../../../renderer/ui/adding/scene-color.ts';

test('white is white in the files of other apps, and comes back as the white that every theme shows', () => {
  const white = INKS.findIndex(({ name }) => name === 'White');
  expect(sceneColor(white, 'line')).toBe('#ffffff');
  expect(sceneColor(white, 'marker')).toBe('#ffffff');
  expect(readColor('white')).toBe(white);
  expect(readColor('#fff')).toBe(white);
});

test('every ink, fill and hatch comes back as the number of the palette that it was, so that it goes on adapting to the theme', () => {
  for (const [code, { name }] of INKS.entries()) {
    expect(readColor(sceneColor(code, 'line')), name).toBe(code);
    expect(readFill(sceneColor(code, 'fill')), name).toBe(code);
    expect(readFill(sceneColor(code, 'line'), true), name).toBe(code);
  }
});

test('a fill and a note are as pale in another app as here', () => {
  const blue = INKS.findIndex(({ name }) => name === 'Blue');
  expect(sceneColor(blue, 'fill')).toBe(INKS[blue]?.fill.light);
  expect(sceneColor(blue, 'paper')).toBe('#c4e0ff');
});
