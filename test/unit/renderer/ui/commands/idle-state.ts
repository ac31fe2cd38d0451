import type { CommandState } from '../../../../../renderer/ui/commands/command.ts';

/** Nothing on the board, nothing selected, the pen in hand, and every setting as it is at first. */
export const IDLE: CommandState = {
  tool: 'pen',
  canUndo: false,
  canRedo: false,
  canTakeBack: false,
  selected: 0,
  erasesParts: false,
  elements: 0,
  theme: 'system',
  wheel: 'pan',
  cursors: 'named',
  keepTool: false,
  snaps: false,
  encloses: false,
  minimap: false,
  hasWidth: true,
  hasKinds: false,
  hidden: false,
  paper: 0,
  isAstray: false,
  penMode: false,
  penSeen: false,
  taps: true,
  inkWidth: 'pressure',
  barrel: 'erase',
};
