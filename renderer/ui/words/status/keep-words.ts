import type { HostedHere } from '../../../../core/contract/desktop/shell-contract.ts';

/** The question whether boards hosted here are kept, and its answers. */
export const KEEP_QUESTION = {
  text: 'This board lives in memory only. Keep boards on this computer?',
  keep: 'Keep',
  memory: 'Memory only',
} as const;

/** The same as a setting. */
export const KEEP_SETTING = {
  title: 'Boards hosted here',
  disk: 'Kept on this computer',
  memory: 'In memory only',
} as const;

export const KEPT = {
  disk: 'Boards hosted here are kept on this computer from now on.',
  memory: 'Boards hosted here live in memory only from now on. What was kept stays on the disk.',
  failed: 'That could not be changed. Try again.',
  notKept:
    'Boards cannot be kept on this computer: the store could not be opened. Another Inkroom may be using it, or a part of this installation is missing. Boards live in memory only.',
} as const;

/** Shown after a change of the setting. */
export function keptWords({ keeps, trouble }: HostedHere): string {
  if (trouble !== undefined) return KEPT.notKept;
  return KEPT[keeps];
}
