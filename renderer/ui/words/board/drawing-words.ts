/** Keys during the drawing of a shape, a line or an arrow, for the help sheet. */
export const DRAWING_WORDS = {
  straight: 'Draw a square, a circle, a straight line',
  fromMiddle: 'Draw from the middle',
  moveMeanwhile: 'Move the shape while drawing it',
  corners: 'Draw a line or an arrow with corners; Enter ends it',
  leaveFree: 'Do not attach the ends of an arrow',
} as const;
