/** The names of commands: in tooltips, menus, the list of commands and the help sheet. */
export const FILE_WORDS = {
  newRoom: 'New room',
  boards: 'Boards…',
  join: 'Join a room…',
  open: 'Open…',
  save: 'Save a copy…',
  exportPng: 'Export as PNG…',
  picture: 'Picture…',
  exportSvg: 'Export as SVG…',
  exportPdf: 'Export as PDF…',
  exportScene: 'Export for Excalidraw…',
  print: 'Print…',
  /** In the native menu. */
  openRecent: 'Open recent',
} as const;

export const EDIT_WORDS = {
  undo: 'Undo',
  redo: 'Redo',
  takeBack: 'Take back the last restore or opened file',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  duplicate: 'Duplicate',
  delete: 'Delete',
  selectAll: 'Select all',
  copyPng: 'Copy as PNG',
  copySvg: 'Copy as SVG',
  write: 'Write in the selection',
  clear: 'Clear the board…',
  cancel: 'Cancel, close, let go of the selection',
  nudge: {
    left: 'Move the selection left',
    right: 'Move the selection right',
    up: 'Move the selection up',
    down: 'Move the selection down',
  },
  nudgeFar: {
    left: 'Move the selection left by ten',
    right: 'Move the selection right by ten',
    up: 'Move the selection up by ten',
    down: 'Move the selection down by ten',
  },
} as const;

export const TOOL_WORDS = {
  select: 'Select',
  hand: 'Hand',
  pen: 'Pen',
  highlighter: 'Highlighter',
  eraser: 'Eraser',
  rectangle: 'Rectangle',
  diamond: 'Diamond',
  ellipse: 'Ellipse',
  arrow: 'Arrow',
  line: 'Line',
  frame: 'Frame',
  text: 'Text',
  note: 'Note',
  laser: 'Laser',
  keep: 'Keep the tool in hand',
  thinner: 'Thinner',
  thicker: 'Thicker',
  testPen: 'Test the pen…',
} as const;

export const VIEW_WORDS = {
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Zoom to 100 %',
  zoomFit: 'Zoom to fit',
  zoomSelection: 'Zoom to the selection',
  backToContent: 'Back to content',
  switchTheme: 'Switch between light and dark',
  hideChrome: 'Show only the board',
  find: 'Find text on the board…',
  frames: 'Frames…',
  present: 'Present the frames',
  trace: 'See the messages flow',
  replay: 'Replay the board’s making…',
  nothingToReplay: 'There is nothing to replay yet.',
} as const;

/** Reading and making the board by keyboard alone. */
export const MAKING_WORDS = {
  list: 'Board as a list…',
  add: {
    rectangle: 'Add a rectangle in the middle',
    ellipse: 'Add an ellipse in the middle',
    diamond: 'Add a diamond in the middle',
    note: 'Add a note in the middle',
  },
  connect: 'Connect the two selected elements by an arrow',
  connected: 'Connected.',
  cannotConnect: 'These two cannot be connected. Lines and strokes hold no arrow.',
} as const;

/** Settings as commands. */
export const CHOICE_WORDS = {
  theme: { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' },
  wheel: { pan: 'Wheel: moves the board', zoom: 'Wheel: zooms' },
  paper: { plain: 'Paper: plain', dots: 'Paper: dots', lines: 'Paper: lines', squares: 'Paper: squares' },
  language: { auto: 'Language: as the system', en: 'Language: English', de: 'Language: Deutsch (German)' },
} as const;

export const ROOM_WORDS = {
  share: 'Share…',
  copyView: 'Copy link to this view',
  status: 'Where this board lives…',
  commands: 'All commands…',
  keys: 'Keyboard shortcuts',
  changeKeys: 'Change keyboard shortcuts…',
  about: 'About Inkroom',
} as const;

/** The titles of the native menu. */
export const MENU_TITLES = {
  File: 'File',
  Edit: 'Edit',
  View: 'View',
  Tools: 'Tools',
  Room: 'Room',
  Help: 'Help',
} as const;
