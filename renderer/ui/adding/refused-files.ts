import type { RefusalCode } from '../../../core/contract/refusal-codes.ts';
import type { Toasts } from '../watching/toasts.ts';
import { refusedWords } from '../words/board/refused-file-words.ts';

/** Says which files could not be opened. Files that come together are one sentence for each reason. */
export interface RefusedFiles {
  /** Takes several files. What is refused meanwhile is said at the end of it, or of what has begun before that end. */
  during(taking: Promise<unknown>): void;
  refuse(name: string, code: RefusalCode): void;
}

export function createRefusedFiles(toasts: Pick<Toasts, 'fail'>): RefusedFiles {
  let running = 0;
  let refused: { readonly name: string; readonly code: RefusalCode }[] = [];
  const say = (): void => {
    for (const { text, code } of refusedWords(refused)) toasts.fail(text, code);
    refused = [];
  };
  const ended = (): void => {
    running--;
    if (running === 0) say();
  };
  return {
    during(taking) {
      running++;
      taking.then(ended, ended);
    },
    refuse(name, code) {
      refused.push({ name, code });
      if (running === 0) say();
    },
  };
}
