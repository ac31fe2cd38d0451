import type { Command } from './command.ts';
import { position } from './keys.ts';

/** Rooms, files and exports. */
export const FILE_COMMANDS: readonly Command[] = [
  { id: 'file.newRoom', label: 'New room', keys: [], menu: { section: 'File', group: 0 }, run: (on) => on.rooms.openNew() },
  { id: 'file.boards', label: 'Boards…', keys: [], menu: { section: 'File', group: 0 }, run: (on) => on.chrome.show('boards') },
  { id: 'file.join', label: 'Join a room…', keys: [], menu: { section: 'File', group: 0 }, run: (on) => on.chrome.show('join') },
  {
    id: 'file.open',
    label: 'Open…',
    keys: [{ mod: true, letter: 'o' }],
    menu: { section: 'File', group: 1 },
    run: (on) => void on.files.open(),
  },
  {
    id: 'file.save',
    label: 'Save a copy…',
    keys: [{ mod: true, letter: 's' }],
    menu: { section: 'File', group: 1 },
    run: (on) => void on.files.save(),
  },
  {
    id: 'file.exportPng',
    label: 'Export as PNG…',
    keys: [{ mod: true, shift: true, letter: 'e' }],
    menu: { section: 'File', group: 1 },
    run: (on) => void on.files.exportPicture(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'insert.picture',
    label: 'Picture…',
    keys: [position('Digit9', '9')],
    menu: { section: 'Tools', group: 3 },
    run: (on) => on.pictures.choose(),
  },
  {
    id: 'file.exportSvg',
    label: 'Export as SVG…',
    keys: [],
    menu: { section: 'File', group: 1 },
    run: (on) => void on.exports.exportSvg(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'file.exportScene',
    label: 'Export for Excalidraw…',
    keys: [],
    menu: { section: 'File', group: 1 },
    run: (on) => void on.exports.exportScene(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'file.print',
    label: 'Print…',
    keys: [{ mod: true, letter: 'p' }],
    menu: { section: 'File', group: 2 },
    run: (on) => void on.exports.print(),
    enabled: (now) => now.elements > 0,
  },
];
