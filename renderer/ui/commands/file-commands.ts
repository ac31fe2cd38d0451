import { FILE_WORDS } from '../words/command-words.ts';
import type { Command } from './command.ts';
import { position } from './keys.ts';

/** Rooms, files and exports. */
export const FILE_COMMANDS: readonly Command[] = [
  {
    id: 'file.newRoom',
    label: FILE_WORDS.newRoom,
    keys: [],
    menu: { section: 'File', group: 0 },
    run: (on) => on.rooms.openNew(),
  },
  {
    id: 'file.boards',
    label: FILE_WORDS.boards,
    keys: [],
    menu: { section: 'File', group: 0 },
    run: (on) => on.chrome.show('boards'),
  },
  { id: 'file.join', label: FILE_WORDS.join, keys: [], menu: { section: 'File', group: 0 }, run: (on) => on.chrome.show('join') },
  {
    id: 'file.open',
    label: FILE_WORDS.open,
    keys: [{ mod: true, letter: 'o' }],
    menu: { section: 'File', group: 1 },
    run: (on) => void on.files.open(),
  },
  {
    id: 'file.save',
    label: FILE_WORDS.save,
    keys: [{ mod: true, letter: 's' }],
    menu: { section: 'File', group: 1 },
    run: (on) => void on.files.save(),
  },
  {
    id: 'file.exportPng',
    label: FILE_WORDS.exportPng,
    keys: [{ mod: true, shift: true, letter: 'e' }],
    menu: { section: 'File', group: 1 },
    run: (on) => void on.files.exportPicture(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'insert.picture',
    label: FILE_WORDS.picture,
    keys: [position('Digit9', '9')],
    menu: { section: 'Tools', group: 3 },
    run: (on) => on.pictures.choose(),
  },
  {
    id: 'file.exportSvg',
    label: FILE_WORDS.exportSvg,
    keys: [],
    menu: { section: 'File', group: 1 },
    run: (on) => void on.exports.exportSvg(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'file.exportPdf',
    label: FILE_WORDS.exportPdf,
    keys: [],
    menu: { section: 'File', group: 1 },
    run: (on) => void on.exports.exportPdf(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'file.exportScene',
    label: FILE_WORDS.exportScene,
    keys: [],
    menu: { section: 'File', group: 1 },
    run: (on) => void on.exports.exportScene(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'file.print',
    label: FILE_WORDS.print,
    keys: [{ mod: true, letter: 'p' }],
    menu: { section: 'File', group: 2 },
    run: (on) => void on.exports.print(),
    enabled: (now) => now.elements > 0,
  },
];
