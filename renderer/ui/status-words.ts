import { assertNever } from '../../core/base/assert-never.ts';
import { REFUSALS } from '../../core/contract/refusal-codes.ts';
import type { SessionStatus } from '../session/session.ts';

export type PillTone = 'neutral' | 'good' | 'warn' | 'bad';

export interface PillText {
  readonly tone: PillTone;
  readonly symbol: '●' | '◐' | '○' | '▲' | '■';
  readonly text: string;
  /** The same for a narrow window. */
  readonly short: string;
  /** Milliseconds after which the words may change without anything happening: look again then. */
  readonly lookAgainMs?: number;
}

/** What `pillText` reads of the session's status. */
export type PillStatus = Pick<SessionStatus, 'state' | 'unsent' | 'oldestUnsentMs' | 'persistence' | 'lostCopy'>;

/** A drop shorter than this is nobody's business: most are over before they can be read. */
export const QUIET_DROP_MS = 300;
/** A change that has waited this long on a live connection is worth a word: the line is slower than the pen. */
export const SLOW_SEND_MS = 2_000;
/** Joins of less than this are over before a number could be read. */
export const PROGRESS_FROM_BYTES = 64 * 1024;

/** The one line about the connection, the outbox and the board's keeping (look.md). `nowMono` is the session's `clock.mono()`. */
export function pillText(status: PillStatus, nowMono: number): PillText {
  if (status.lostCopy) return { tone: 'bad', symbol: '▲', text: 'Server restarted · you hold a copy', short: 'You hold a copy' };
  const { state, unsent } = status;
  switch (state.phase) {
    case 'live':
      return live(status);
    case 'offline':
      return { tone: 'warn', symbol: '○', text: withUnsent('Offline', unsent), short: withUnsent('Offline', unsent) };
    case 'connecting': {
      const forMs = nowMono - state.since;
      // Having been told how the board is kept means having been in the room before.
      const returning = status.persistence !== undefined;
      if (forMs < QUIET_DROP_MS && state.attempt === 0) {
        const quiet = returning ? live(status) : CONNECTING;
        return { ...quiet, lookAgainMs: QUIET_DROP_MS - forMs };
      }
      const words = returning ? 'Reconnecting' : unsent > 0 || state.attempt > 0 ? 'Connecting' : undefined;
      if (words === undefined) return CONNECTING;
      return { tone: 'warn', symbol: '◐', text: withUnsent(words, unsent), short: withUnsent(words, unsent) };
    }
    case 'joining':
      return joining(status, state, nowMono);
    case 'refused':
      return { tone: 'bad', symbol: '■', text: REFUSALS[state.code], short: 'Not joined' };
    default:
      return assertNever(state);
  }
}

const CONNECTING: PillText = { tone: 'neutral', symbol: '◐', text: 'Connecting', short: 'Connecting' };

function live(status: PillStatus): PillText {
  const { persistence, unsent, oldestUnsentMs } = status;
  if (unsent > 0 && oldestUnsentMs !== undefined && oldestUnsentMs >= SLOW_SEND_MS) {
    return { tone: 'warn', symbol: '●', text: `Live · sending ${unsent}`, short: `Sending ${unsent}` };
  }
  if (persistence !== undefined && persistence.mode !== 'none')
    return { tone: 'good', symbol: '●', text: 'Live · saved', short: 'Live · saved' };
  return { tone: 'neutral', symbol: '●', text: 'Live · memory only', short: 'Memory only' };
}

function joining(status: PillStatus, state: Extract<SessionStatus['state'], { phase: 'joining' }>, nowMono: number): PillText {
  if (state.total >= PROGRESS_FROM_BYTES) {
    const percent = Math.min(100, Math.floor((state.received / state.total) * 100));
    return { tone: 'neutral', symbol: '◐', text: `Joining · ${percent} %`, short: `Joining ${percent} %` };
  }
  const forMs = nowMono - state.since;
  if (status.persistence !== undefined && forMs < QUIET_DROP_MS) return { ...live(status), lookAgainMs: QUIET_DROP_MS - forMs };
  return { tone: 'neutral', symbol: '◐', text: 'Joining', short: 'Joining' };
}

function withUnsent(words: string, unsent: number): string {
  return unsent > 0 ? `${words} · ${unsent.toLocaleString('en')} unsent` : words;
}
