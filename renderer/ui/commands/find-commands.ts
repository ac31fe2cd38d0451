import { type Command, type CommandState, isEnabled } from './command.ts';
import { COMMANDS } from './commands.ts';

/** Left out of the list of all commands: they are only useful as keys. */
const KEYS_ONLY = /^(nudge\.|edit\.cancel$|help\.commands$)/;

/**
 * Available commands whose name contains every word of `text`, at the start of a word or inside it. Names that begin with the
 * text come first; otherwise the order of the list stays.
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

/** Smaller is better. Undefined when a word is missing. */
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
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
