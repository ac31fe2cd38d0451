/** Sentences about copying, and about failures of it. */
export const COPY_WORDS = {
  done: 'Copied.',
  failed: 'Inkroom could not copy: the browser did not allow it.',
} as const;
