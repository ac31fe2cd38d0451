import { assertNever } from '../../../../core/base/assert-never.ts';
import { mayComment, mayDraw } from '../../../../core/contract/access/grants.ts';
import { REFUSALS } from '../../../../core/contract/refusal-codes.ts';
import type { SessionStatus } from '../../../session/session.ts';
import type { Fact } from '../../chrome/parts/fact-list.tsx';
import { fullnessSentence, previousLifeSentence } from '../news-words.ts';
import { agoWords, MINUTE_MS, momentWords, numberWords, type TimeStyle } from '../time-words.ts';
import { type Loss, losses } from './status-losses.ts';
import { FACTS, HOME_SENTENCES, keptAt, MORE_SENTENCES, NOW_SENTENCES, waitWords } from './status-table.ts';
import type { Moment } from './status-words.ts';

/** The sentences of the status panel, in reading order. */
export interface StatusSentences {
  /** Where the board lives, and since when. */
  readonly home: string;
  /** The current state, and the next step. */
  readonly now: string;
  /** Other boards: a lost copy, or an earlier epoch of the room that was dropped. */
  readonly more: readonly string[];
  /** What each event would lose. */
  readonly losses: readonly Loss[];
  /** Numbers, each with a name. */
  readonly facts: readonly Fact[];
  /** Codes and ids, for a report to the operator of the server. */
  readonly details: string;
}

export interface SentencesAt extends Moment {
  readonly fingerprint: string;
  /** The number of other people in the room, as last known. */
  readonly others: number;
  /** The server is the hub of this device's own app. */
  readonly isHostedHere?: boolean;
  readonly style?: TimeStyle;
}

export function statusSentences(status: SessionStatus, at: SentencesAt): StatusSentences {
  return {
    home: homeSentence(status, at),
    now: nowSentence(status, at.nowMono),
    more: moreSentences(status, at),
    losses: losses(status, { others: at.others, isHostedHere: at.isHostedHere ?? false }),
    facts: facts(status, at),
    details: detailsLine(status),
  };
}

function homeSentence(status: SessionStatus, { now, style, isHostedHere }: SentencesAt): string {
  const { persistence, readOnly, state, elements, unsent, asOf, outboxKept } = status;
  if (persistence === undefined && asOf !== undefined) {
    return HOME_SENTENCES.copy(momentWords(asOf, now, style));
  }
  if (persistence === undefined) {
    return elements === 0 && unsent === 0 ? HOME_SENTENCES.later : HOME_SENTENCES.onlyHere;
  }
  const since = momentWords(persistence.since, now, style);
  const isLive = state.phase === 'live';
  const copy = outboxKept === 'device' && elements > 0 ? ` ${HOME_SENTENCES.deviceCopy}` : '';
  const { memoryHere, memoryHereBefore, memory, memoryBefore } = HOME_SENTENCES;
  if (persistence.mode !== 'none') return `${keptAt(persistence.mode, isHostedHere ?? false, since)}${cannotWrite(readOnly)}`;
  if (isHostedHere) return `${(isLive ? memoryHere : memoryHereBefore)(since)}${copy}`;
  return `${(isLive ? memory : memoryBefore)(since)}${copy}`;
}

function cannotWrite(readOnly: SessionStatus['readOnly']): string {
  return readOnly === 'room.read_only' || readOnly === 'store.unavailable' ? ` ${HOME_SENTENCES.noWrites}` : '';
}

function nowSentence(status: SessionStatus, nowMono: number): string {
  const { state, unsent, grant } = status;
  const words = NOW_SENTENCES;
  switch (state.phase) {
    case 'live':
      return `${words.connected} ${liveSentence(status)}`;
    case 'offline':
      return `${words.noNetwork} ${mayDraw(grant) ? words.goOnOffline(waitWords(unsent)) : words.outOfDate}`;
    case 'connecting': {
      const tried = status.notYet === undefined ? words.trying(agoWords(nowMono - state.since)) : REFUSALS[status.notYet];
      return `${tried} ${mayDraw(grant) ? words.goOn(waitWords(unsent)) : words.outOfDate}`;
    }
    case 'joining': {
      const way = state.total > 0 ? words.onItsWay(kib(state.received), kib(state.total)) : words.lettingIn;
      if (!mayDraw(grant)) return way;
      return `${way} ${unsent === 0 ? words.drawAlready : words.drawAlreadyWaits(waitWords(unsent))}`;
    }
    case 'refused':
      return unsent === 0 ? REFUSALS[state.code] : `${REFUSALS[state.code]} ${words.waitsAlone(unsent)}`;
    default:
      return assertNever(state);
  }
}

