/** The eraser's modes, in its row, the help sheet and menus. */
export const ERASER_WORDS = {
  row: 'Eraser',
  mode: 'Eraser mode',
  whole: 'Whole strokes',
  part: 'Only the touched part',
  toggle: 'Switch between erasing whole strokes and touched parts',
} as const;
