import type { AddedKind } from '../../engine/keyboard-making.ts';
import { MAKING_WORDS } from '../words/command-words.ts';
import type { Command } from './command.ts';

const KINDS: readonly AddedKind[] = ['rectangle', 'ellipse', 'diamond', 'note'];

/** Reading and making the board by keyboard alone. */
export const MAKING_COMMANDS: readonly Command[] = [
  {
    id: 'view.list',
    label: MAKING_WORDS.list,
    keys: [],
    menu: { section: 'View', group: 5 },
    run: (on) => on.chrome.toggle('list'),
  },
  ...KINDS.map(
    (kind): Command => ({
      id: `insert.${kind}`,
      label: MAKING_WORDS.add[kind],
      keys: [],
      menu: { section: 'Tools', group: 3 },
      run: (on) => on.canvas.addInMiddle(kind),
    }),
  ),
  {
    id: 'insert.connection',
    label: MAKING_WORDS.connect,
    keys: [],
    menu: { section: 'Tools', group: 3 },
    run: (on) => on.say(on.canvas.connectSelected() ? MAKING_WORDS.connected : MAKING_WORDS.cannotConnect),
    enabled: (now) => now.selected === 2,
  },
];
