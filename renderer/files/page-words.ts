/** The name of a frame for a page that has none. */
export const PAGE_WORDS = { unnamed: (page: number): string => `Page ${page}` } as const;
