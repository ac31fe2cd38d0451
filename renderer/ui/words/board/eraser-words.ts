/** The eraser's choice, as its row, the help sheet and menus call it. */
export const ERASER_WORDS = {
  row: 'Eraser',
  mode: 'Eraser mode',
  whole: 'Whole strokes',
  part: 'Only the touched part',
  toggle: 'Switch between erasing whole strokes and touched parts',
} as const;
