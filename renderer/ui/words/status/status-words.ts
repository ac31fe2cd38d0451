import { assertNever } from '../../../../core/base/assert-never.ts';
import { mayDraw } from '../../../../core/contract/grants.ts';
import { REFUSALS, type RefusalCode } from '../../../../core/contract/refusal-codes.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { agoChangesInMs, agoWords, momentWords, type TimeStyle } from '../time-words.ts';
import type { LossCause } from './loss-cause.ts';

export type PillTone = 'neutral' | 'good' | 'warn' | 'bad';

export interface PillText {
  readonly tone: PillTone;
  readonly symbol: '●' | '◐' | '○' | '▲' | '■';
  readonly text: string;
  /** The same for a narrow window. */
  readonly short: string;
  /** The same for screen readers. It has no ages and counts, so that it is read aloud at a new state and not with every stroke. */
  readonly spoken: string;
  /** The words may change after this time without an event: compute them again then. Milliseconds. */
  readonly lookAgainMs?: number;
}

/** The parts of the session's status that `pillText` reads. */
export type PillStatus = Pick<
  SessionStatus,
  | 'state'
  | 'asOf'
  | 'grant'
  | 'hostEnded'
  | 'elements'
  | 'unsent'
  | 'oldestUnsentMs'
  | 'persistence'
  | 'lostCopy'
  | 'readOnly'
  | 'notYet'
  | 'savedAt'
  | 'outboxKept'
>;

/** `now`: milliseconds since 1970. `nowMono`: the session's `clock.mono()`. */
export interface Moment {
  readonly now: number;
  readonly nowMono: number;
}

/** The facts that the pill needs in addition to the status. */
export interface PillAround extends Moment {
  /** Why the board of the lost copy was lost. */
  readonly cause: LossCause;
  /** The server is the hub of this device's own app. */
  readonly isHostedHere?: boolean;
  readonly style?: TimeStyle;
}

/**
 * A shorter loss of the connection is not shown. A reconnect takes about six round trips, and most are over before a text could be
 * read. Milliseconds.
 */
export const QUIET_DROP_MS = 1_000;
/** A change that has waited this long on a live connection is mentioned, because the connection is slower than the pen. Milliseconds. */
export const SLOW_SEND_MS = 2_000;
/** A join of fewer bytes is over before a number could be read. */
export const PROGRESS_FROM_BYTES = 64 * 1024;

/** The one line about the connection, the outbox and the storage of the board (look.md). */
export function pillText(status: PillStatus, at: PillAround): PillText {
  if (status.lostCopy) return lostCopy(at.cause);
  if (status.hostEnded) return ended(status.elements);
  const { state, unsent } = status;
  switch (state.phase) {
    case 'live':
      return live(status, at);
    case 'offline':
      return waiting(
        '○',
        status.asOf === undefined ? 'Offline' : `Offline · ${asOf(status.asOf, at).toLowerCase()}`,
        status,
        'Offline',
      );
    case 'connecting': {
      const forMs = at.nowMono - state.since;
      // A known persistence means that this client has been in the room before.
      const returning = status.persistence !== undefined;
      if (forMs < QUIET_DROP_MS && state.attempt === 0) {
        return lookAgain(returning ? live(status, at) : CONNECTING, QUIET_DROP_MS - forMs);
      }
      const words = returning ? 'Reconnecting' : unsent > 0 || state.attempt > 0 ? 'Connecting' : undefined;
      const reason = status.notYet && NOT_YET_REASONS[status.notYet];
      if (reason !== undefined) return waiting('◐', `${words ?? 'Connecting'} · ${reason}`, status);
      if (status.asOf !== undefined)
        return waiting('◐', `${asOf(status.asOf, at)}, not live`, status, 'Connecting · what you see is a copy, not live');
      return words === undefined ? CONNECTING : waiting('◐', words, status);
    }
    case 'joining':
      return joining(status, state, at);
    case 'refused':
      return {
        tone: 'bad',
        symbol: '■',
        text: REFUSALS[state.code],
        short: withUnsent('Not joined', unsent),
        spoken: REFUSALS[state.code],
      };
    default:
      return assertNever(state);
  }
}

/** The shown board is only what this device saw last. */
function asOf(upTo: number, { now, style }: PillAround): string {
  return `As of ${momentWords(upTo, now, style)}`;
}

/** The progress of a long catch-up, from 0 to 1. Undefined for a join that is short, in size or so far in time. */
export function joinProgress(state: SessionStatus['state'], nowMono: number): number | undefined {
  if (state.phase !== 'joining' || state.total < PROGRESS_FROM_BYTES || nowMono - state.since < QUIET_DROP_MS) return undefined;
  return Math.min(1, state.received / state.total);
}

const CONNECTING: PillText = {
  tone: 'neutral',
  symbol: '◐',
  text: 'Connecting',
  short: 'Connecting',
  spoken: 'Connecting',
};

/** Shown until the person decides, in every state of the connection. */
function lostCopy(cause: LossCause): PillText {
  const what = { restart: 'Server restarted', letGo: 'Board deleted', unknown: 'Board lost' }[cause];
  const text = `${what} · you hold a copy`;
  return { tone: 'bad', symbol: '▲', text, short: 'You hold a copy', spoken: text };
}

