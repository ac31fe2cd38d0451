import { Paper } from '../../engine/layers/paper-layer.ts';
import type { ThemeChoice, WheelChoice } from '../settings/settings.ts';
import { CURSOR_CHOICES } from '../words/people-words.ts';
import { type Command, hasSelection } from './command.ts';

const THEMES: readonly { readonly theme: ThemeChoice; readonly label: string }[] = [
  { theme: 'system', label: 'Theme: as the system' },
  { theme: 'light', label: 'Theme: light' },
  { theme: 'dark', label: 'Theme: dark' },
];

const WHEELS: readonly { readonly wheel: WheelChoice; readonly label: string }[] = [
  { wheel: 'pan', label: 'Wheel: moves the board' },
  { wheel: 'zoom', label: 'Wheel: zooms' },
];

const PAPERS: readonly { readonly paper: keyof typeof Paper; readonly label: string }[] = [
  { paper: 'plain', label: 'Paper: plain' },
  { paper: 'dots', label: 'Paper: dots' },
  { paper: 'lines', label: 'Paper: lines' },
  { paper: 'squares', label: 'Paper: squares' },
];

/** Commands that change the view of the board. */
export const VIEW_COMMANDS: readonly Command[] = [
  {
    id: 'view.zoomIn',
    label: 'Zoom in',
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
    label: 'Zoom out',
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
    label: 'Zoom to 100 %',
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
    label: 'Zoom to fit',
    keys: [{ shift: true, code: 'Digit1', shown: '1' }],
    menu: { section: 'View', group: 0 },
    run: (on) => on.canvas.zoomToFit(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'view.zoomSelection',
    label: 'Zoom to the selection',
    keys: [{ shift: true, code: 'Digit2', shown: '2' }],
    menu: { section: 'View', group: 0 },
    run: (on) => on.canvas.zoomToSelection(),
    enabled: hasSelection,
  },
  {
    id: 'view.backToContent',
    label: 'Back to content',
    keys: [],
    menu: { section: 'View', group: 0 },
    run: (on) => on.canvas.backToContent(),
    enabled: (now) => now.isAstray,
  },
  ...THEMES.map(
    ({ theme, label }): Command => ({
      id: `theme.${theme}`,
      label,
      keys: [],
      menu: { section: 'View', group: 1 },
      run: (on) => on.theme.choose(theme),
      checked: (now) => now.theme === theme,
    }),
  ),
  ...WHEELS.map(
    ({ wheel, label }): Command => ({
      id: `wheel.${wheel}`,
      label,
      keys: [],
      menu: { section: 'View', group: 2 },
      run: (on) => on.wheel.choose(wheel),
      checked: (now) => now.wheel === wheel,
    }),
  ),
  ...CURSOR_CHOICES.map(
    ({ choice, command }): Command => ({
      id: `cursors.${choice}`,
      label: command,
      keys: [],
      menu: { section: 'View', group: 5 },
      run: (on) => on.cursors.choose(choice),
      checked: (now) => now.cursors === choice,
    }),
  ),
  ...PAPERS.map(
    ({ paper, label }): Command => ({
      id: `paper.${paper}`,
      label,
      keys: [],
      menu: { section: 'View', group: 3 },
      run: (on) => on.canvas.setBoard({ paper: Paper[paper] }),
      checked: (now) => now.paper === Paper[paper],
    }),
  ),
  {
    id: 'theme.toggle',
    label: 'Switch between light and dark',
    keys: [{ alt: true, shift: true, letter: 'd' }],
    run: (on) => on.theme.toggle(),
  },
  {
    id: 'view.hideChrome',
    label: 'Show only the board',
    keys: [{ mod: true, sign: '.' }],
    menu: { section: 'View', group: 4 },
    run: (on) => on.chrome.toggleHidden(),
    checked: (now) => now.hidden,
  },
  {
    id: 'view.find',
    label: 'Find text on the board…',
    keys: [{ mod: true, letter: 'f' }],
    menu: { section: 'View', group: 5 },
    run: (on) => on.chrome.show('find'),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'view.frames',
    label: 'Frames…',
    keys: [],
    menu: { section: 'View', group: 5 },
    run: (on) => on.chrome.toggle('frames'),
  },
  {
    id: 'view.present',
    label: 'Present the frames',
    keys: [{ alt: true, letter: 'p' }],
    menu: { section: 'View', group: 5 },
    run: (on) => on.presenting.start(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'view.minimap',
    label: 'Map of the board',
    keys: [{ letter: 'm' }],
    menu: { section: 'View', group: 4 },
    run: (on) => on.minimap.toggle(),
    checked: (now) => now.minimap,
  },
];
