import { NotLoaded } from '../../../core/base/late-code.ts';
import { PANEL_FAILED } from '../words/chrome-words.ts';
import type { Toasts } from './toasts.ts';

/** The result of work that loads code first. Where the code does not come, a sentence says so, and there is no result. */
export async function orSayNotLoaded<T>(work: Promise<T>, toasts: Pick<Toasts, 'fail'>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof NotLoaded)) throw error;
    toasts.fail(PANEL_FAILED.text);
    return undefined;
  }
}
