import type { Random } from '../../core/base/host.ts';

export interface Dice {
  /** A whole number from `from` to `to`. */
  between(from: number, to: number): number;
  pick<T>(choices: readonly T[]): T;
}

export function dice({ next }: Random): Dice {
  return {
    between: (from, to) => Math.round(from + next() * (to - from)),
    pick: <T>(choices: readonly T[]) => choices[Math.floor(next() * choices.length)] as T,
  };
}
