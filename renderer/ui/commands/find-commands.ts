import { type Command, type CommandState, isEnabled } from './command.ts';
import { COMMANDS } from './commands.ts';

/** Not worth a line in a list of everything: they mean something only as keys. */
const KEYS_ONLY = /^(nudge\.|edit\.cancel$|help\.commands$)/;

/**
 * Commands that can run now and whose name has every word of `text`, at the beginning of a word or anywhere in it. Those that begin
 * with what was typed come first; otherwise the order of the list of commands stays.
 */
export function findCommands(text: string, state: CommandState): readonly Command[] {
  const words = fold(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = COMMANDS.filter((command) => !KEYS_ONLY.test(command.id) && isEnabled(command, state)).flatMap((command) => {
    const rank = rankOf(fold(command.label), words);
    return rank === undefined ? [] : [{ command, rank }];
  });
  return found.toSorted((a, b) => a.rank - b.rank).map(({ command }) => command);
}

/** The smaller, the better; undefined when a word is missing. */
function rankOf(label: string, words: readonly string[]): number | undefined {
  let rank = 0;
  for (const word of words) {
    const at = label.indexOf(word);
    if (at < 0) return undefined;
    rank += at === 0 ? 0 : /[^\p{L}\p{N}]/u.test(label[at - 1] ?? '') ? 1 : 2;
  }
  return rank;
}

/** Without case and accents. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
