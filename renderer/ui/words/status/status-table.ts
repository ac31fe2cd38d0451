import { assertNever } from '../../../../core/base/assert-never.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { countWords } from '../time-words.ts';

/** Where a board or a change is kept: on the device, or in this window only. */
type Kept = SessionStatus['outboxKept'];

/** The title and the list of the status panel. */
export const STATUS_PANEL = {
  title: 'Where this board lives',
  losses: 'What would be lost',
} as const;

/** Where the board lives. */
export const HOME_SENTENCES = {
  copy: (moment: string): string =>
    `This is the copy that this device keeps, as of ${moment}. It is not live: the server has not been reached yet.`,
  later: 'Inkroom will show where this board lives when the server answers.',
  onlyHere: 'This board exists only here until the server answers.',
  memoryHere: (since: string): string => `This board lives in the memory of this computer, since ${since}. It is not saved.`,
  memoryHereBefore: (since: string): string =>
    `This board lived in the memory of this computer, since ${since}. It was not saved.`,
  memory: (since: string): string => `This board lives in the server’s memory, since ${since}. It is not saved there.`,
  memoryBefore: (since: string): string =>
    `This board lived in the server’s memory, since ${since}, when the server was last heard. It was not saved there.`,
  diskHere: (since: string): string => `This board is kept on this computer. It has lived here since ${since}.`,
  disk: (since: string): string => `This board is kept on the server’s own disk. It has lived there since ${since}.`,
  redis: (since: string): string => `This board is kept in the servers’ Redis. It has lived there since ${since}.`,
  azure: (since: string): string => `This board is kept in Azure Blob Storage. It has lived there since ${since}.`,
  deviceCopy: 'This device keeps a copy.',
  noWrites: 'Right now nothing can be written there.',
} as const;

/** The current state, and the next step. */
export const NOW_SENTENCES = {
  connected: 'You are connected.',
  noNetwork: 'There is no network.',
  goOn: (waits: string): string => `Go on drawing: ${waits}.`,
  goOnOffline: (waits: string): string => `Go on drawing: ${waits}, and Inkroom sends what waits as soon as it can.`,
  outOfDate: 'What you see may be out of date.',
  trying: (age: string): string => `Inkroom has been trying to reach the server for ${age}.`,
  onItsWay: (received: string, total: string): string => `The board is on its way: ${received} of ${total}.`,
  lettingIn: 'The server is letting you in.',
  drawAlready: 'You can draw already.',
  drawAlreadyWaits: (waits: string): string => `You can draw already; ${waits}.`,
  nothingWaits: 'nothing waits to be sent yet',
  waits: (changes: number): string => countWords(changes, 'change waits here', 'changes wait here'),
  waitsAlone: (changes: number): string => countWords(changes, 'change waits here.', 'changes wait here.'),
  raiseHand: 'Only hosts draw here now. Raise your hand to ask for the pen.',
  look: 'This link lets you look, not draw.',
  comment: 'This link lets you look, chat and vote, not draw.',
  notSaved: (changes: number): string => countWords(changes, 'change is not saved yet.', 'changes are not saved yet.'),
  onTheWay: (changes: number): string => countWords(changes, 'change is on the way.', 'changes are on the way.'),
  decide: 'The copy that you hold is not in the room: that is for you to decide.',
  saved: 'Everything you drew is saved.',
  reached: 'Everything you drew has reached the room.',
} as const;

/** Other boards, and warnings. */
export const MORE_SENTENCES = {
  slowLine:
    'This network blocks WebSockets, so strokes take a moment longer. The people who run the network, or the proxy before the server, can let them pass.',
  cameBack: (elements: number): string =>
    `${countWords(elements, 'element')} that had been removed before the server lost the board came back.`,
  copy: (elements: number, moment: string, kept: Kept): string =>
    `You hold a copy of the board that was lost: ${countWords(elements, 'element')} up to ${moment}, kept ${kept === 'device' ? 'on this device' : 'in this window'}.`,
  clock: (age: string, isAhead: boolean): string =>
    `The clock of this device is ${age} ${isAhead ? 'ahead of' : 'behind'} the server’s: one of the two is wrong, and times shown here may be, too. Set this device’s clock, or tell the operator of the server.`,
} as const;