function liveSentence({ readOnly, grant, locked, lostCopy, unsent, persistence }: SessionStatus): string {
  if (readOnly !== undefined)
    return unsent === 0 ? REFUSALS[readOnly] : `${REFUSALS[readOnly]} ${NOW_SENTENCES.waitsAlone(unsent)}`;
  if (!mayDraw(grant)) return locked ? NOW_SENTENCES.raiseHand : mayComment(grant) ? NOW_SENTENCES.comment : NOW_SENTENCES.look;
  const saves = persistence !== undefined && persistence.mode !== 'none';
  if (unsent > 0) return saves ? NOW_SENTENCES.notSaved(unsent) : NOW_SENTENCES.onTheWay(unsent);
  if (lostCopy !== undefined) return NOW_SENTENCES.decide;
  return saves ? NOW_SENTENCES.saved : NOW_SENTENCES.reached;
}

function moreSentences(
  { state, notYet, lostCopy, previousLife, outboxKept, fullness, clockTrouble, transport }: SessionStatus,
  { now, style }: SentencesAt,
): readonly string[] {
  const more: string[] = [];
  const full = fullnessSentence(fullness);
  if (full !== undefined) more.push(full);
  // The sentence about the present state may have said it: while there is no network it says that.
  const isSaid = state.phase === 'connecting' && notYet === 'server.clock';
  if (clockTrouble !== undefined && !isSaid) more.push(clockSentence(clockTrouble));
  if (state.phase === 'live' && transport === LONG_POLLING) more.push(MORE_SENTENCES.slowLine);
  if (lostCopy !== undefined && lostCopy.elements === 0) {
    more.push(MORE_SENTENCES.cameBack(lostCopy.removed));
  } else if (lostCopy !== undefined) {
    more.push(MORE_SENTENCES.copy(lostCopy.elements, momentWords(lostCopy.upTo, now, style), outboxKept));
  }
  if (previousLife !== undefined) more.push(previousLifeSentence(previousLife, now, style));
  return more;
}

/** The transport where a network or a proxy lets no WebSocket through. */
const LONG_POLLING = 'long polling';

function clockSentence(trouble: NonNullable<SessionStatus['clockTrouble']>): string {
  if (trouble.of === 'server') return REFUSALS['server.clock'];
  const { aheadMs } = trouble;
  return MORE_SENTENCES.clock(agoWords(Math.round(Math.abs(aheadMs) / MINUTE_MS) * MINUTE_MS), aheadMs > 0);
}

function facts(status: SessionStatus, { now, fingerprint }: SentencesAt): StatusSentences['facts'] {
  const { unsent, oldestUnsentMs, instance, roundTripMs, state, persistence, savedAt, outboxKept } = status;
  const isLive = state.phase === 'live';
  const saves = persistence !== undefined && persistence.mode !== 'none';
  const server = instance === undefined ? FACTS.notReached : isLive ? instance.name : FACTS.lastHeard(instance.name);
  const changes = oldestUnsentMs === undefined ? FACTS.changes(unsent) : FACTS.changesSince(unsent, agoWords(oldestUnsentMs));
  return [
    [FACTS.onBoard, FACTS.elements(status.elements)],
    [FACTS.unsent, unsent === 0 ? FACTS.nothing : changes],
    ...(unsent === 0 ? [] : [[FACTS.kept, FACTS.keptIn[outboxKept]] as const]),
    ...(saves ? [[FACTS.lastSaved, savedAt === undefined ? FACTS.notKnown : FACTS.ago(agoWords(now - savedAt))] as const] : []),
    [FACTS.server, server],
    [FACTS.connected, connectedWords(status)],
    [FACTS.roundTrip, roundTripMs === undefined ? FACTS.notMeasured : `${Math.max(1, Math.round(roundTripMs))} ms`],
    [FACTS.fingerprint, fingerprint.slice(0, 8)],
  ];
}

function connectedWords({ transport, carrier }: SessionStatus): string {
  if (transport === undefined) return FACTS.no;
  return carrier === undefined ? FACTS.over(transport) : FACTS.through(transport, carrier);
}

function detailsLine(status: SessionStatus): string {
  const { state } = status;
  return [
    `phase ${state.phase}`,
    ...(state.phase === 'refused' ? [state.code] : []),
    ...(status.readOnly === undefined ? [] : [`read only ${status.readOnly}`]),
    ...(status.refused === undefined ? [] : [`last refusal ${status.refused.code}`]),
    ...(status.epoch === undefined ? [] : [`epoch ${status.epoch}`]),
    ...(status.instance === undefined ? [] : [`instance ${status.instance.id}`]),
    `client ${status.you.clientId}`,
  ].join(' · ');
}

function kib(bytes: number): string {
  return bytes < 1024 * 1024 ? `${numberWords(Math.ceil(bytes / 1024))} KiB` : `${numberWords(bytes / 1024 / 1024, 1)} MiB`;
}