/** Shown until the room is hosted again, whatever this window tries in the meantime. */
function ended(elements: number): PillText {
  const text = elements > 0 ? 'The host ended this room · you hold a copy' : 'The host ended this room';
  return { tone: 'bad', symbol: '▲', text, short: 'Room ended', spoken: text };
}

/** One or two words for each reason of a read-only board. */
const READ_ONLY_REASONS: Partial<Record<RefusalCode, string>> = {
  'room.read_only': 'store unavailable',
  'store.unavailable': 'store unavailable',
  'access.denied': 'not allowed to draw',
  'server.full': 'server memory full',
};

/** Two or three words for each reason of a refused join. */
const NOT_YET_REASONS: Partial<Record<RefusalCode, string>> = {
  'server.rooms_full': 'server full',
  'server.full': 'server full',
  'rate.rooms': 'too many rooms opened',
  'service.messages': 'message quota used up',
  'service.connections': 'connection quota used up',
  'page.not_allowed': 'address of the page unknown',
};

function live(status: PillStatus, { now, isHostedHere = false }: PillAround): PillText {
  const { persistence, unsent, oldestUnsentMs, readOnly, grant, savedAt } = status;
  if (readOnly !== undefined) {
    const reason = READ_ONLY_REASONS[readOnly];
    const words = reason === undefined ? 'Read only' : `Read only · ${reason}`;
    return {
      tone: 'bad',
      symbol: '■',
      text: withUnsent(words, unsent),
      short: withUnsent('Read only', unsent),
      spoken: words,
    };
  }
  const here = mayDraw(grant) ? 'Live' : 'View only';
  // The connection is live, but the hub has not said how it keeps the board. So the words claim nothing about it.
  if (persistence === undefined) return { tone: 'neutral', symbol: '●', text: here, short: here, spoken: here };
  const saves = persistence.mode !== 'none';
  const spoken = `${here} · ${saves ? 'the board is saved as you draw' : 'memory only'}`;
  if (unsent > 0 && oldestUnsentMs !== undefined && oldestUnsentMs >= SLOW_SEND_MS) {
    const slow = saves ? 'saving' : 'sending';
    const count = unsent.toLocaleString('en');
    const short = `${saves ? 'Saving' : 'Sending'} ${count}`;
    return { tone: 'warn', symbol: '●', text: `${here} · ${slow} ${count}`, short, spoken: `${here} · ${slow} takes long` };
  }
  if (!saves) {
    const short = mayDraw(grant) ? 'Memory only' : 'View · memory';
    return { tone: 'neutral', symbol: '●', text: `${here} · memory only`, short, spoken };
  }
  const said = (tone: PillTone, keeping: string): PillText => ({
    tone,
    symbol: '●',
    text: `${here} · ${keeping}`,
    short: mayDraw(grant) ? `Live · ${keeping}` : `View · ${keeping}`,
    spoken,
  });
  if (unsent > 0) return said('neutral', 'saving');
  if (isHostedHere) return said('good', 'saved on this computer');
  if (savedAt === undefined) return said('neutral', persistence.mode === 'lmdb' ? 'kept on disk' : 'kept in Azure');
  // The hub's clock may be a little ahead of this one.
  const ageMs = Math.max(0, now - savedAt);
  const age = ageMs < 1_000 ? 'saved just now' : `saved ${agoWords(ageMs)} ago`;
  return lookAgain(said('good', age), agoChangesInMs(ageMs));
}

function joining(status: PillStatus, state: Extract<SessionStatus['state'], { phase: 'joining' }>, at: PillAround): PillText {
  const quietForMs = QUIET_DROP_MS - (at.nowMono - state.since);
  if (quietForMs > 0 && status.persistence !== undefined) return lookAgain(live(status, at), quietForMs);
  const progress = joinProgress(state, at.nowMono);
  const words = progress === undefined ? 'Joining' : `Joining · ${Math.floor(progress * 100)} %`;
  const short = progress === undefined ? 'Joining' : `Joining ${Math.floor(progress * 100)} %`;
  const text: PillText = {
    tone: 'neutral',
    symbol: '◐',
    text: withUnsent(words, status.unsent),
    short,
    spoken: progress === undefined ? 'Joining' : 'Joining · the board is on its way',
  };
  return quietForMs > 0 ? lookAgain(text, quietForMs) : text;
}

function waiting(symbol: '◐' | '○', words: string, { unsent, outboxKept }: PillStatus, aloud = words): PillText {
  const text = withUnsent(words, unsent);
  const kept = outboxKept === 'device' ? 'kept on this device' : 'kept in this window';
  const spoken = unsent === 0 ? aloud : `${aloud} · what you draw is ${kept} until it can be sent`;
  return { tone: 'warn', symbol, text, short: text, spoken };
}

function withUnsent(words: string, unsent: number): string {
  return unsent > 0 ? `${words} · ${unsent.toLocaleString('en')} unsent` : words;
}

function lookAgain(text: PillText, inMs: number): PillText {
  return { ...text, lookAgainMs: Math.min(inMs, text.lookAgainMs ?? inMs) };
}
