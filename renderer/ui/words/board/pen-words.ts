/** Words about pens and fingers. */
export const PEN_WORDS = {
  mode: 'Pen mode: only the pen draws, fingers move the board',
  modeShort: 'Pen mode',
  modeOn: 'Pen mode is on: the pen draws, fingers move the board. The first button of the toolbar switches it off.',
  inkWidth: 'Ink width',
  inkWidths: {
    pressure: 'Ink width: by the pressure of the pen, else by speed',
    speed: 'Ink width: by speed, never by pressure',
    constant: 'Ink width: always the same',
  },
  barrel: 'Pen button',
  barrels: {
    erase: 'Pen button: erases',
    lasso: 'Pen button: selects with a lasso',
    menu: 'Pen button: opens the menu',
  },
  taps: 'Tap with two fingers to undo, with three to redo',
  undoTap: 'Undo',
  redoTap: 'Redo',
  twoFingers: 'tap with 2 fingers',
  threeFingers: 'tap with 3 fingers',
} as const;
