import { LIMITS } from '../../../../core/contract/limits.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { agoWords, countWords } from '../time-words.ts';

/** The effect of one event on the drawing. */
export interface Loss {
  readonly event: string;
  readonly effect: string;
  /** `unknown`: it depends on facts that this window cannot see. */
  readonly fate: 'kept' | 'lost' | 'unknown';
}

type Effect = Omit<Loss, 'event'>;

/** How long the hub keeps an empty memory-only room, in words. It checks for such rooms periodically. */
export const EMPTY_ROOM_KEPT = `about ${agoWords(LIMITS.emptyRoomGraceMs)}`;

export interface LossesAround {
  /** Number of other people in the room, as far as known. */
  readonly others: number;
  /** The server is the hub of this device's own app, which ends with it. */
  readonly isHostedHere: boolean;
}

/** What each event would lose now. */
export function losses(status: SessionStatus, around: LossesAround): readonly Loss[] {
  return [
    { event: around.isHostedHere ? 'You quit Inkroom' : 'You close this window', ...closing(status, around) },
    { event: 'The server restarts', ...restarting(status) },
    { event: 'Everyone leaves', ...allLeaving(status) },
  ];
}

const kept = (effect: string): Effect => ({ effect, fate: 'kept' });
const lost = (effect: string): Effect => ({ effect, fate: 'lost' });
const unknown = (effect: string): Effect => ({ effect, fate: 'unknown' });

function closing(status: SessionStatus, around: LossesAround): Effect {
  const { persistence, unsent, lostCopy, outboxKept, state } = status;
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
  const board = around.isHostedHere ? boardWhenQuitting(status, around.others) : boardWhenClosing(status, around.others);
  if (board !== undefined) parts.push(board);
  if (parts.length > 0) return { effect: parts.map(({ effect }) => effect).join(' '), fate: worst(parts) };
  if (persistence === undefined) return kept('Nothing is lost: you have no unsent changes.');
  if (persistence.mode !== 'none') return kept('Nothing is lost: all you drew is saved.');
  return kept(
    state.phase === 'live'
      ? 'Nothing is lost: the room has all you drew.'
      : 'Nothing is lost: there is nothing on the board here.',
  );
}

/** The fate of a memory-only board when this window closes. Undefined where this window does not decide it. */
function boardWhenClosing(status: SessionStatus, others: number): Effect | undefined {
  const { persistence, elements, state, hostEnded } = status;
  if (persistence?.mode !== 'none' || elements === 0) return undefined;
  if (hostEnded) return lost(`The host ended this room, and its board with it. ${ownCopy(status)}`);
  if (others > 0 && state.phase === 'live') return undefined;
  if (others > 0) return unknown(`The server cannot be asked whether the others still have this board. ${ownCopy(status)}`);
  if (state.phase === 'live')
    return lost(`You are alone here: the server deletes the board ${EMPTY_ROOM_KEPT} after you leave. ${ownCopy(status)}`);
  // The server refused: this client may never have been in the room.
  if (state.phase === 'refused') return unknown('Inkroom does not know whether anyone else has this board.');
  const place = status.outboxKept === 'device' ? 'on this device' : 'in this window';
  return unknown(`Nobody else was here, and the server kept this board in memory only: it may be left ${place} alone.`);
}

/** The fate of the board of a room that this app serves. */
function boardWhenQuitting(status: SessionStatus, others: number): Effect | undefined {
  const { persistence, elements } = status;
  const ends =
    others > 0
      ? `This computer is the server: the room ends for ${countWords(others, 'other person', 'other people')} too. `
      : '';
  if (persistence?.mode === 'none' && elements > 0)
    return lost(`${ends}The board goes with Inkroom’s memory. ${ownCopy(status)}`);
  if (ends === '' || persistence === undefined || persistence.mode === 'none') return undefined;
  return kept(`${ends}The board stays on this computer and is there when you open it again.`);
}

/** Where the board remains when its server no longer has it. */
function ownCopy({ outboxKept }: SessionStatus): string {
  return outboxKept === 'device' ? 'This device keeps a copy.' : 'Save a copy to keep it.';
}

function restarting({ persistence, readOnly, unsent, elements, state }: SessionStatus): Effect {
  if (persistence === undefined) return NOT_TOLD;
  if (persistence.mode !== 'none') {
    if (readOnly !== undefined)
      return unknown('Saved changes are read back. The rest comes back from the people who drew it and are still here.');
    if (unsent > 0)
      return kept(
        `Saved changes are read back. Your ${countWords(unsent, 'change')} that ${unsent === 1 ? 'is' : 'are'} not saved yet ${unsent === 1 ? 'is' : 'are'} sent again.`,
      );
    return kept('Nothing is lost: the board is read back from the store.');
  }
  if (elements === 0)
    return state.phase === 'live' && unsent === 0
      ? kept('Nothing is lost: the board is empty.')
      : lost('The server loses what it has in memory.');
  return lost('The server loses the board. This window holds a copy and offers to restore it.');
}

function allLeaving(status: SessionStatus): Effect {
  const { persistence, readOnly, unsent, elements, state } = status;
  if (persistence === undefined) return NOT_TOLD;
  if (persistence.mode !== 'none') {
    if (readOnly !== undefined) return unknown('Saved changes stay in the store. The server keeps trying to save the rest.');
    return kept(unsent > 0 ? 'Saved changes stay in the store.' : 'Nothing is lost: the board stays in the store.');
  }
  if (elements === 0 && unsent === 0 && state.phase === 'live') return kept('Nothing is lost: the board is empty.');
  return lost(
    `The server deletes the board after ${EMPTY_ROOM_KEPT} without anybody.${elements === 0 ? '' : ` ${ownCopy(status)}`}`,
  );
}

const NOT_TOLD = unknown('The server has not answered yet, so Inkroom does not know how it keeps this board.');

function worst(effects: readonly Effect[]): Loss['fate'] {
  const fates = effects.map(({ fate }) => fate);
  return fates.includes('lost') ? 'lost' : fates.includes('unknown') ? 'unknown' : 'kept';
}
