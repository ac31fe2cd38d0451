import { assertNever } from '../../../../core/base/assert-never.ts';
import { mayDraw } from '../../../../core/contract/access/grants.ts';
import { REFUSALS, type RefusalCode } from '../../../../core/contract/refusal-codes.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { agoChangesInMs, agoWords, momentWords, type TimeStyle } from '../time-words.ts';
import type { LossCause } from './loss-cause.ts';
import { PILL, PILL_REASONS } from './pill-words.ts';

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
        status.asOf === undefined ? PILL.offline : PILL.offlineAsOf(momentOf(status.asOf, at)),
        status,
        PILL.offline,
      );
    case 'connecting': {
      const forMs = at.nowMono - state.since;
      // A known persistence means that this client has been in the room before.
      const returning = status.persistence !== undefined;
      if (forMs < QUIET_DROP_MS && state.attempt === 0) {
        return lookAgain(returning ? live(status, at) : connecting(), QUIET_DROP_MS - forMs);
      }
      const words = returning ? PILL.reconnecting : unsent > 0 || state.attempt > 0 ? PILL.connecting : undefined;
      const reason = status.notYet && NOT_YET_REASONS[status.notYet];
      if (reason !== undefined) return waiting('◐', `${words ?? PILL.connecting} · ${PILL_REASONS[reason]}`, status);
      if (status.asOf !== undefined) return waiting('◐', PILL.asOfNotLive(momentOf(status.asOf, at)), status, PILL.copySpoken);
      return words === undefined ? connecting() : waiting('◐', words, status);
    }
    case 'joining':
      return joining(status, state, at);
    case 'refused':
      return {
        tone: 'bad',
        symbol: '■',
        text: withUnsent(notJoined(state.code), unsent),
        short: withUnsent(PILL.notJoined, unsent),
        spoken: REFUSALS[state.code],
      };
    default:
      return assertNever(state);
  }
}

function momentOf(at: number, { now, style }: PillAround): string {
  return momentWords(at, now, style);
}

/** The progress of a long catch-up, from 0 to 1. Undefined for a join that is short, in size or so far in time. */
export function joinProgress(state: SessionStatus['state'], nowMono: number): number | undefined {
  if (state.phase !== 'joining' || state.total < PROGRESS_FROM_BYTES || nowMono - state.since < QUIET_DROP_MS) return undefined;
  return Math.min(1, state.received / state.total);
}

function connecting(): PillText {
  const { connecting: text } = PILL;
  return { tone: 'neutral', symbol: '◐', text, short: text, spoken: text };
}

/** Shown until the person decides, in every state of the connection. */
function lostCopy(cause: LossCause): PillText {
  const text = `${PILL.lost[cause]} · ${PILL.holdCopy}`;
  return { tone: 'bad', symbol: '▲', text, short: PILL.holdCopyShort, spoken: text };
}

/** Shown until the room is hosted again, whatever this window tries in the meantime. */
function ended(elements: number): PillText {
  const text = elements > 0 ? `${PILL.hostEnded} · ${PILL.holdCopy}` : PILL.hostEnded;
  return { tone: 'bad', symbol: '▲', text, short: PILL.ended, spoken: text };
}

/** One or two words for each reason of a read-only board. */
const READ_ONLY_REASONS: Partial<Record<RefusalCode, keyof typeof PILL_REASONS>> = {
  'room.read_only': 'noStore',
  'store.unavailable': 'noStore',
  'access.denied': 'notAllowed',
  'server.full': 'memoryFull',
};

/** Two or three words for each reason of a refused join. */
const NOT_YET_REASONS: Partial<Record<RefusalCode, keyof typeof PILL_REASONS>> = {
  'server.rooms_full': 'full',
  'server.full': 'full',
  'rate.rooms': 'rooms',
  'service.messages': 'messages',
  'service.connections': 'connections',
  'service.away': 'serviceAway',
  'line.blocked': 'noWebSockets',
  'page.not_allowed': 'page',
  'server.clock': 'clock',
  'server.draining': 'restarting',
  'server.cut_off': 'cutOff',
  'store.unavailable': 'noStore',
  'pass.too_often': 'passwords',
};

/** Two or three words for each reason of a refusal that waits for the person. The card has the sentence. */
const REFUSED_REASONS: Partial<Record<RefusalCode, keyof typeof PILL_REASONS>> = {
  'join.version': 'versions',
  'join.replaced': 'elsewhere',
  'room.full': 'roomFull',
  'store.damaged': 'damaged',
  'access.denied': 'denied',
  'access.needed': 'linkNeeded',
  'link.malformed': 'linkDamaged',
  'link.expired': 'linkExpired',
  'link.other_room': 'linkOfOther',
  'link.foreign': 'linkUnknown',
  'link.revoked': 'linkRevoked',
  'link.used': 'linkUsed',
  'room.kicked': 'sentAway',
  'room.banned': 'closed',
  'pass.needed': 'passwordNeeded',
  'pass.wrong': 'passwordWrong',
  'access.sign_in': 'signIn',
  'sign_in.unknown': 'signInUnknown',
  'sign_in.stale': 'signInOver',
  'sign_in.unreachable': 'signInAway',
  'sign_in.not_allowed': 'notOpen',
};

