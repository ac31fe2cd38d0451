/** The eraser's choice, as its row, the help sheet and menus call it. */
export const ERASER_WORDS = {
  row: 'Eraser',
  mode: 'What it takes',
  whole: 'Whole strokes',
  part: 'Only what it touches',
  toggle: 'Erase whole strokes, or only what is touched',
} as const;
