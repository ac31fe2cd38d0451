import type { HostedHere } from '../../../../core/contract/shell-contract.ts';

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

/** Shown after a change of the setting. */
export function keptWords({ keeps, trouble }: HostedHere): string {
  if (trouble !== undefined) return trouble;
  return keeps === 'disk'
    ? 'Boards hosted here are kept on this computer from now on.'
    : 'Boards hosted here live in memory only from now on. What was kept stays on the disk.';
}

export const KEEP_FAILED = 'That could not be changed. Try again.';