function notJoined(code: RefusalCode): string {
  const reason = REFUSED_REASONS[code];
  return reason === undefined ? PILL.notJoined : `${PILL.notJoined} · ${PILL_REASONS[reason]}`;
}

function live(status: PillStatus, { now, isHostedHere = false }: PillAround): PillText {
  const { persistence, unsent, oldestUnsentMs, readOnly, grant, savedAt } = status;
  if (readOnly !== undefined) {
    const reason = READ_ONLY_REASONS[readOnly];
    const words = reason === undefined ? PILL.readOnly : `${PILL.readOnly} · ${PILL_REASONS[reason]}`;
    return {
      tone: 'bad',
      symbol: '■',
      text: withUnsent(words, unsent),
      short: withUnsent(PILL.readOnly, unsent),
      spoken: words,
    };
  }
  const here = mayDraw(grant) ? PILL.live : PILL.viewOnly;
  // The connection is live, but the hub has not said how it keeps the board. So the words claim nothing about it.
  if (persistence === undefined) return { tone: 'neutral', symbol: '●', text: here, short: here, spoken: here };
  const saves = persistence.mode !== 'none';
  const spoken = `${here} · ${saves ? PILL.savedSpoken : PILL.memoryOnly}`;
  if (unsent > 0 && oldestUnsentMs !== undefined && oldestUnsentMs >= SLOW_SEND_MS) {
    const short = saves ? PILL.savingShort(unsent) : PILL.sendingShort(unsent);
    const slow = saves ? PILL.savingCount(unsent) : PILL.sendingCount(unsent);
    const slowSpoken = `${here} · ${saves ? PILL.savingSlow : PILL.sendingSlow}`;
    return { tone: 'warn', symbol: '●', text: `${here} · ${slow}`, short, spoken: slowSpoken };
  }
  if (!saves) {
    const short = mayDraw(grant) ? PILL.memoryOnlyShort : PILL.viewMemory;
    return { tone: 'neutral', symbol: '●', text: `${here} · ${PILL.memoryOnly}`, short, spoken };
  }
  const said = (tone: PillTone, keeping: string): PillText => ({
    tone,
    symbol: '●',
    text: `${here} · ${keeping}`,
    short: `${mayDraw(grant) ? PILL.live : PILL.view} · ${keeping}`,
    spoken,
  });
  if (unsent > 0) return said('neutral', PILL.saving);
  if (isHostedHere) return said('good', PILL.savedHere);
  if (savedAt === undefined) return said('neutral', PILL.keptIn[persistence.mode]);
  // The hub's clock may be a little ahead of this one.
  const ageMs = Math.max(0, now - savedAt);
  const age = ageMs < 1_000 ? PILL.savedNow : PILL.savedAgo(agoWords(ageMs));
  return lookAgain(said('good', age), agoChangesInMs(ageMs));
}

function joining(status: PillStatus, state: Extract<SessionStatus['state'], { phase: 'joining' }>, at: PillAround): PillText {
  const quietForMs = QUIET_DROP_MS - (at.nowMono - state.since);
  if (quietForMs > 0 && status.persistence !== undefined) return lookAgain(live(status, at), quietForMs);
  const progress = joinProgress(state, at.nowMono);
  const percent = progress === undefined ? undefined : Math.floor(progress * 100);
  const words = percent === undefined ? PILL.joining : PILL.joiningAt(percent);
  const short = percent === undefined ? PILL.joining : PILL.joiningShort(percent);
  const text: PillText = {
    tone: 'neutral',
    symbol: '◐',
    text: withUnsent(words, status.unsent),
    short,
    spoken: percent === undefined ? PILL.joining : PILL.joiningSpoken,
  };
  return quietForMs > 0 ? lookAgain(text, quietForMs) : text;
}

function waiting(symbol: '◐' | '○', words: string, { unsent, outboxKept }: PillStatus, aloud = words): PillText {
  const text = withUnsent(words, unsent);
  const spoken = unsent === 0 ? aloud : `${aloud} · ${PILL.keptUntilSent[outboxKept]}`;
  return { tone: 'warn', symbol, text, short: text, spoken };
}

function withUnsent(words: string, unsent: number): string {
  return unsent > 0 ? `${words} · ${PILL.unsent(unsent)}` : words;
}

function lookAgain(text: PillText, inMs: number): PillText {
  return { ...text, lookAgainMs: Math.min(inMs, text.lookAgainMs ?? inMs) };
}
