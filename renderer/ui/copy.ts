import type { Shell } from '../../core/contract/desktop/shell-contract.ts';
import type { Toasts } from './watching/toasts.ts';

/** Copies a text and says the outcome in these words. False if the browser did not allow it. */
export type Copy = (text: string, words: { readonly done: string; readonly failed: string }) => Promise<boolean>;

export function createCopy(shell: Pick<Shell, 'copyText'>, toasts: Pick<Toasts, 'show' | 'fail'>): Copy {
  return async (text, { done, failed }) => {
    try {
      await shell.copyText(text);
      toasts.show(done);
      return true;
    } catch {
      toasts.fail(failed);
      return false;
    }
  };
}
