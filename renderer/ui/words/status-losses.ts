import { LIMITS } from '../../../core/contract/limits.ts';
import type { SessionStatus } from '../../session/session.ts';
import { agoWords, countWords } from './time-words.ts';

/** What one event would do to what has been drawn. */
export interface Loss {
  readonly event: string;
  readonly effect: string;
  /** `unknown`: it depends on what cannot be seen from here. */
  readonly fate: 'kept' | 'lost' | 'unknown';
}

type Effect = Omit<Loss, 'event'>;

/** How long the hub keeps an empty memory-only room, in words; it looks for such rooms now and then. */
export const EMPTY_ROOM_KEPT = `about ${agoWords(LIMITS.emptyRoomGraceMs)}`;

/** What each event would lose now. `others`: how many more people are in the room. */
export function losses(status: SessionStatus, others: number): readonly Loss[] {
  return [
    { event: 'You close this window', ...closing(status, others) },
    { event: 'The server restarts', ...restarting(status) },
    { event: 'Everyone leaves', ...allLeaving(status) },
  ];
}

const kept = (effect: string): Effect => ({ effect, fate: 'kept' });
const lost = (effect: string): Effect => ({ effect, fate: 'lost' });
const unknown = (effect: string): Effect => ({ effect, fate: 'unknown' });

function closing(status: SessionStatus, others: number): Effect {
  const { persistence, unsent, lostCopy, outboxKept } = status;
  const outlives = outboxKept === 'device';
  const parts: Effect[] = [];
  if (lostCopy !== undefined) {
    parts.push(
      outlives
        ? kept('The copy that you hold stays on this device until you decide.')
        : lost('The copy that you hold would be lost.'),
    );
  }
  if (unsent > 0) {
    const changes = countWords(unsent, 'unsent change');
    parts.push(
      outlives
        ? kept(`${changes} ${unsent === 1 ? 'stays' : 'stay'} on this device, to be sent when you open this room here again.`)
        : lost(`${changes} would be lost.`),
    );
  }
  const board = boardWhenClosing(status, others);
  if (board !== undefined) parts.push(board);
  if (parts.length > 0) return { effect: parts.map(({ effect }) => effect).join(' '), fate: worst(parts) };
  if (persistence === undefined) return kept('Nothing is lost: nothing of yours waits here.');
  return kept(`Nothing is lost: ${persistence.mode === 'none' ? 'the room has all you drew' : 'all you drew is saved'}.`);
}

/** What becomes of a memory-only board with this window; undefined where that is not for this window to decide. */
function boardWhenClosing({ persistence, elements, state, hostEnded }: SessionStatus, others: number): Effect | undefined {
  if (hostEnded && persistence?.mode === 'none' && elements > 0)
    return lost('Your copy of the board goes with this window. Save it to keep it.');
  if (persistence?.mode !== 'none' || elements === 0 || others > 0) return undefined;
  if (state.phase === 'live')
    return lost(`You are alone here: the server lets the board go ${EMPTY_ROOM_KEPT} after you leave. Save a copy to keep it.`);
  // The server said no: this client may not even have been in the room.
  if (state.phase === 'refused') return unknown('Whether anybody else holds this board is not known.');
  return unknown('Nobody else was here, and the server kept this board in memory only: it may be left in this window alone.');
}

function restarting({ persistence, readOnly, unsent, elements, state }: SessionStatus): Effect {
  if (persistence === undefined) return NOT_TOLD;
  if (persistence.mode !== 'none') {
    if (readOnly !== undefined)
      return unknown('What is saved is read back. The rest comes back from those who drew it and are still here.');
    if (unsent > 0)
      return kept(
        `What is saved is read back. Your ${countWords(unsent, 'change')} that ${unsent === 1 ? 'is' : 'are'} not saved yet ${unsent === 1 ? 'is' : 'are'} sent again.`,
      );
    return kept('Nothing is lost: the board is read back from the store.');
  }
  if (elements === 0)
    return state.phase === 'live' && unsent === 0
      ? kept('Nothing is lost: the board is empty.')
      : lost('The server loses what it holds in memory.');
  return lost('The server loses the board. This window holds a copy and offers to restore it.');
}

function allLeaving({ persistence, readOnly, unsent, elements, state }: SessionStatus): Effect {
  if (persistence === undefined) return NOT_TOLD;
  if (persistence.mode !== 'none') {
    if (readOnly !== undefined) return unknown('What is saved stays in the store. The server goes on trying to save the rest.');
    return kept(unsent > 0 ? 'What is saved stays in the store.' : 'Nothing is lost: the board stays in the store.');
  }
  if (elements === 0 && unsent === 0 && state.phase === 'live') return kept('Nothing is lost: the board is empty.');
  return lost(`The server lets the board go after ${EMPTY_ROOM_KEPT} without anybody. Save a copy to keep it.`);
}

const NOT_TOLD = unknown('The server has not been reached yet: how it keeps this board is not known.');

function worst(effects: readonly Effect[]): Loss['fate'] {
  const fates = effects.map(({ fate }) => fate);
  return fates.includes('lost') ? 'lost' : fates.includes('unknown') ? 'unknown' : 'kept';
}
