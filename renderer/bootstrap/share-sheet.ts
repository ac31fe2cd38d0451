import { errorName } from '../../core/base/reason-of.ts';

/** Opens the system's sheet that sends a link by another app. */
export type SendLink = (link: string) => Promise<void>;

/** Phones and tablets have such a sheet, for pages of https only. Undefined elsewhere. */
export function shareSheet(navigator: Partial<Pick<Navigator, 'share'>>): SendLink | undefined {
  if (navigator.share === undefined) return undefined;
  return async (url) => {
    try {
      await navigator.share?.({ url });
    } catch (error) {
      // The person has closed the sheet.
      if (errorName(error) !== 'AbortError') throw error;
    }
  };
}
