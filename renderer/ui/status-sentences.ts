import { assertNever } from '../../core/base/assert-never.ts';
import { REFUSALS } from '../../core/contract/refusal-codes.ts';
import type { SessionStatus } from '../session/session.ts';
import { agoWords, countWords, momentWords, type TimeStyle } from './time-words.ts';

/** What the status panel says, in the order in which it is read. */
export interface StatusSentences {
  /** What is going on, and the next step. */
  readonly now: string;
  /** Where the board lives, and since when. */
  readonly home: string;
  /** What each event would lose. */
  readonly losses: readonly { readonly event: string; readonly effect: string; readonly keeps: boolean }[];
  /** Numbers, each with its name. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** Codes and ids, for a report to whoever runs the server. */
  readonly details: string;
}

/** `now` is milliseconds since 1970, `nowMono` the session's `clock.mono()`. */
export function statusSentences(
  status: SessionStatus,
  at: { readonly now: number; readonly nowMono: number; readonly fingerprint: string; readonly style?: TimeStyle },
): StatusSentences {
  const kept = status.persistence !== undefined && status.persistence.mode !== 'none';
  return {
    now: nowSentence(status, at.nowMono),
    home: homeSentence(status, at.now, at.style),
    losses: losses(status, kept),
    facts: facts(status, at.fingerprint),
    details: detailsLine(status),
  };
}

function nowSentence(status: SessionStatus, nowMono: number): string {
  const { state, unsent } = status;
  switch (state.phase) {
    case 'live':
      return unsent === 0
        ? 'You are connected. Everything you drew has reached the room.'
        : `You are connected. ${countWords(unsent, 'change is', 'changes are')} on the way.`;
    case 'offline':
      return `There is no network. Go on drawing: ${unsentWords(unsent)}, and Inkroom sends what waits as soon as it can.`;
    case 'connecting':
      return `Inkroom has been trying to reach the server for ${agoWords(nowMono - state.since)}. Go on drawing: ${unsentWords(unsent)}.`;
    case 'joining':
      return state.total > 0
        ? `The board is on its way: ${kib(state.received)} of ${kib(state.total)}. You can draw already.`
        : 'The server is letting you in. You can draw already.';
    case 'refused':
      return REFUSALS[state.code];
    default:
      return assertNever(state);
  }
}

function homeSentence(status: SessionStatus, now: number, style: TimeStyle | undefined): string {
  const { persistence } = status;
  if (persistence === undefined) return 'This board lives only in this window until the server is reached.';
  const since = momentWords(persistence.since, now, style);
  switch (persistence.mode) {
    case 'none':
      return `This board lives in the server’s memory, since ${since}. It is not saved anywhere.`;
    case 'lmdb':
      return `This board is saved on the server’s own disk. It has lived there since ${since}.`;
    case 'azure-blob':
      return `This board is saved in Azure Blob Storage. It has lived there since ${since}.`;
    default:
      return assertNever(persistence.mode);
  }
}

function losses(status: SessionStatus, kept: boolean): StatusSentences['losses'] {
  const own =
    status.unsent === 0
      ? 'Nothing is lost: the room has all you drew.'
      : `${countWords(status.unsent, 'unsent change')} would be lost.`;
  return [
    { event: 'You close this window', effect: own, keeps: status.unsent === 0 },
    {
      event: 'The server restarts',
      effect: kept
        ? 'Nothing is lost: it is read back from the store.'
        : 'The server loses the board. This window holds a copy and offers to restore it.',
      keeps: kept,
    },
    {
      event: 'Everyone leaves',
      effect: kept
        ? 'Nothing is lost: the board stays in the store.'
        : 'The board goes with the last person. Save a copy to keep it.',
      keeps: kept,
    },
  ];
}

function facts(status: SessionStatus, fingerprint: string): StatusSentences['facts'] {
  const { unsent, oldestUnsentMs, instance, transport, roundTripMs } = status;
  const age = unsent > 0 && oldestUnsentMs !== undefined ? `, the oldest for ${agoWords(oldestUnsentMs)}` : '';
  return [
    { name: 'On the board', value: countWords(status.elements, 'stroke') },
    { name: 'Unsent', value: unsent === 0 ? 'nothing' : `${countWords(unsent, 'change')}${age}` },
    { name: 'Server', value: instance === undefined ? 'not reached yet' : instance.name },
    { name: 'Transport', value: transport ?? 'none' },
    { name: 'Round trip', value: roundTripMs === undefined ? 'not measured yet' : `${Math.max(1, Math.round(roundTripMs))} ms` },
    { name: 'Fingerprint', value: fingerprint.slice(0, 8) },
  ];
}

function detailsLine(status: SessionStatus): string {
  const { state } = status;
  return [
    `phase ${state.phase}`,
    ...(state.phase === 'refused' ? [state.code] : []),
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

function kib(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024).toLocaleString('en')} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
