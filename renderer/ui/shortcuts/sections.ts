import type { Command } from '../commands/command.ts';
import { HELP } from '../words/help-words.ts';

/** The sections of lists of commands. The part of a command's id before the dot decides its section. */
export const SECTIONS: readonly { readonly title: string; readonly kinds: readonly string[] }[] = [
  {
    title: HELP.tools,
    kinds: ['tool', 'eraser', 'insert', 'style', 'pen', 'inkWidth', 'pressureCurve', 'steadying', 'widthIn', 'barrel'],
  },
  { title: HELP.edit, kinds: ['edit', 'nudge', 'order', 'align', 'distribute', 'flip', 'select'] },
  { title: HELP.view, kinds: ['view', 'theme', 'paper', 'wheel', 'cursors', 'language'] },
  { title: HELP.file, kinds: ['file', 'room', 'help'] },
];

export function isInSection({ id }: Pick<Command, 'id'>, kinds: readonly string[]): boolean {
  return kinds.includes(id.split('.')[0] ?? '');
}

/** The name of a command in a sentence or a list. */
export function nameOf({ label }: Pick<Command, 'label'>): string {
  return label.replace('…', '');
}
