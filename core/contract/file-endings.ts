/** Ends of the names of files that Inkroom opens, lower case. The desktop's dialogs, double clicks and drops, and the readers, agree on them. */
export const BOARD_ENDING = '.inkroom';
export const FOREIGN_ENDINGS = [
  '.excalidraw',
  '.excalidrawlib',
  '.excalidraw.json',
  '.excalidraw.svg',
  '.excalidraw.png',
  '.excalidraw.md',
  '.tldr',
  '.tldr.json',
  '.svg',
] as const;

export function isOpened(name: string): boolean {
  return isBoardName(name) || isForeignName(name);
}

function isBoardName(name: string): boolean {
  return name.toLowerCase().endsWith(BOARD_ENDING);
}

export function isForeignName(name: string): boolean {
  const lower = name.toLowerCase();
  return FOREIGN_ENDINGS.some((ending) => lower.endsWith(ending));
}

/** The last endings only: a system's file dialog and a browser's chooser know no longer ones. */
export function chosenEndings(): readonly string[] {
  return [...new Set([BOARD_ENDING, ...FOREIGN_ENDINGS].map((ending) => ending.slice(ending.lastIndexOf('.'))))];
}
