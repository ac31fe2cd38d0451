import type { AddedKind } from '../../engine/keyboard-making.ts';
import { LISTING } from '../words/board/listing-words.ts';
import type { Command } from './command.ts';

const KINDS: readonly AddedKind[] = ['rectangle', 'ellipse', 'diamond', 'note'];

/** Reading and making the board by keyboard alone. */
export const MAKING_COMMANDS: readonly Command[] = [
  {
    id: 'view.list',
    label: LISTING.command,
    keys: [],
    menu: { section: 'View', group: 5 },
    run: (on) => on.chrome.toggle('list'),
  },
  ...KINDS.map(
    (kind): Command => ({
      id: `insert.${kind}`,
      label: LISTING.add[kind],
      keys: [],
      menu: { section: 'Tools', group: 3 },
      run: (on) => on.canvas.addInMiddle(kind),
    }),
  ),
  {
    id: 'insert.connection',
    label: LISTING.connect,
    keys: [],
    menu: { section: 'Tools', group: 3 },
    run: (on) => on.say(on.canvas.connectSelected() ? LISTING.connected : LISTING.cannotConnect),
    enabled: (now) => now.selected === 2,
  },
];
