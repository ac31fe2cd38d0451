import { REFUSALS, type RefusalCode } from '../../../../core/contract/refusal-codes.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { serverTitle } from '../room-title.ts';
import { momentWords, type TimeStyle } from '../time-words.ts';
import { LOST_COPY } from './lost-copy-words.ts';

/** A server that was not reached. */
export const REACH = {
  noNetwork: 'There is no network.',
  noAnswer: (host: string): string => `${host} does not answer.`,
  notYet: (host: string): string => `${host} does not let you in yet.`,
  noCopy: 'This device has no copy of the board.',
  copy: (moment: string): string => `This is the copy that this device keeps, as of ${moment}, not live.`,
  waits: {
    device: 'What you drew waits on this device, and is sent when it answers.',
    memory: 'What you drew waits in this window, and is sent when it answers.',
  },
  willWait: {
    device: 'What you draw now waits on this device until it answers.',
    memory: 'What you draw now waits in this window until it answers.',
  },
  tries: 'Inkroom keeps trying.',
  save: 'Save a copy',
  again: 'Try again',
  reload: 'Reload the page',
  goOnHere: 'Go on in this window',
  endedEmpty: 'The host ended this room, and its board was empty here.',
  notLetIn: (host: string): string => `${host} does not let you in.`,
  noLonger: 'You are no longer in this room.',
  drawnKept: {
    device: 'What you drew is kept on this device.',
    memory: 'What you drew is kept in this window.',
  },
  join: 'Join another',
  ownInApp: 'Draw on my own',
  ownInBrowser: 'Draw here meanwhile',
} as const;

export interface ReachWords {
  readonly title: string;
  readonly text: string;
  /** Undefined: there is nothing to save. */
  readonly save: string | undefined;
  readonly again: string;
  readonly join: string;
  /** The label for continuing without the server. */
  readonly own: string;
}

export interface ReachAround {
  readonly now: number;
  readonly nowMono: number;
  /** `http://host:port` of the room. */
  readonly server: string;
  /** True in the app, where an own board has a server: the app's. */
  readonly inApp: boolean;
  readonly style?: TimeStyle;
}

/** Refusals of a page that is older than its server, or newer. */
const OUTDATED: ReadonlySet<RefusalCode> = new Set([
  'join.version',
  'join.malformed',
  'client_id.malformed',
  'frame.malformed',
  'op.unknown_code',
]);

/** True when a page that is loaded anew may be let in. The app's own page stays the same. */
export function helpsToReload(state: SessionStatus['state'], inApp: boolean): boolean {
  return !inApp && state.phase === 'refused' && OUTDATED.has(state.code);
}

type Reached = Pick<SessionStatus, 'state' | 'persistence' | 'notYet' | 'asOf' | 'elements' | 'unsent' | 'outboxKept'>;

/** Why the person is not in the room, with their options. */
export function reachWords(status: Reached, at: ReachAround): ReachWords {
  const { state, elements } = status;
  return {
    ...(state.phase === 'refused' ? refusedWords(status, state.code, at) : awayWords(status, at)),
    save: elements > 0 ? REACH.save : undefined,
    again: againWords(state, at.inApp),
    join: REACH.join,
    own: elements > 0 ? LOST_COPY.openAsOwn : at.inApp ? REACH.ownInApp : REACH.ownInBrowser,
  };
}

function againWords(state: SessionStatus['state'], inApp: boolean): string {
  if (helpsToReload(state, inApp)) return REACH.reload;
  return state.phase === 'refused' && state.code === 'join.replaced' ? REACH.goOnHere : REACH.again;
}

function refusedWords(
  { persistence, unsent, outboxKept }: Reached,
  code: RefusalCode,
  { server }: ReachAround,
): Pick<ReachWords, 'title' | 'text'> {
  const drawn = unsent === 0 ? '' : ` ${REACH.drawnKept[outboxKept]}`;
  return {
    title: persistence === undefined ? REACH.notLetIn(serverTitle(server)) : REACH.noLonger,
    // The usual sentence speaks of a copy. With one, another card is shown.
    text: `${code === 'room.host_ended' ? REACH.endedEmpty : REFUSALS[code]}${drawn}`,
  };
}

/** About a server that was not reached since the room was opened. */
function awayWords(
  { state, notYet, asOf, unsent, outboxKept }: Reached,
  { now, server, style }: ReachAround,
): Pick<ReachWords, 'title' | 'text'> {
  const host = serverTitle(server);
  const cause = state.phase === 'offline' || notYet === undefined ? undefined : REFUSALS[notYet];
  const reached = cause === undefined ? REACH.noAnswer(host) : REACH.notYet(host);
  const drawn = unsent > 0 ? REACH.waits[outboxKept] : '';
  const copy =
    asOf === undefined
      ? `${REACH.noCopy} ${drawn || REACH.willWait[outboxKept]}`
      : `${REACH.copy(momentWords(asOf, now, style))} ${drawn}`.trim();
  return {
    title: state.phase === 'offline' ? REACH.noNetwork : reached,
    text: cause === undefined ? `${copy} ${REACH.tries}` : `${cause} ${asOf === undefined ? drawn : copy}`.trim(),
  };
}
