/** Everything that main says by itself: its menus before the page has sent its own, the system's items, and its questions. */
export const MENU_WORDS = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  close: 'Close window',
  quit: 'Quit Inkroom',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  fullScreen: 'Full screen',
  developer: 'Developer tools',
  about: 'About Inkroom',
  services: 'Services',
  hide: 'Hide Inkroom',
  hideOthers: 'Hide others',
  unhide: 'Show all',
  window: 'Window',
  minimize: 'Minimise',
  zoom: 'Zoom',
  front: 'Bring all to front',
} as const;

/** The questions before a window closes. */
export const CLOSE_WORDS = {
  stay: 'Stay',
  leave: 'Leave',
  save: 'Save a copy…',
  /** For a page that has not sent its own words. */
  message: 'Something on this board is kept nowhere else.',
  detail: 'If you leave now, it may be lost.',
} as const;

export const CRASH_WORDS = {
  message: 'The board could not be shown.',
  detail: 'Its window has failed several times within a minute. Everything that has reached the room is still there.',
  again: 'Try again',
  close: 'Close the window',
} as const;

/** The question before the host ends the app, and the tray. */
export const QUIT_WORDS = {
  stay: 'Stay',
  keep: 'Close the window and go on hosting',
  end: 'End it for everyone',
  message: (guests: number): string =>
    guests === 1
      ? '1 other person is on a board that this computer hosts.'
      : `${guests} other people are on a board that this computer hosts.`,
  ends: (rooms: number, guests: number): string =>
    `Quitting Inkroom ends ${rooms > 1 ? `${rooms} rooms` : 'the room'} for ${guests === 1 ? 'them' : 'all of them'}. Each of them holds a copy in their window.`,
  onlyCopies: 'The board lives in the memory of this computer only: afterwards only those copies are left.',
  kept: 'The board is kept on this computer, and goes on when you start Inkroom again.',
  hostingAlone: 'Hosting, nobody else is here',
  hosting: (guests: number): string => (guests === 1 ? 'Hosting, 1 person' : `Hosting, ${guests} people`),
  tip: (words: string): string => `Inkroom: ${words}`,
  open: 'Open the board',
  quit: 'Quit Inkroom…',
} as const;

/** Kinds of files in the system's dialogs. */
export const FILE_KINDS = {
  board: 'Inkroom board',
  opened: 'Boards and drawings',
  png: 'PNG picture',
  svg: 'SVG picture',
  excalidraw: 'Excalidraw drawing',
  pdf: 'PDF document',
} as const;
