import { assertNever } from '../../../../core/base/assert-never.ts';
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
  /** The same for who listens: without ages and counts, so that it is read aloud when the state changes and not with every stroke. */
  readonly spoken: string;
  /** Milliseconds after which the words may change without anything happening: look again then. */
  readonly lookAgainMs?: number;
}

/** What `pillText` reads of the session's status. */
export type PillStatus = Pick<
  SessionStatus,
  | 'state'
  | 'asOf'
  | 'role'
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

/** What the pill knows beside the status. */
export interface PillAround extends Moment {
  /** Why the board of the lost copy was lost. */
  readonly cause: LossCause;
  /** The server is the hub of this device's own app. */
  readonly isHostedHere?: boolean;
  readonly style?: TimeStyle;
}

/** A drop shorter than this is not shown: a return takes some six round trips, and most are over before they can be read. Milliseconds. */
export const QUIET_DROP_MS = 1_000;
/** A change that has waited this long on a live connection is worth a word: the line is slower than the pen. */
export const SLOW_SEND_MS = 2_000;
/** Joins of less than this are over before a number could be read. */
export const PROGRESS_FROM_BYTES = 64 * 1024;

/** The one line about the connection, the outbox and the board's keeping (look.md). */
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
      // Having been told how the board is kept means having been in the room before.
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

/** What is shown is only what this device saw last. */
function asOf(upTo: number, { now, style }: PillAround): string {
  return `As of ${momentWords(upTo, now, style)}`;
}

/** The bar of a long catch-up: from 0 to 1, or undefined for a join that is short, in size or so far in time. */
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

/** Stays until it is decided, whatever the connection does meanwhile. */
function lostCopy(cause: LossCause): PillText {
  const what = { restart: 'Server restarted', letGo: 'Board deleted', unknown: 'Board lost' }[cause];
  const text = `${what} · you hold a copy`;
  return { tone: 'bad', symbol: '▲', text, short: 'You hold a copy', spoken: text };
}

/** Stays until somebody hosts it again, whatever this window tries meanwhile. */
function ended(elements: number): PillText {
  const text = elements > 0 ? 'The host ended this room · you hold a copy' : 'The host ended this room';
  return { tone: 'bad', symbol: '▲', text, short: 'Room ended', spoken: text };
}

/** What a reason not to let anybody draw is called in one or two words. */
const READ_ONLY_REASONS: Partial<Record<RefusalCode, string>> = {
  'room.read_only': 'store unavailable',
  'store.unavailable': 'store unavailable',
  'access.denied': 'not allowed to draw',
  'server.full': 'server memory full',
};

/** What a reason not to let this client in yet is called in two or three words. */
const NOT_YET_REASONS: Partial<Record<RefusalCode, string>> = {
  'server.rooms_full': 'server full',
  'server.full': 'server full',
  'rate.rooms': 'too many rooms opened',
  'service.messages': 'message quota used up',
  'service.connections': 'connection quota used up',
  'page.not_allowed': 'address of the page unknown',
};

function live(status: PillStatus, { now, isHostedHere = false }: PillAround): PillText {
  const { persistence, unsent, oldestUnsentMs, readOnly, role, savedAt } = status;
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
  const here = role === 'view' ? 'View only' : 'Live';
  // Live without having been told how the board is kept: nothing is claimed about it.
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
    const short = role === 'view' ? 'View · memory' : 'Memory only';
    return { tone: 'neutral', symbol: '●', text: `${here} · memory only`, short, spoken };
  }
  const said = (tone: PillTone, keeping: string): PillText => ({
    tone,
    symbol: '●',
    text: `${here} · ${keeping}`,
    short: role === 'view' ? `View · ${keeping}` : `Live · ${keeping}`,
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
