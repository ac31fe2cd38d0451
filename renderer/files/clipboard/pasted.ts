import { FILE_LIMITS } from '../file-limits.ts';

/** The two forms of a clipboard that are read. */
export interface Pasted {
  readonly html: string;
  readonly text: string;
}

export function isTooLong({ html, text }: Pasted): boolean {
  return html.length > FILE_LIMITS.bytes || text.length > FILE_LIMITS.bytes;
}