/** Numbers, each with a name. */
export const FACTS = {
  onBoard: 'On the board',
  elements: (count: number): string => countWords(count, 'element'),
  unsent: 'Unsent',
  nothing: 'nothing',
  changes: (count: number): string => countWords(count, 'change'),
  changesSince: (count: number, age: string): string => `${countWords(count, 'change')}, the oldest for ${age}`,
  kept: 'Kept until sent',
  keptIn: { device: 'on this device', memory: 'in this window only' } satisfies Record<Kept, string>,
  lastSaved: 'Last saved',
  notKnown: 'not known',
  ago: (age: string): string => `${age} ago`,
  server: 'Server',
  notReached: 'not reached yet',
  lastHeard: (name: string): string => `${name}, when last heard`,
  connected: 'Connected',
  no: 'no',
  over: (transport: string): string => `over ${transport}`,
  through: (transport: string, service: string): string => `over ${transport}, through ${service}`,
  roundTrip: 'Round trip',
  notMeasured: 'not measured yet',
  fingerprint: 'Fingerprint',
} as const;

/** What each event would lose. */
export const LOSSES = {
  quit: 'You quit Inkroom',
  close: 'You close this window',
  restart: 'The server restarts',
  leave: 'Everyone leaves',
  copyStays: 'The copy that you hold stays on this device until you decide.',
  copyLost: 'The copy that you hold would be lost.',
  unsentStays: (changes: number): string =>
    `${countWords(changes, 'unsent change stays', 'unsent changes stay')} on this device, to be sent when you open this room here again.`,
  unsentLost: (changes: number): string => `${countWords(changes, 'unsent change')} would be lost.`,
  noneUnsent: 'Nothing is lost: you have no unsent changes.',
  allSaved: 'Nothing is lost: all you drew is saved.',
  roomHasAll: 'Nothing is lost: the room has all you drew.',
  nothingHere: 'Nothing is lost: there is nothing on the board here.',
  hostEnded: 'The host ended this room, and its board with it.',
  cannotAsk: 'The server cannot be asked whether the others still have this board.',
  alone: (age: string): string => `You are alone here: the server deletes the board about ${age} after you leave.`,
  unknownToUs: 'Inkroom does not know whether anyone else has this board.',
  leftAlone: {
    device: 'Nobody else was here, and the server kept this board in memory only: it may be left on this device alone.',
    memory: 'Nobody else was here, and the server kept this board in memory only: it may be left in this window alone.',
  } satisfies Record<Kept, string>,
  roomEnds: (others: number): string =>
    `This computer is the server: the room ends for ${countWords(others, 'other person', 'other people')} too.`,
  memoryGoes: 'The board goes with Inkroom’s memory.',
  staysHere: 'The board stays on this computer and is there when you open it again.',
  ownCopy: { device: 'This device keeps a copy.', memory: 'Save a copy to keep it.' } satisfies Record<Kept, string>,
  readBackPartly: 'Saved changes are read back. The rest comes back from the people who drew it and are still here.',
  sentAgain: (changes: number): string =>
    `Saved changes are read back. Your ${countWords(changes, 'change that is not saved yet is sent again.', 'changes that are not saved yet are sent again.')}`,
  readBack: 'Nothing is lost: the board is read back from the store.',
  empty: 'Nothing is lost: the board is empty.',
  memoryLost: 'The server loses what it has in memory.',
  boardLost: 'The server loses the board. This window holds a copy and offers to restore it.',
  triesToSave: 'Saved changes stay in the store. The server keeps trying to save the rest.',
  savedStays: 'Saved changes stay in the store.',
  stays: 'Nothing is lost: the board stays in the store.',
  deleted: (age: string): string => `The server deletes the board after about ${age} without anybody.`,
  notTold: 'The server has not answered yet, so Inkroom does not know how it keeps this board.',
} as const;

/** The sentence about what waits to be sent. */
export function waitWords(unsent: number): string {
  return unsent === 0 ? NOW_SENTENCES.nothingWaits : NOW_SENTENCES.waits(unsent);
}

/** Where the board of a mode is kept. */
export function keptAt(
  mode: Exclude<NonNullable<SessionStatus['persistence']>['mode'], 'none'>,
  isHere: boolean,
  since: string,
): string {
  switch (mode) {
    case 'lmdb':
      return isHere ? HOME_SENTENCES.diskHere(since) : HOME_SENTENCES.disk(since);
    case 'redis':
      return HOME_SENTENCES.redis(since);
    case 'azure-blob':
      return HOME_SENTENCES.azure(since);
    default:
      return assertNever(mode);
  }
}
