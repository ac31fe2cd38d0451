import type { DepthStep } from '../../../engine/selection/arranging/depth.ts';
import type { AlignEdge, Axis } from '../../../engine/selection/arranging/line-up.ts';

/** Commands for a selection, in menus and tooltips. */
export const ARRANGING_WORDS = {
  copyStyle: 'Copy style',
  pasteStyle: 'Paste style',
  group: 'Group',
  ungroup: 'Ungroup',
  lock: 'Lock or unlock',
  snaps: 'Snap to other elements',
  encloses: 'Select only fully enclosed elements',
  nextKind: 'Switch to the next kind of shape',
  previousKind: 'Switch to the previous kind of shape',
} as const;

export const ORDER_WORDS: Readonly<Record<DepthStep, string>> = {
  front: 'Bring to front',
  forward: 'Bring forward',
  backward: 'Send backward',
  back: 'Send to back',
};

export const ALIGN_WORDS: Readonly<Record<AlignEdge, string>> = {
  left: 'Align left',
  centre: 'Align centres',
  right: 'Align right',
  top: 'Align top',
  middle: 'Align middles',
  bottom: 'Align bottom',
};

export const DISTRIBUTE_WORDS: Readonly<Record<Axis, string>> = {
  across: 'Equal gaps across',
  down: 'Equal gaps down',
};

export const FLIP_WORDS: Readonly<Record<Axis, string>> = {
  across: 'Flip left and right',
  down: 'Flip top and bottom',
};

/** The context bar and the context menu. */
export const SELECTION_WORDS = {
  bar: 'What is selected',
  menu: 'Board and selection',
  more: 'More…',
  align: 'Align',
} as const;
