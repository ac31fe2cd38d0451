import { EDIT_WORDS } from '../words/command-words.ts';
import { type Command, hasSelection } from './command.ts';

/** The step of an arrow key, and of an arrow key with Shift. World pixels. */
const NUDGE = 1;
const NUDGE_FAR = 10;

/** Undo and redo, and operations on the elements of the board. */
export const EDIT_COMMANDS: readonly Command[] = [
  {
    id: 'edit.undo',
    label: EDIT_WORDS.undo,
    keys: [{ mod: true, letter: 'z' }],
    menu: { section: 'Edit', group: 0 },
    repeats: true,
    run: (on) => on.history.undo(),
    enabled: (now) => now.canUndo,
  },
  {
    id: 'edit.redo',
    label: EDIT_WORDS.redo,
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
    label: EDIT_WORDS.takeBack,
    keys: [],
    menu: { section: 'Edit', group: 0 },
    run: (on) => on.files.takeBack(),
    enabled: (now) => now.canTakeBack,
  },
  {
    id: 'edit.cut',
    label: EDIT_WORDS.cut,
    keys: [],
    fixedKeys: [{ mod: true, letter: 'x' }],
    run: (on) => on.clipboard.cut(),
    enabled: hasSelection,
  },
  {
    id: 'edit.copy',
    label: EDIT_WORDS.copy,
    keys: [],
    fixedKeys: [{ mod: true, letter: 'c' }],
    run: (on) => on.clipboard.copy(),
    enabled: hasSelection,
  },
  {
    id: 'edit.paste',
    label: EDIT_WORDS.paste,
    keys: [],
    fixedKeys: [{ mod: true, letter: 'v' }],
    run: (on) => on.clipboard.paste(),
  },
  {
    id: 'edit.duplicate',
    label: EDIT_WORDS.duplicate,
    keys: [{ mod: true, letter: 'd' }],
    menu: { section: 'Edit', group: 1 },
    run: (on) => on.canvas.arrange.duplicate(),
    enabled: hasSelection,
  },
  {
    id: 'edit.delete',
    label: EDIT_WORDS.delete,
    keys: [{ named: 'Delete' }, { named: 'Backspace' }],
    menu: { section: 'Edit', group: 1 },
    run: (on) => on.canvas.arrange.remove(),
    enabled: hasSelection,
  },
  {
    id: 'edit.selectAll',
    label: EDIT_WORDS.selectAll,
    keys: [{ mod: true, letter: 'a' }],
    menu: { section: 'Edit', group: 1 },
    run: (on) => {
      on.canvas.setTool('select');
      on.canvas.selectAll();
    },
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'edit.copyPng',
    label: EDIT_WORDS.copyPng,
    keys: [{ shift: true, alt: true, letter: 'c' }],
    menu: { section: 'Edit', group: 1 },
    run: (on) => void on.exports.copyPng(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'edit.copySvg',
    label: EDIT_WORDS.copySvg,
    keys: [],
    menu: { section: 'Edit', group: 1 },
    run: (on) => void on.exports.copySvg(),
    enabled: (now) => now.elements > 0,
  },
  {
    id: 'edit.write',
    label: EDIT_WORDS.write,
    keys: [{ named: 'Enter' }],
    run: (on) => on.canvas.writeInSelection(),
    // Also ends a line that is clicked from corner to corner.
    enabled: (now) => now.selected === 1 || now.tool === 'line' || now.tool === 'arrow',
  },
  {
    id: 'edit.clear',
    label: EDIT_WORDS.clear,
    // The Delete key of a Mac reports Backspace.
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
    label: EDIT_WORDS.cancel,
    // Also while a key is held that changes the gesture under way.
    keys: [{ named: 'Escape' }, { alt: true, named: 'Escape', unlisted: true }, { shift: true, named: 'Escape', unlisted: true }],
    run(on) {
      if (on.chrome.read().open !== undefined) on.chrome.close();
      else if (!on.following.stop()) on.canvas.cancel();
    },
  },
  ...nudges(),
];

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
      label: EDIT_WORDS.nudge[name],
      keys: [{ named }],
      repeats: true,
      run: (on) => on.canvas.arrange.nudge(dx * NUDGE, dy * NUDGE),
      enabled: hasSelection,
    },
    {
      id: `nudge.${name}Far`,
      label: EDIT_WORDS.nudgeFar[name],
      keys: [{ shift: true, named }],
      repeats: true,
      run: (on) => on.canvas.arrange.nudge(dx * NUDGE_FAR, dy * NUDGE_FAR),
      enabled: hasSelection,
    },
  ]);
}
