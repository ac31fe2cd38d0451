import { expect, test } from 'vitest';
import { CUSTOM_COLOR, ElementKind, PALETTE_SIZE } from '../../../../core/board/kinds.ts';
import { LIMITS } from '../../../../core/contract/limits.ts';
import { CURSOR_COLORS, cursorColor, fillColor, INKS, inkColor, SURFACE, WIDTHS } from '../../../../renderer/engine/palette.ts';

/** WCAG 2.2 relative luminance and contrast of two `#rrggbb` colours. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

test('there is an ink for every palette number and a custom colour is what its author chose', () => {
  expect(INKS).toHaveLength(PALETTE_SIZE);
  expect(inkColor(CUSTOM_COLOR + 0x00beef, ElementKind.pen, 'light')).toBe('#00beef');
  expect(inkColor(CUSTOM_COLOR + 0x00beef, ElementKind.pen, 'dark')).toBe('#00beef');
});

test('every ink is visible on its paper (3:1), white on light paper aside', () => {
  for (const theme of ['light', 'dark'] as const) {
    for (const [code, { name }] of INKS.entries()) {
      if (theme === 'light' && name === 'White') continue;
      expect(contrast(inkColor(code, ElementKind.pen, theme), SURFACE[theme].paper), `${name}, ${theme}`).toBeGreaterThanOrEqual(
        3,
      );
    }
  }
});

test('black, grey and white are three inks in both themes, and white can be seen on light paper', () => {
  const code = (wanted: string): number => INKS.findIndex(({ name }) => name === wanted);
  for (const theme of ['light', 'dark'] as const)
    for (const kind of [ElementKind.pen, ElementKind.highlighter]) {
      const [black, grey, white] = ['Black', 'Grey', 'White'].map((name) => inkColor(code(name), kind, theme)) as [
        string,
        string,
        string,
      ];
      expect(contrast(white, SURFACE[theme].paper), `white on paper, ${theme}`).toBeGreaterThanOrEqual(1.8);
      // Highlighters are laid on thinly: they are told apart by what they are laid on.
      if (kind === ElementKind.highlighter) continue;
      expect(contrast(black, white), `black and white, ${theme}`).toBeGreaterThanOrEqual(1.5);
      expect(contrast(black, grey), `black and grey, ${theme}`).toBeGreaterThanOrEqual(1.5);
      expect(contrast(grey, white), `grey and white, ${theme}`).toBeGreaterThanOrEqual(1.5);
    }
});

test('black ink can be read on every fill (7:1), and every ink can be seen on the fill of its own number (3:1)', () => {
  for (const theme of ['light', 'dark'] as const) {
    for (const [code, { name }] of INKS.entries()) {
      const fill = fillColor(code, theme);
      expect(contrast(inkColor(0, ElementKind.pen, theme), fill), `black on ${name}, ${theme}`).toBeGreaterThanOrEqual(7);
      if (theme === 'light' && name === 'White') continue;
      expect(contrast(inkColor(code, ElementKind.pen, theme), fill), `${name}, ${theme}`).toBeGreaterThanOrEqual(3);
    }
  }
});

test('names are readable on every cursor colour (AA, 4.5:1)', () => {
  expect(CURSOR_COLORS).toHaveLength(12);
  for (const { fill, text } of CURSOR_COLORS) expect(contrast(fill, text), fill).toBeGreaterThanOrEqual(4.5);
  expect(new Set(CURSOR_COLORS.map(({ fill }) => fill)).size).toBe(12);
});

test('a cursor colour number from elsewhere always gives a colour', () => {
  for (const number of [0, 11, 12, -1, 255]) expect(cursorColor(number)).toBeDefined();
});

test('all widths are ones that a hub accepts', () => {
  for (const width of [...WIDTHS.pen, ...WIDTHS.highlighter]) expect(width).toBeLessThanOrEqual(LIMITS.widthMax);
});
