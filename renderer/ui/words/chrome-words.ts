import { countWords } from './time-words.ts';

/** Words of the bars around the board. */
export const CHROME = {
  menu: 'Menu',
  tools: 'Tools',
  allTools: 'All tools',
  close: 'Close',
  dismiss: 'Dismiss',
  cancel: 'Cancel',
  showAll: 'Show everything',
  share: 'Share',
  hint: { before: 'Draw anything. ', share: 'Share', after: ' brings others to this board.' },
  rename: 'Rename for everybody',
  renameRoom: (title: string): string => `${title}: rename for everybody`,
  roomName: 'Name of this room, for everybody',
  zoomBack: (percent: string): string => `Zoom ${percent}: back to 100 %`,
  percent: (value: number): string => `${value} %`,
  onItsWay: 'The board is on its way',
  others: (count: number): string => `${countWords(count, 'other person', 'other people')} in this room`,
  youAre: (name: string): string => `You are ${name}: change name and colour`,
  you: (name: string): string => `${name} (you)`,
} as const;

/** The page could not start. */
export const START_FAILED = {
  text: 'Inkroom could not start. Reload the window; if that does not help, restart Inkroom.',
} as const;

/** The code of a panel did not come: the server is away, or has a newer version. */
export const PANEL_FAILED = {
  text: 'This could not be loaded. Reload the window when the server is there again.',
} as const;

/** An address that does not lead to a room. */
export const ADDRESS_WORDS = {
  still: (address: string): string => `“${address}” names no room. You are still in the room from before. Check the link.`,
  fresh: (address: string): string => `“${address}” names no room. This is a new one. Check the link.`,
} as const;
