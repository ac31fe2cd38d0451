/**
 * Command line flags and output lines by which the processes of a running Inkroom talk: the hub, the desktop app, and the process
 * that starts them.
 */

/** The desktop app joins this link instead of hosting a room. */
export const LINK_FLAG = '--link=';

/** A hub prints this and a link to a new room, on a line of its own, as soon as it is reachable. */
export const OPEN_PREFIX = 'Open: ';

/** When the link is for other computers, a hub first prints this and the same room's link for its own computer. */
export const HERE_PREFIX = 'On this computer: ';

/** The desktop app prints this and the link of the board that it opened on its own hub, on a line of its own. */
export const BOARD_PREFIX = 'Board: ';

/** The desktop app prints this line when another Inkroom was already running. That one opens the link or file; this one ends. */
export const HANDED_OVER_LINE = 'Inkroom is already running: it opens what you asked for.';

/** The link of an `Open: LINK` line, or `undefined` for any other line. */
export function openedLink(line: string): string | undefined {
  return line.startsWith(OPEN_PREFIX) ? line.slice(OPEN_PREFIX.length).trim() : undefined;
}

/** The link of an `On this computer: LINK` line, or `undefined` for any other line. */
export function linkForHere(line: string): string | undefined {
  return line.startsWith(HERE_PREFIX) ? line.slice(HERE_PREFIX.length).trim() : undefined;
}

/** The link of a `Board: LINK` line, or `undefined` for any other line. */
export function boardLink(line: string): string | undefined {
  return line.startsWith(BOARD_PREFIX) ? line.slice(BOARD_PREFIX.length).trim() : undefined;
}
