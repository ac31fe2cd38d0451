import { assertNever } from '../../../../core/base/assert-never.ts';
import { mayDraw } from '../../../../core/contract/grants.ts';
import { REFUSALS } from '../../../../core/contract/refusal-codes.ts';
import type { SessionStatus } from '../../../session/session.ts';
import { agoWords, countWords, MINUTE_MS, momentWords, type TimeStyle } from '../time-words.ts';
import { type Loss, losses } from './status-losses.ts';
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
  readonly facts: readonly { readonly name: string; readonly value: string }[];
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
    return `This is the copy that this device keeps, as of ${momentWords(asOf, now, style)}. It is not live: the server has not been reached yet.`;
  }
  if (persistence === undefined) {
    return elements === 0 && unsent === 0
      ? 'Inkroom will show where this board lives when the server answers.'
      : 'This board exists only here until the server answers.';
  }
  const since = momentWords(persistence.since, now, style);
  const isLive = state.phase === 'live';
  const copy = outboxKept === 'device' && elements > 0 ? ' This device keeps a copy.' : '';
  switch (persistence.mode) {
    case 'none':
      if (isHostedHere)
        return `This board ${isLive ? 'lives' : 'lived'} in the memory of this computer, since ${since}. It ${isLive ? 'is' : 'was'} not saved.${copy}`;
      return isLive
        ? `This board lives in the server’s memory, since ${since}. It is not saved there.${copy}`
        : `This board lived in the server’s memory, since ${since}, when the server was last heard. It was not saved there.${copy}`;
    case 'lmdb':
      if (isHostedHere) return `This board is kept on this computer. It has lived here since ${since}.${cannotWrite(readOnly)}`;
      return `This board is kept on the server’s own disk. It has lived there since ${since}.${cannotWrite(readOnly)}`;
    case 'azure-blob':
      return `This board is kept in Azure Blob Storage. It has lived there since ${since}.${cannotWrite(readOnly)}`;
    default:
      return assertNever(persistence.mode);
  }
}

function cannotWrite(readOnly: SessionStatus['readOnly']): string {
  return readOnly === 'room.read_only' || readOnly === 'store.unavailable' ? ' Right now nothing can be written there.' : '';
}

function nowSentence(status: SessionStatus, nowMono: number): string {
  const { state, unsent, grant } = status;
  const goOn = mayDraw(grant) ? `Go on drawing: ${unsentWords(unsent)}` : 'What you see may be out of date.';
  switch (state.phase) {
    case 'live':
      return `You are connected. ${liveSentence(status)}`;
    case 'offline':
      return mayDraw(grant)
        ? `There is no network. ${goOn}, and Inkroom sends what waits as soon as it can.`
        : `There is no network. ${goOn}`;
    case 'connecting': {
      const tries = `Inkroom has been trying to reach the server for ${agoWords(nowMono - state.since)}.`;
      const tried = status.notYet === undefined ? tries : `${REFUSALS[status.notYet]} ${tries}`;
      return mayDraw(grant) ? `${tried} ${goOn}.` : `${tried} ${goOn}`;
    }
    case 'joining': {
      const way =
        state.total > 0
          ? `The board is on its way: ${kib(state.received)} of ${kib(state.total)}.`
          : 'The server is letting you in.';
      const waits = unsent === 0 ? '' : `; ${unsentWords(unsent)}`;
      return mayDraw(grant) ? `${way} You can draw already${waits}.` : way;
    }
    case 'refused':
      return unsent === 0 ? REFUSALS[state.code] : `${REFUSALS[state.code]} ${sentence(unsentWords(unsent))}`;
    default:
      return assertNever(state);
  }
}

function liveSentence({ readOnly, grant, locked, lostCopy, unsent, persistence }: SessionStatus): string {
  if (readOnly !== undefined) return unsent === 0 ? REFUSALS[readOnly] : `${REFUSALS[readOnly]} ${sentence(unsentWords(unsent))}`;
  if (!mayDraw(grant))
    return locked ? 'Only hosts draw here now. Raise your hand to ask for the pen.' : 'This link lets you look, not draw.';
  const saves = persistence !== undefined && persistence.mode !== 'none';
  if (unsent > 0) {
    const changes = countWords(unsent, 'change is', 'changes are');
    return saves ? `${changes} not saved yet.` : `${changes} on the way.`;
  }
  if (lostCopy !== undefined) return 'The copy that you hold is not in the room: that is for you to decide.';
  return saves ? 'Everything you drew is saved.' : 'Everything you drew has reached the room.';
}

