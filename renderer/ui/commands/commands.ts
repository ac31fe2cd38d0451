import { Paper } from '../../engine/layers/paper-layer.ts';
import type { ToolId } from '../../engine/tools/tool.ts';
import type { ThemeChoice, WheelChoice } from '../settings/settings.ts';
import { ERASER_WORDS } from '../words/board/eraser-words.ts';
import { ARRANGING } from './arranging.ts';
import type { Command, CommandContext, CommandState } from './command.ts';
import type { KeyCombo } from './keys.ts';
import { nextWidth } from './style-choices.ts';

const TOOLS: readonly { readonly tool: ToolId; readonly label: string; readonly keys: readonly KeyCombo[] }[] = [
  { tool: 'select', label: 'Select', keys: [{ letter: 'v' }, position('Digit1', '1')] },
  { tool: 'hand', label: 'Hand', keys: [{ letter: 'h' }] },
  { tool: 'pen', label: 'Pen', keys: [{ letter: 'p' }, { letter: 'b' }, position('Digit7', '7')] },
  { tool: 'highlighter', label: 'Highlighter', keys: [{ shift: true, letter: 'd' }] },
  { tool: 'eraser', label: 'Eraser', keys: [{ letter: 'e' }, position('Digit0', '0')] },
  { tool: 'rectangle', label: 'Rectangle', keys: [{ letter: 'r' }, position('Digit2', '2')] },
  { tool: 'diamond', label: 'Diamond', keys: [{ letter: 'd' }, position('Digit3', '3')] },
  { tool: 'ellipse', label: 'Ellipse', keys: [{ letter: 'o' }, position('Digit4', '4')] },
  { tool: 'arrow', label: 'Arrow', keys: [{ letter: 'a' }, position('Digit5', '5')] },
  { tool: 'line', label: 'Line', keys: [{ letter: 'l' }, position('Digit6', '6')] },
  { tool: 'frame', label: 'Frame', keys: [{ letter: 'f' }] },
  { tool: 'text', label: 'Text', keys: [{ letter: 't' }, position('Digit8', '8')] },
  { tool: 'note', label: 'Note', keys: [{ letter: 'n' }] },
];

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

/** World pixels of a step with the arrow keys, and with Shift (field-notes E1). */
const NUDGE = 1;
const NUDGE_FAR = 10;

