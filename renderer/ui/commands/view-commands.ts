import { LANGUAGE_CHOICES } from '../../../core/base/language.ts';
import { Paper } from '../../engine/layers/paper-layer.ts';
import type { ThemeChoice, WheelChoice } from '../settings/settings.ts';
import { FINDING_WORDS } from '../words/board/finding-words.ts';
import { CHOICE_WORDS, VIEW_WORDS } from '../words/command-words.ts';
import { CURSOR_CHOICES, CURSOR_WORDS } from '../words/people/people-words.ts';
import { type Command, hasSelection } from './command.ts';

const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark'];
const WHEELS: readonly WheelChoice[] = ['pan', 'zoom'];
const PAPERS: readonly (keyof typeof Paper)[] = ['plain', 'dots', 'lines', 'squares'];

/** Commands that change the view of the board. */
export const VIEW_COMMANDS: readonly Command[] = [
  {
    id: 'view.zoomIn',
    label: VIEW_WORDS.zoomIn,
    keys: [
      { mod: true, sign: '=' },
      { mod: true, sign: '+', unlisted: true },
    ],
    menu: { section: 'View', group: 0 },
    repeats: true,
    run: (on) => on.canvas.zoomIn(),
  },
  {
    id: 'view.zoomOut',
    label: VIEW_WORDS.zoomOut,
    keys: [
      { mod: true, sign: '-' },
      { mod: true, sign: '_', unlisted: true },
    ],
    menu: { section: 'View', group: 0 },
    repeats: true,
    run: (on) => on.canvas.zoomOut(),
  },
  {
    id: 'view.zoomReset',
    label: VIEW_WORDS.zoomReset,
    keys: [
      { mod: true, code: 'Digit0', shown: '0' },
      { mod: true, code: 'Numpad0', shown: '0', unlisted: true },
      { shift: true, code: 'Digit0', shown: '0' },
    ],
    menu: { section: 'View', group: 0 },
    run: (on) => on.canvas.zoomTo(1),
  },
  {
    id: 'view.zoomFit',
    label: VIEW_WORDS.zoomFit,
    keys: [{ shift: true, code: 'Digit1', shown: '1' }],
    menu: { section: 'View', group: 0 },
    run: (on) => on.canvas.zoomToFit(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'view.zoomSelection',
    label: VIEW_WORDS.zoomSelection,
    keys: [{ shift: true, code: 'Digit2', shown: '2' }],
    menu: { section: 'View', group: 0 },
    run: (on) => on.canvas.zoomToSelection(),
    enabled: hasSelection,
  },
  {
    id: 'view.backToContent',
    label: VIEW_WORDS.backToContent,
    keys: [],
    menu: { section: 'View', group: 0 },
    run: (on) => on.canvas.backToContent(),
    enabled: (now) => now.isAstray,
  },
  ...THEMES.map(
    (theme): Command => ({
      id: `theme.${theme}`,
      label: CHOICE_WORDS.theme[theme],
      keys: [],
      menu: { section: 'View', group: 1 },
      run: (on) => on.settings.choose({ theme }),
      checked: (now) => now.theme === theme,
    }),
  ),
  ...WHEELS.map(
    (wheel): Command => ({
      id: `wheel.${wheel}`,
      label: CHOICE_WORDS.wheel[wheel],
      keys: [],
      menu: { section: 'View', group: 2 },
      run: (on) => on.settings.choose({ wheel }),
      checked: (now) => now.wheel === wheel,
    }),
  ),
  ...CURSOR_CHOICES.map(
    (choice): Command => ({
      id: `cursors.${choice}`,
      label: CURSOR_WORDS[choice].command,
      keys: [],
      menu: { section: 'View', group: 5 },
      run: (on) => on.settings.choose({ cursors: choice }),
      checked: (now) => now.cursors === choice,
    }),
  ),
  ...PAPERS.map(
    (paper): Command => ({
      id: `paper.${paper}`,
      label: CHOICE_WORDS.paper[paper],
      keys: [],
      menu: { section: 'View', group: 3 },
      run: (on) => on.canvas.setBoard({ paper: Paper[paper] }),
      checked: (now) => now.paper === Paper[paper],
    }),
  ),
  ...LANGUAGE_CHOICES.map(
    (language): Command => ({
      id: `language.${language}`,
      label: CHOICE_WORDS.language[language],
      keys: [],
      menu: { section: 'View', group: 6 },
      run: (on) => on.settings.choose({ language }),
      checked: (now) => now.language === language,
    }),
  ),
  {
    id: 'theme.toggle',
    label: VIEW_WORDS.switchTheme,
    keys: [{ alt: true, shift: true, letter: 'd' }],
    run: (on) => on.settings.toggleTheme(),
  },
  {
    id: 'view.hideChrome',
    label: VIEW_WORDS.hideChrome,
    keys: [{ mod: true, sign: '.' }],
    menu: { section: 'View', group: 4 },
    run: (on) => on.chrome.toggleHidden(),
    checked: (now) => now.hidden,
  },
  {
    id: 'view.find',
    label: VIEW_WORDS.find,
    keys: [{ mod: true, letter: 'f' }],
    menu: { section: 'View', group: 5 },
    run: (on) => on.chrome.show('find'),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'view.frames',
    label: VIEW_WORDS.frames,
    keys: [],
    menu: { section: 'View', group: 5 },
    run: (on) => on.chrome.toggle('frames'),
  },
  {
    id: 'view.present',
    label: VIEW_WORDS.present,
    keys: [{ alt: true, letter: 'p' }],
    menu: { section: 'View', group: 5 },
    run: (on) => on.presenting.start(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'view.replay',
    label: VIEW_WORDS.replay,
    keys: [],
    menu: { section: 'View', group: 5 },
    run: (on) => on.replay.start(),
  },
  {
    id: 'view.trace',
    label: VIEW_WORDS.trace,
    keys: [],
    menu: { section: 'View', group: 5 },
    run: (on) => on.chrome.show('trace'),
    enabled: (now) => now.isHost,
  },
  {
    id: 'view.minimap',
    label: FINDING_WORDS.minimap,
    keys: [{ letter: 'm' }],
    menu: { section: 'View', group: 4 },
    run: (on) => on.settings.toggle('minimap'),
    checked: (now) => now.minimap,
  },
];
