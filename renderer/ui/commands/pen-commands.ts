import type { PointerHabits } from '../../engine/input/pointer-facts.ts';
import type { InkWidth } from '../../engine/input/pressure-judge.ts';
import { PEN_TEST_WORDS } from '../words/board/pen-test-words.ts';
import { PEN_WORDS } from '../words/board/pen-words.ts';
import type { Command } from './command.ts';

const WIDTHS: readonly InkWidth[] = ['pressure', 'speed', 'constant'];
const BARRELS: readonly PointerHabits['barrel'][] = ['erase', 'lasso', 'menu'];

/** Settings of pens and fingers. */
export const PEN_COMMANDS: readonly Command[] = [
  {
    id: 'pen.mode',
    label: PEN_WORDS.mode,
    keys: [],
    menu: { section: 'Tools', group: 4 },
    run: (on) => on.pen.toggleMode(),
    checked: (now) => now.penMode,
  },
  {
    id: 'pen.taps',
    label: PEN_WORDS.taps,
    keys: [],
    menu: { section: 'Tools', group: 4 },
    run: (on) => on.pen.toggleTaps(),
    checked: (now) => now.taps,
  },
  {
    id: 'pen.test',
    label: PEN_TEST_WORDS.command,
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
      run: (on) => on.pen.choose({ inkWidth }),
      checked: (now) => now.inkWidth === inkWidth,
    }),
  ),
  ...BARRELS.map(
    (barrel): Command => ({
      id: `barrel.${barrel}`,
      label: PEN_WORDS.barrels[barrel],
      keys: [],
      menu: { section: 'Tools', group: 6 },
      run: (on) => on.pen.choose({ barrel }),
      checked: (now) => now.barrel === barrel,
    }),
  ),
];