export const COMMANDS: readonly Command[] = [
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

  {
    id: 'edit.undo',
    label: 'Undo',
    keys: [{ mod: true, letter: 'z' }],
    menu: { section: 'Edit', group: 0 },
    repeats: true,
    run: (on) => on.history.undo(),
    enabled: (now) => now.canUndo,
  },
  {
    id: 'edit.redo',
    label: 'Redo',
    keys: [
      { mod: true, shift: true, letter: 'z' },
      { mod: true, letter: 'y' },
    ],
    menu: { section: 'Edit', group: 0 },
    repeats: true,
    run: (on) => on.history.redo(),
    enabled: (now) => now.canRedo,
  },
  {
    id: 'edit.takeBack',
    label: 'Take back the last restore or opened file',
    keys: [],
    menu: { section: 'Edit', group: 0 },
    run: (on) => on.files.takeBack(),
    enabled: (now) => now.canTakeBack,
  },
  {
    id: 'edit.duplicate',
    label: 'Duplicate',
    keys: [{ mod: true, letter: 'd' }],
    menu: { section: 'Edit', group: 1 },
    run: (on) => on.canvas.arrange.duplicate(),
    enabled: hasSelection,
  },
  {
    id: 'edit.delete',
    label: 'Delete',
    keys: [{ named: 'Delete' }, { named: 'Backspace' }],
    menu: { section: 'Edit', group: 1 },
    run: (on) => on.canvas.arrange.remove(),
    enabled: hasSelection,
  },
  {
    id: 'edit.selectAll',
    label: 'Select all',
    keys: [{ mod: true, letter: 'a' }],
    menu: { section: 'Edit', group: 1 },
    run: (on) => {
      on.canvas.setTool('select');
      on.canvas.selectAll();
    },
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'edit.copySvg',
    label: 'Copy as SVG',
    keys: [],
    menu: { section: 'Edit', group: 1 },
    run: (on) => void on.exports.copySvg(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'edit.write',
    label: 'Write in the selection',
    keys: [{ named: 'Enter' }],
    run: (on) => on.canvas.writeInSelection(),
    enabled: (now) => now.selected === 1,
  },
  {
    id: 'edit.clear',
    label: 'Clear the board…',
    // A Mac's Delete key says Backspace.
    keys: [
      { mod: true, named: 'Delete' },
      { mod: true, named: 'Backspace', unlisted: true },
    ],
    menu: { section: 'Edit', group: 2 },
    run: (on) => on.chrome.show('clear'),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'edit.cancel',
    label: 'Cancel, close, let go of the selection',
    keys: [{ named: 'Escape' }],
    run: (on) => (on.chrome.read().open === undefined ? on.canvas.cancel() : on.chrome.close()),
  },
  ...nudges(),

  ...TOOLS.map(
    ({ tool, label, keys }): Command => ({
      id: `tool.${tool}`,
      label,
      keys,
      menu: { section: 'Tools', group: tool === 'select' || tool === 'hand' ? 0 : 1 },
      run: (on) => on.canvas.setTool(tool),
      checked: (now) => now.tool === tool,
    }),
  ),
  {
    id: 'tool.keep',
    label: 'Keep the tool in hand',
    keys: [{ letter: 'q' }],
    menu: { section: 'Tools', group: 3 },
    run: (on) => on.keepTool.toggle(),
    checked: (now) => now.keepTool,
  },
  {
    id: 'eraser.part',
    label: ERASER_WORDS.toggle,
    keys: [{ shift: true, letter: 'e' }],
    menu: { section: 'Tools', group: 2 },
    run: (on) => {
      on.canvas.setTool('eraser');
      on.canvas.setEraser(on.canvas.snapshot().eraser === 'part' ? 'whole' : 'part');
    },
    checked: (now) => now.erasesParts,
  },
  {
    id: 'style.thinner',
    label: 'Thinner',
    keys: [position('BracketLeft', '[')],
    menu: { section: 'Tools', group: 2 },
    run: (on) => stepWidth(on, -1),
    enabled: (now) => now.hasWidth,
  },
  {
    id: 'style.thicker',
    label: 'Thicker',
    keys: [position('BracketRight', ']')],
    menu: { section: 'Tools', group: 2 },
    run: (on) => stepWidth(on, 1),
    enabled: (now) => now.hasWidth,
  },

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

  { id: 'room.share', label: 'Share…', keys: [], menu: { section: 'Room', group: 0 }, run: (on) => on.chrome.show('share') },
  {
    id: 'room.status',
    label: 'Where this board lives…',
    keys: [],
    menu: { section: 'Room', group: 0 },
    run: (on) => on.chrome.show('status'),
  },
  {
    id: 'help.commands',
    label: 'All commands…',
    keys: [
      { mod: true, letter: 'k' },
      { mod: true, sign: '/', unlisted: true },
    ],
    menu: { section: 'Help', group: 0 },
    run: (on) => on.chrome.toggle('commands'),
  },
  {
    id: 'help.keys',
    label: 'Keyboard shortcuts',
    keys: [{ sign: '?' }],
    menu: { section: 'Help', group: 0 },
    run: (on) => on.chrome.toggle('help'),
  },
  // Last: where Ctrl and + is Ctrl and ], it zooms.
  ...ARRANGING,
];

const BY_ID = new Map<string, Command>(COMMANDS.map((command) => [command.id, command]));

/** The command of that name. A name from outside (native menu) may be unknown. */
export function findCommand(id: string): Command | undefined {
  return BY_ID.get(id);
}

function hasSelection(now: CommandState): boolean {
  return now.selected > 0;
}

function position(code: string, shown: string): KeyCombo {
  return { code, shown };
}

function stepWidth(on: CommandContext, by: 1 | -1): void {
  const { names, values, scale } = on.canvas.snapshot().style;
  if (names.includes('width')) on.canvas.setStyle({ width: nextWidth(scale, values.width, by) });
}

function nudges(): readonly Command[] {
  const directions = [
    { name: 'left', named: 'ArrowLeft', dx: -1, dy: 0 },
    { name: 'right', named: 'ArrowRight', dx: 1, dy: 0 },
    { name: 'up', named: 'ArrowUp', dx: 0, dy: -1 },
    { name: 'down', named: 'ArrowDown', dx: 0, dy: 1 },
  ] as const;
  return directions.flatMap(({ name, named, dx, dy }): readonly Command[] => [
    {
      id: `nudge.${name}`,
      label: `Move the selection ${name}`,
      keys: [{ named }],
      repeats: true,
      run: (on) => on.canvas.arrange.nudge(dx * NUDGE, dy * NUDGE),
      enabled: hasSelection,
    },
    {
      id: `nudge.${name}Far`,
      label: `Move the selection ${name} by ten`,
      keys: [{ shift: true, named }],
      repeats: true,
      run: (on) => on.canvas.arrange.nudge(dx * NUDGE_FAR, dy * NUDGE_FAR),
      enabled: hasSelection,
    },
  ]);
}
