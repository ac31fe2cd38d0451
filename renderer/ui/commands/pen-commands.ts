import type { PressureCurve, Steadying, WidthIn } from '../../engine/ink/pen-profile.ts';
import type { PointerHabits } from '../../engine/input/pointer-facts.ts';
import type { InkWidth } from '../../engine/input/pressure-judge.ts';
import { PEN_WORDS } from '../words/board/pen-words.ts';
import { TOOL_WORDS } from '../words/command-words.ts';
import type { Command } from './command.ts';

const WIDTHS: readonly InkWidth[] = ['pressure', 'speed', 'constant'];
const CURVES: readonly PressureCurve[] = ['light', 'even', 'firm'];
const STEADYINGS: readonly Steadying[] = ['off', 'some', 'strong'];
const WIDTHS_IN: readonly WidthIn[] = ['board', 'screen'];
const BARRELS: readonly PointerHabits['barrel'][] = ['erase', 'lasso', 'menu'];

/** Settings of pens and fingers. */
export const PEN_COMMANDS: readonly Command[] = [
  {
    id: 'pen.mode',
    label: PEN_WORDS.mode,
    keys: [],
    menu: { section: 'Tools', group: 4 },
    run: (on) => on.settings.togglePenMode(),
    checked: (now) => now.penMode,
  },
  {
    id: 'pen.taps',
    label: PEN_WORDS.taps,
    keys: [],
    menu: { section: 'Tools', group: 4 },
    run: (on) => on.settings.toggle('taps'),
    checked: (now) => now.taps,
  },
  {
    id: 'pen.test',
    label: TOOL_WORDS.testPen,
    keys: [],
    menu: { section: 'Help', group: 0 },
    run: (on) => on.chrome.show('penTest'),
  },
  ...WIDTHS.map(
    (inkWidth): Command => ({
      id: `inkWidth.${inkWidth}`,
      label: PEN_WORDS.inkWidths[inkWidth],
      keys: [],
      menu: { section: 'Tools', group: 5 },
      run: (on) => on.settings.choose({ inkWidth }),
      checked: (now) => now.inkWidth === inkWidth,
    }),
  ),
  ...CURVES.map(
    (pressureCurve): Command => ({
      id: `pressureCurve.${pressureCurve}`,
      label: PEN_WORDS.pressureCurves[pressureCurve],
      keys: [],
      menu: { section: 'Tools', group: 7 },
      run: (on) => on.settings.choose({ pressureCurve }),
      checked: (now) => now.pressureCurve === pressureCurve,
    }),
  ),
  ...STEADYINGS.map(
    (steadying): Command => ({
      id: `steadying.${steadying}`,
      label: PEN_WORDS.steadyings[steadying],
      keys: [],
      menu: { section: 'Tools', group: 8 },
      run: (on) => on.settings.choose({ steadying }),
      checked: (now) => now.steadying === steadying,
    }),
  ),
  ...WIDTHS_IN.map(
    (widthIn): Command => ({
      id: `widthIn.${widthIn}`,
      label: PEN_WORDS.widthsIn[widthIn],
      keys: [],
      menu: { section: 'Tools', group: 9 },
      run: (on) => on.settings.choose({ widthIn }),
      checked: (now) => now.widthIn === widthIn,
    }),
  ),
  ...BARRELS.map(
    (barrel): Command => ({
      id: `barrel.${barrel}`,
      label: PEN_WORDS.barrels[barrel],
      keys: [],
      menu: { section: 'Tools', group: 6 },
      run: (on) => on.settings.choose({ barrel }),
      checked: (now) => now.barrel === barrel,
    }),
  ),
];
