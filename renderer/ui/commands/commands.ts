import { ROOM_WORDS } from '../words/command-words.ts';
import { CHAT } from '../words/meeting/chat-words.ts';
import { ARRANGING } from './arranging.ts';
import type { Command } from './command.ts';
import { EDIT_COMMANDS } from './edit-commands.ts';
import { FILE_COMMANDS } from './file-commands.ts';
import { MAKING_COMMANDS } from './making-commands.ts';
import { PEN_COMMANDS } from './pen-commands.ts';
import { TOOL_COMMANDS } from './tool-commands.ts';
import { VIEW_COMMANDS } from './view-commands.ts';

/** All commands. If two have the same key, the first one gets it. */
export const COMMANDS: readonly Command[] = [
  ...FILE_COMMANDS,
  ...EDIT_COMMANDS,
  ...TOOL_COMMANDS,
  ...PEN_COMMANDS,
  ...VIEW_COMMANDS,
  ...MAKING_COMMANDS,
  {
    id: 'room.share',
    label: ROOM_WORDS.share,
    keys: [],
    menu: { section: 'Room', group: 0 },
    run: (on) => on.chrome.show('share'),
  },
  {
    id: 'room.copyView',
    label: ROOM_WORDS.copyView,
    keys: [],
    menu: { section: 'Room', group: 0 },
    run: (on) => on.links.copyView(),
  },
  {
    id: 'room.meet',
    label: CHAT.command,
    keys: [{ alt: true, letter: 'c' }],
    menu: { section: 'Room', group: 0 },
    run: (on) => on.meeting.toggle(),
  },
  {
    id: 'room.status',
    label: ROOM_WORDS.status,
    keys: [],
    menu: { section: 'Room', group: 0 },
    run: (on) => on.chrome.show('status'),
  },
  {
    id: 'help.commands',
    label: ROOM_WORDS.commands,
    keys: [
      { mod: true, letter: 'k' },
      { mod: true, sign: '/', unlisted: true },
    ],
    menu: { section: 'Help', group: 0 },
    run: (on) => on.chrome.toggle('commands'),
  },
  {
    id: 'help.keys',
    label: ROOM_WORDS.keys,
    keys: [{ sign: '?' }],
    menu: { section: 'Help', group: 0 },
    run: (on) => on.chrome.toggle('help'),
  },
  {
    id: 'help.changeKeys',
    label: ROOM_WORDS.changeKeys,
    keys: [],
    menu: { section: 'Help', group: 0 },
    run: (on) => on.chrome.show('keys'),
  },
  {
    id: 'help.about',
    label: ROOM_WORDS.about,
    keys: [],
    menu: { section: 'Help', group: 1 },
    run: (on) => on.chrome.show('about'),
  },
  // Last: on keyboards where Ctrl and + is also Ctrl and ], the key zooms.
  ...ARRANGING,
];

const BY_ID = new Map<string, Command>(COMMANDS.map((command) => [command.id, command]));

/** The command with an id. An id from outside (native menu) may be unknown. */
export function findCommand(id: string): Command | undefined {
  return BY_ID.get(id);
}
