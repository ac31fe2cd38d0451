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
  pressureCurve: 'Pressure',
  pressureCurves: {
    light: 'Pressure: a light hand already makes wide ink',
    even: 'Pressure: as the pen says',
    firm: 'Pressure: only a firm hand makes wide ink',
  },
  steadying: 'Steady hand',
  steadyings: {
    off: 'Steady hand: off, ink is where the pointer is',
    some: 'Steady hand: small tremors are left out',
    strong: 'Steady hand: ink is pulled behind the pointer',
  },
  widthIn: 'Width counts',
  widthsIn: {
    board: 'Width counts on the board: zoomed in, the pen is wider',
    screen: 'Width counts on the screen: the pen is as wide at every zoom',
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
