import type { ToolId } from '../../engine/tools/tool.ts';
import { ERASER_WORDS } from '../words/board/eraser-words.ts';
import { TOOL_WORDS } from '../words/command-words.ts';
import type { Command, CommandContext } from './command.ts';
import { type KeyCombo, position } from './keys.ts';
import { nextWidth } from './style-choices.ts';

const TOOLS: readonly { readonly tool: ToolId; readonly keys: readonly KeyCombo[] }[] = [
  { tool: 'select', keys: [{ letter: 'v' }, position('Digit1', '1')] },
  { tool: 'hand', keys: [{ letter: 'h' }] },
  { tool: 'pen', keys: [{ letter: 'p' }, { letter: 'b' }, position('Digit7', '7')] },
  { tool: 'highlighter', keys: [{ shift: true, letter: 'd' }] },
  { tool: 'eraser', keys: [{ letter: 'e' }, position('Digit0', '0')] },
  { tool: 'rectangle', keys: [{ letter: 'r' }, position('Digit2', '2')] },
  { tool: 'diamond', keys: [{ letter: 'd' }, position('Digit3', '3')] },
  { tool: 'ellipse', keys: [{ letter: 'o' }, position('Digit4', '4')] },
  { tool: 'arrow', keys: [{ letter: 'a' }, position('Digit5', '5')] },
  { tool: 'line', keys: [{ letter: 'l' }, position('Digit6', '6')] },
  { tool: 'frame', keys: [{ letter: 'f' }] },
  { tool: 'text', keys: [{ letter: 't' }, position('Digit8', '8')] },
  { tool: 'note', keys: [{ letter: 'n' }] },
  { tool: 'laser', keys: [{ letter: 'k' }] },
];

/** The tools and their settings. */
export const TOOL_COMMANDS: readonly Command[] = [
  ...TOOLS.map(
    ({ tool, keys }): Command => ({
      id: `tool.${tool}`,
      label: TOOL_WORDS[tool],
      keys,
      menu: { section: 'Tools', group: tool === 'select' || tool === 'hand' ? 0 : 1 },
      run: (on) => on.canvas.setTool(tool),
      checked: (now) => now.tool === tool,
    }),
  ),
  {
    id: 'tool.keep',
    label: TOOL_WORDS.keep,
    keys: [{ letter: 'q' }],
    menu: { section: 'Tools', group: 3 },
    run: (on) => on.settings.toggle('keepTool'),
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
    label: TOOL_WORDS.thinner,
    keys: [position('BracketLeft', '[')],
    menu: { section: 'Tools', group: 2 },
    run: (on) => stepWidth(on, -1),
    enabled: (now) => now.hasWidth,
  },
  {
    id: 'style.thicker',
    label: TOOL_WORDS.thicker,
    keys: [position('BracketRight', ']')],
    menu: { section: 'Tools', group: 2 },
    run: (on) => stepWidth(on, 1),
    enabled: (now) => now.hasWidth,
  },
];

function stepWidth(on: CommandContext, by: 1 | -1): void {
  const { names, values, scale } = on.canvas.snapshot().style;
  if (names.includes('width')) on.canvas.setStyle({ width: nextWidth(scale, values.width, by) });
}
