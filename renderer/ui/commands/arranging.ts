import type { DepthStep } from '../../engine/selection/arranging/depth.ts';
import type { AlignEdge, Axis } from '../../engine/selection/arranging/line-up.ts';
import { keysOf } from '../keys-of.ts';
import { ALIGN_WORDS, ARRANGING_WORDS, DISTRIBUTE_WORDS, FLIP_WORDS, ORDER_WORDS } from '../words/board/arranging-words.ts';
import { type Command, type CommandState, hasSelection } from './command.ts';
import type { KeyCombo } from './keys.ts';

const isSeveral = (now: CommandState): boolean => now.selected > 1;
const isMany = (now: CommandState): boolean => now.selected > 2;

/** Excalidraw's keys. */
const ORDER_KEYS: Readonly<Record<DepthStep, KeyCombo>> = {
  front: { mod: true, shift: true, code: 'BracketRight', shown: ']' },
  forward: { mod: true, code: 'BracketRight', shown: ']' },
  backward: { mod: true, code: 'BracketLeft', shown: '[' },
  back: { mod: true, shift: true, code: 'BracketLeft', shown: '[' },
};

const ALIGN_KEYS: Partial<Record<AlignEdge, KeyCombo>> = {
  left: { mod: true, shift: true, named: 'ArrowLeft' },
  right: { mod: true, shift: true, named: 'ArrowRight' },
  top: { mod: true, shift: true, named: 'ArrowUp' },
  bottom: { mod: true, shift: true, named: 'ArrowDown' },
};

const FLIP_KEYS: Readonly<Record<Axis, KeyCombo>> = {
  across: { shift: true, letter: 'h' },
  down: { shift: true, letter: 'v' },
};

/** Commands for a selection, and the selection settings. */
export const ARRANGING: readonly Command[] = [
  {
    id: 'select.snaps',
    label: ARRANGING_WORDS.snaps,
    keys: [{ alt: true, letter: 's' }],
    menu: { section: 'Edit', group: 8 },
    run: (on) => on.settings.toggle('snaps'),
    checked: (now) => now.snaps,
  },
  {
    id: 'select.encloses',
    label: ARRANGING_WORDS.encloses,
    keys: [],
    menu: { section: 'Edit', group: 8 },
    run: (on) => on.settings.toggle('encloses'),
    checked: (now) => now.encloses,
  },
  {
    id: 'edit.copyStyle',
    label: ARRANGING_WORDS.copyStyle,
    keys: [{ mod: true, alt: true, letter: 'c' }],
    menu: { section: 'Edit', group: 3 },
    run: (on) => on.canvas.arrange.copyStyle(),
    enabled: hasSelection,
  },
  {
    id: 'edit.pasteStyle',
    label: ARRANGING_WORDS.pasteStyle,
    keys: [{ mod: true, alt: true, letter: 'v' }],
    menu: { section: 'Edit', group: 3 },
    run: (on) => on.canvas.arrange.pasteStyle(),
    enabled: hasSelection,
  },
  {
    id: 'edit.group',
    label: ARRANGING_WORDS.group,
    keys: [{ mod: true, letter: 'g' }],
    menu: { section: 'Edit', group: 4 },
    run: (on) => on.canvas.arrange.group(),
    enabled: isSeveral,
  },
  {
    id: 'edit.ungroup',
    label: ARRANGING_WORDS.ungroup,
    keys: [{ mod: true, shift: true, letter: 'g' }],
    menu: { section: 'Edit', group: 4 },
    run: (on) => on.canvas.arrange.ungroup(),
    enabled: isSeveral,
  },
  {
    id: 'edit.lock',
    label: ARRANGING_WORDS.lock,
    keys: [{ mod: true, shift: true, letter: 'l' }],
    menu: { section: 'Edit', group: 4 },
    run: (on) => on.canvas.arrange.toggleLock(),
    enabled: hasSelection,
  },
  ...keysOf(ORDER_WORDS).map(
    (step): Command => ({
      id: `order.${step}`,
      label: ORDER_WORDS[step],
      keys: [ORDER_KEYS[step]],
      menu: { section: 'Edit', group: 5 },
      run: (on) => on.canvas.arrange.order(step),
      enabled: hasSelection,
    }),
  ),
  ...keysOf(ALIGN_WORDS).map(
    (edge): Command => ({
      id: `align.${edge}`,
      label: ALIGN_WORDS[edge],
      keys: ALIGN_KEYS[edge] ? [ALIGN_KEYS[edge]] : [],
      menu: { section: 'Edit', group: 6 },
      run: (on) => on.canvas.arrange.align(edge),
      enabled: isSeveral,
    }),
  ),
  ...keysOf(DISTRIBUTE_WORDS).map(
    (axis): Command => ({
      id: `distribute.${axis}`,
      label: DISTRIBUTE_WORDS[axis],
      keys: [],
      menu: { section: 'Edit', group: 7 },
      run: (on) => on.canvas.arrange.distribute(axis),
      enabled: isMany,
    }),
  ),
  ...keysOf(FLIP_WORDS).map(
    (axis): Command => ({
      id: `flip.${axis}`,
      label: FLIP_WORDS[axis],
      keys: [FLIP_KEYS[axis]],
      menu: { section: 'Edit', group: 7 },
      run: (on) => on.canvas.arrange.flip(axis),
      enabled: hasSelection,
    }),
  ),
  {
    id: 'edit.nextKind',
    label: ARRANGING_WORDS.nextKind,
    keys: [{ named: 'Tab' }],
    run: (on) => on.canvas.arrange.switchKind(1),
    enabled: (now) => now.hasKinds,
  },
  {
    id: 'edit.previousKind',
    label: ARRANGING_WORDS.previousKind,
    keys: [{ shift: true, named: 'Tab' }],
    run: (on) => on.canvas.arrange.switchKind(-1),
    enabled: (now) => now.hasKinds,
  },
];
