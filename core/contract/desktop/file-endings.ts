/**
 * File name endings that Inkroom opens, in lower case. The desktop's dialogs, double clicks, drops and the readers share this
 * list.
 */
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

/** Only the last part of each ending: file dialogs of systems and browsers accept no longer ones. */
export function chosenEndings(): readonly string[] {
  return [...new Set([BOARD_ENDING, ...FOREIGN_ENDINGS].map((ending) => ending.slice(ending.lastIndexOf('.'))))];
}
