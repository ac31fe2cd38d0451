/** The eraser's modes, in its row, the help sheet and menus. */
export const ERASER_WORDS = {
  row: 'Eraser',
  mode: 'Eraser mode',
  whole: 'Whole elements',
  part: 'Only the touched part',
  toggle: 'Switch between erasing whole elements and touched parts',
} as const;