/** Above this share the panel says that the board fills up, so that people have time to continue on another board. */
export const NEARLY_FULL = 0.8;

/** Undefined while there is enough space. */
export function fullnessSentence(fullness: number): string | undefined {
  if (fullness < NEARLY_FULL) return undefined;
  const percent = Math.min(100, Math.floor(fullness * 100));
  return `The board is ${percent} % full. Save a copy and continue in a new room before it is full.`;
}

function moreSentences(
  { lostCopy, previousLife, outboxKept, fullness, clockTrouble }: SessionStatus,
  { now, style }: SentencesAt,
): readonly string[] {
  const more: string[] = [];
  const full = fullnessSentence(fullness);
  if (full !== undefined) more.push(full);
  if (clockTrouble !== undefined) more.push(clockSentence(clockTrouble));
  if (lostCopy !== undefined && lostCopy.elements === 0) {
    more.push(`${countWords(lostCopy.removed, 'stroke')} that had been removed before the server lost the board came back.`);
  } else if (lostCopy !== undefined) {
    const held = `${countWords(lostCopy.elements, 'stroke')} up to ${momentWords(lostCopy.upTo, now, style)}`;
    more.push(
      `You hold a copy of the board that was lost: ${held}, kept ${outboxKept === 'device' ? 'on this device' : 'in this window'}.`,
    );
  }
  if (previousLife !== undefined) more.push(previousLifeSentence(previousLife, now, style));
  return more;
}

function clockSentence(trouble: NonNullable<SessionStatus['clockTrouble']>): string {
  if (trouble.of === 'server') return REFUSALS['server.clock'];
  const { aheadMs } = trouble;
  const where = aheadMs > 0 ? 'ahead of' : 'behind';
  return `The clock of this device is ${agoWords(Math.round(Math.abs(aheadMs) / MINUTE_MS) * MINUTE_MS)} ${where} the server’s: one of the two is wrong, and times shown here may be, too.`;
}

/** Why a room that had a board is empty. */
export function previousLifeSentence(
  { endedAt, elements }: NonNullable<SessionStatus['previousLife']>,
  now: number,
  style?: TimeStyle,
): string {
  return `The room was empty, and the server deleted its board of ${countWords(elements, 'thing')} at ${momentWords(endedAt, now, style)}.`;
}

function facts(status: SessionStatus, { now, fingerprint }: SentencesAt): StatusSentences['facts'] {
  const { unsent, oldestUnsentMs, instance, transport, roundTripMs, state, persistence, savedAt, outboxKept } = status;
  const age = oldestUnsentMs === undefined ? '' : `, the oldest for ${agoWords(oldestUnsentMs)}`;
  const place = outboxKept === 'device' ? 'on this device' : 'in this window only';
  const isLive = state.phase === 'live';
  const saves = persistence !== undefined && persistence.mode !== 'none';
  const server = instance === undefined ? 'not reached yet' : isLive ? instance.name : `${instance.name}, when last heard`;
  return [
    { name: 'On the board', value: countWords(status.elements, 'stroke') },
    { name: 'Unsent', value: unsent === 0 ? 'nothing' : `${countWords(unsent, 'change')}${age}` },
    ...(unsent === 0 ? [] : [{ name: 'Kept until sent', value: place }]),
    ...(saves ? [{ name: 'Last saved', value: savedAt === undefined ? 'not known' : `${agoWords(now - savedAt)} ago` }] : []),
    { name: 'Server', value: server },
    { name: 'Connected', value: transport === undefined ? 'no' : `over ${transport}` },
    { name: 'Round trip', value: roundTripMs === undefined ? 'not measured yet' : `${Math.max(1, Math.round(roundTripMs))} ms` },
    { name: 'Fingerprint', value: fingerprint.slice(0, 8) },
  ];
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

function unsentWords(unsent: number): string {
  if (unsent === 0) return 'nothing waits to be sent yet';
  return unsent === 1 ? '1 change waits here' : `${unsent.toLocaleString('en')} changes wait here`;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function kib(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024).toLocaleString('en')} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
