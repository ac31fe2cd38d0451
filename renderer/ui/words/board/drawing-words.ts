/** What keys do while a shape, a line or an arrow is drawn, for the help sheet. */
export const DRAWING_WORDS = {
  straight: 'Draw a square, a circle, a straight line',
  fromMiddle: 'Draw from the middle',
  moveMeanwhile: 'Move a shape while it is drawn',
  leaveFree: 'Leave the ends of an arrow free',
} as const;
