import { REFUSALS } from '../../../../core/contract/refusal-codes.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { serverTitle } from '../room-title.ts';
import { momentWords, type TimeStyle } from '../time-words.ts';
import { OPEN_AS_OWN } from './lost-copy-words.ts';

/** A server that has not answered for this long is reported, milliseconds. */
export const UNREACHED_MS = 5_000;

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

/** Milliseconds until a server that was never reached is reported. Undefined: it was reached, or refused. 0: now. */
export function unreachedInMs(
  { state, persistence }: Pick<SessionStatus, 'state' | 'persistence'>,
  nowMono: number,
): number | undefined {
  if (persistence !== undefined) return undefined;
  switch (state.phase) {
    case 'offline':
      return 0;
    case 'connecting':
      return Math.max(0, state.since + UNREACHED_MS - nowMono);
    default:
      return undefined;
  }
}

/** The text about a server that was not reached since the room was opened, with the person's options. */
export function reachWords(
  {
    state,
    notYet,
    asOf,
    elements,
    unsent,
    outboxKept,
  }: Pick<SessionStatus, 'state' | 'notYet' | 'asOf' | 'elements' | 'unsent' | 'outboxKept'>,
  { now, server, inApp, style }: ReachAround,
): ReachWords {
  const host = serverTitle(server);
  const cause = state.phase === 'offline' || notYet === undefined ? undefined : REFUSALS[notYet];
  const reached = cause === undefined ? `${host} does not answer.` : `${host} does not let you in yet.`;
  const title = state.phase === 'offline' ? 'There is no network.' : reached;
  const kept = outboxKept === 'device' ? 'on this device' : 'in this window';
  const drawn = unsent > 0 ? `What you drew waits ${kept}, and is sent when it answers.` : '';
  const copy =
    asOf === undefined
      ? `This device has no copy of the board. ${drawn || `What you draw now waits ${kept} until it answers.`}`
      : `This is the copy that this device keeps, as of ${momentWords(asOf, now, style)}, not live. ${drawn}`.trim();
  return {
    title,
    text: cause === undefined ? `${copy} Inkroom keeps trying.` : `${cause} ${asOf === undefined ? drawn : copy}`.trim(),
    save: elements > 0 ? 'Save a copy' : undefined,
    again: 'Try again',
    join: 'Join another',
    own: elements > 0 ? OPEN_AS_OWN : inApp ? 'Draw on my own' : 'Draw here meanwhile',
  };
}
