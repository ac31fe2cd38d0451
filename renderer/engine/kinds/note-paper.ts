import { CUSTOM_COLOR } from '../../../core/board/kinds.ts';
import type { Theme } from '../palette.ts';

interface Paper {
  readonly light: string;
  readonly dark: string;
}

/**
 * Paper of notes by palette number, in the order of the inks: quiet shades, with a text contrast of at least 7:1 in each theme.
 */
const PAPERS: readonly Paper[] = [
  { light: '#dcdad4', dark: '#3c3e45' },
  { light: '#ffcfcc', dark: '#5b2a2b' },
  { light: '#c3eec9', dark: '#22492e' },
  { light: '#c4e0ff', dark: '#22436a' },
  { light: '#ffe59a', dark: '#574512' },
  { light: '#e2d5ff', dark: '#43336d' },
  { light: '#ecebe6', dark: '#2b2d32' },
  { light: '#ffffff', dark: '#ececee' },
];

const DARK_TEXT = '#1d1d1f';
const LIGHT_TEXT = '#f4f4f5';

/** The paper of a note's `color`. A custom colour is the same in both themes. */
export function notePaper(code: number, theme: Theme): string {
  if (code >= CUSTOM_COLOR) return `#${(code & 0xffffff).toString(16).padStart(6, '0')}`;
  return (PAPERS[code] ?? (PAPERS[0] as Paper))[theme];
}

/** Dark or light text, whichever is more readable on a paper. */
export function textOnPaper(paper: string): string {
  return contrast(paper, DARK_TEXT) >= contrast(paper, LIGHT_TEXT) ? DARK_TEXT : LIGHT_TEXT;
}

/** The contrast of two colours as WCAG defines it, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((one, other) => one - other) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const rgb = Number.parseInt(hex.slice(1), 16);
  const [red, green, blue] = [rgb >> 16, (rgb >> 8) & 255, rgb & 255].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
