import { mayDraw } from '../../../../core/contract/access/grants.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { emptyRoomKept } from '../time-words.ts';
import { LOSSES } from './status-table.ts';

/** The effect of one event on the drawing. */
export interface Loss {
  readonly event: string;
  readonly effect: string;
  /** `unknown`: it depends on facts that this window cannot see. */
  readonly fate: 'kept' | 'lost' | 'unknown';
}

type Effect = Omit<Loss, 'event'>;

export interface LossesAround {
  /** Number of other people in the room, as far as known. */
  readonly others: number;
  /** The server is the hub of this device's own app, which ends with it. */
  readonly isHostedHere: boolean;
}

/** What each event would lose now. */
export function losses(status: SessionStatus, around: LossesAround): readonly Loss[] {
  return [
    { event: around.isHostedHere ? LOSSES.quit : LOSSES.close, ...closing(status, around) },
    { event: LOSSES.restart, ...restarting(status) },
    { event: LOSSES.leave, ...allLeaving(status) },
  ];
}

const kept = (effect: string): Effect => ({ effect, fate: 'kept' });
const lost = (effect: string): Effect => ({ effect, fate: 'lost' });
const unknown = (effect: string): Effect => ({ effect, fate: 'unknown' });

function closing(status: SessionStatus, around: LossesAround): Effect {
  const { persistence, unsent, lostCopy, outboxKept, state, grant } = status;
  const outlives = outboxKept === 'device';
  const parts: Effect[] = [];
  if (lostCopy !== undefined) {
    parts.push(outlives ? kept(LOSSES.copyStays) : lost(LOSSES.copyLost));
  }
  if (unsent > 0) {
    parts.push(outlives ? kept(LOSSES.unsentStays(unsent)) : lost(LOSSES.unsentLost(unsent)));
  }
  const board = around.isHostedHere ? boardWhenQuitting(status, around.others) : boardWhenClosing(status, around.others);
  if (board !== undefined) parts.push(board);
  if (parts.length > 0) return { effect: parts.map(({ effect }) => effect).join(' '), fate: worst(parts) };
  if (persistence === undefined || !mayDraw(grant)) return kept(LOSSES.noneUnsent);
  if (persistence.mode !== 'none') return kept(LOSSES.allSaved);
  return kept(state.phase === 'live' ? LOSSES.roomHasAll : LOSSES.nothingHere);
}

/** The fate of a memory-only board when this window closes. Undefined where this window does not decide it. */
function boardWhenClosing(status: SessionStatus, others: number): Effect | undefined {
  const { persistence, elements, state, hostEnded } = status;
  if (persistence?.mode !== 'none' || elements === 0) return undefined;
  if (hostEnded) return lost(`${LOSSES.hostEnded} ${ownCopy(status)}`);
  if (others > 0 && state.phase === 'live') return undefined;
  if (others > 0) return unknown(`${LOSSES.cannotAsk} ${ownCopy(status)}`);
  if (state.phase === 'live') return lost(`${LOSSES.alone(emptyRoomKept())} ${ownCopy(status)}`);
  // The server refused: this client may never have been in the room.
  if (state.phase === 'refused') return unknown(LOSSES.unknownToUs);
  return unknown(LOSSES.leftAlone[status.outboxKept]);
}

/** The fate of the board of a room that this app serves. */
function boardWhenQuitting(status: SessionStatus, others: number): Effect | undefined {
  const { persistence, elements } = status;
  const ends = others > 0 ? `${LOSSES.roomEnds(others)} ` : '';
  if (persistence?.mode === 'none' && elements > 0) return lost(`${ends}${LOSSES.memoryGoes} ${ownCopy(status)}`);
  if (ends === '' || persistence === undefined || persistence.mode === 'none') return undefined;
  return kept(`${ends}${LOSSES.staysHere}`);
}

/** Where the board remains when its server no longer has it. */
function ownCopy({ outboxKept }: SessionStatus): string {
  return LOSSES.ownCopy[outboxKept];
}

function restarting({ persistence, readOnly, unsent, elements, state }: SessionStatus): Effect {
  if (persistence === undefined) return unknown(LOSSES.notTold);
  if (persistence.mode !== 'none') {
    if (readOnly !== undefined) return unknown(LOSSES.readBackPartly);
    if (unsent > 0) return kept(LOSSES.sentAgain(unsent));
    return kept(LOSSES.readBack);
  }
  if (elements === 0) return state.phase === 'live' && unsent === 0 ? kept(LOSSES.empty) : lost(LOSSES.memoryLost);
  return lost(LOSSES.boardLost);
}

function allLeaving(status: SessionStatus): Effect {
  const { persistence, readOnly, unsent, elements, state } = status;
  if (persistence === undefined) return unknown(LOSSES.notTold);
  if (persistence.mode !== 'none') {
    if (readOnly !== undefined) return unknown(LOSSES.triesToSave);
    return kept(unsent > 0 ? LOSSES.savedStays : LOSSES.stays);
  }
  if (elements === 0 && unsent === 0 && state.phase === 'live') return kept(LOSSES.empty);
  return lost(`${LOSSES.deleted(emptyRoomKept())}${elements === 0 ? '' : ` ${ownCopy(status)}`}`);
}

function worst(effects: readonly Effect[]): Loss['fate'] {
  const fates = effects.map(({ fate }) => fate);
  return fates.includes('lost') ? 'lost' : fates.includes('unknown') ? 'unknown' : 'kept';
}
