/** Sentences about copying, and about failures of it. */
export const COPIED = 'Copied.';
export const NOT_COPIED = 'Inkroom could not copy: the browser did not allow it.';
