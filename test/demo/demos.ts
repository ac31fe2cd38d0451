import type { Check } from './check.ts';
import { checkScale } from './check-scale.ts';
import { checkSplit } from './check-split.ts';
import type { Fleet } from './fleet.ts';

export interface Demo {
  /** What the person at the windows will see, in a sentence or two. */
  readonly words: string;
  readonly hasService: boolean;
  /** The same with two headless browsers. */
  readonly check: (check: Check, fleet: Fleet) => Promise<void>;
}

/** The problem, and what solves it. */
export const DEMOS: Readonly<Record<string, Demo>> = {
  split: {
    words: 'Two hubs that know nothing of each other, and one room name: draw in one window, and the other stays as it is.',
    hasService: false,
    check: checkSplit,
  },
  scale: {
    words:
      'Two hubs behind an emulator of Azure SignalR Service, and one room name: draw in one window, and it appears in the other.',
    hasService: true,
    check: checkScale,
  },
};
