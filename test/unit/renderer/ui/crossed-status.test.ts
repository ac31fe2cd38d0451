import { expect, test } from 'vitest';
import { REFUSALS } from '../../../../core/contract/refusal-codes.ts';
import type { SessionStatus } from '../../../../renderer/session/session.ts';
import { statusSentences } from '../../../../renderer/ui/words/status/status-sentences.ts';
import { HOME_SENTENCES, MORE_SENTENCES, NOW_SENTENCES } from '../../../../renderer/ui/words/status/status-table.ts';
import { pillText } from '../../../../renderer/ui/words/status/status-words.ts';
import { AT, findCrossed } from './every-status.ts';

/** Who is there besides, and whose hub it is. A store of Azure or Redis is never that of an app. */
const AROUND = [
  { others: 0, isHostedHere: false },
  { others: 2, isHostedHere: false },
  { others: 2, isHostedHere: true },
] as const;

/** Whose sentences about places exclude each other. */
const PLACES: Readonly<Record<string, RegExp>> = {
  none: /memory of this computer|server’s memory/,
  lmdb: /server’s own disk|kept on this computer/,
  'azure-blob': /Azure Blob Storage/,
  redis: /servers’ Redis/,
};
const CLOCKS = [REFUSALS['server.clock'], MORE_SENTENCES.clock('2 h', true), MORE_SENTENCES.clock('2 h', false)] as const;

/** What is said of a status, and what must be so for it. Both ways: it is said if and only if it is so. */
function claimsOf(status: SessionStatus, around: (typeof AROUND)[number]) {
  const { state, grant, locked, clockTrouble, transport, readOnly, notYet, persistence, unsent, lostCopy } = status;
  const words = statusSentences(status, { ...AT, fingerprint: '0123456789abcdef', ...around });
  const pill = pillText(status, { ...AT, cause: 'restart', isHostedHere: around.isHostedHere });
  const panel = [words.home, words.now, ...words.more];
  const all = panel.join(' ');
  const isLive = state.phase === 'live';
  const isSaving = persistence !== undefined && persistence.mode !== 'none';
  const isFirstSaid = lostCopy === undefined && isLive && readOnly === undefined;
  const clock = CLOCKS.filter((sentence) => all.includes(sentence));
  const refusedClock = state.phase === 'connecting' && notYet === 'server.clock';
  const exactly: Readonly<Record<string, readonly [said: boolean, isSo: boolean]>> = {
    connected: [all.includes(NOW_SENTENCES.connected), isLive],
    'no network': [all.includes(NOW_SENTENCES.noNetwork), state.phase === 'offline'],
    'a host has locked the room': [
      all.includes(NOW_SENTENCES.raiseHand),
      isLive && grant === 'view' && locked && readOnly === undefined,
    ],
    'the link is for looking': [
      all.includes(NOW_SENTENCES.look),
      isLive && grant === 'view' && !locked && readOnly === undefined,
    ],
    'the line is slow': [all.includes(MORE_SENTENCES.slowLine), isLive && transport === 'long polling'],
    'a clock is wrong': [clock.length > 0, clockTrouble !== undefined || refusedClock],
    'nothing can be changed': [readOnly !== undefined && all.includes(REFUSALS[readOnly]), isLive && readOnly !== undefined],
    'out of date': [
      all.includes(NOW_SENTENCES.outOfDate),
      grant === 'view' && (state.phase === 'offline' || state.phase === 'connecting'),
    ],
    'view only': [/^View only/.test(pill.text), isFirstSaid && grant === 'view'],
    live: [/^Live/.test(pill.text), isFirstSaid && grant === 'draw'],
  };
  const only: Readonly<Record<string, readonly [said: boolean, isSo: boolean]>> = {
    'a sentence twice': [new Set(panel).size < panel.length, false],
    'two clocks': [clock.length > 1, false],
    'draw, to who may not': [/Go on drawing|You can draw/.test(all), grant === 'draw'],
    'reached or saved, though something waits': [
      /Everything you drew/.test(all),
      unsent === 0 && isLive && readOnly === undefined,
    ],
    'a place while none is known': [Object.values(PLACES).some((place) => place.test(words.home)), persistence !== undefined],
    'two places': [Object.values(PLACES).filter((place) => place.test(words.home)).length > 1, false],
    'another place': [persistence !== undefined && !(PLACES[persistence.mode] ?? /^$/).test(words.home), false],
    'nothing can be written, of a memory': [all.includes(HOME_SENTENCES.noWrites), isSaving && readOnly === 'room.read_only'],
    'the server’s memory, of this computer’s': [/server’s memory/.test(words.home), !around.isHostedHere],
    'Live, with a way in that is tried': [/^Live/.test(pill.text) && /Inkroom has been trying/.test(all), false],
    'not live, while connected': [/not live|not been reached/.test(all), !isLive],
    'a good tone with a fault': [
      pill.tone === 'good',
      isLive && readOnly === undefined && lostCopy === undefined && unsent === 0,
    ],
    'how a connection runs, without one': [
      words.facts.some(([name, value]) => name === 'Connected' && value !== 'no'),
      transport !== undefined,
    ],
  };
  return { exactly, only, all: `${pill.text} | ${panel.join(' | ')}` };
}

test('no two sentences contradict each other, with locks, clocks, transports and stores in every combination', () => {
  for (const around of AROUND) {
    let wrong: string | undefined;
    let seen = 0;
    const status = findCrossed((one) => {
      if (around.isHostedHere && (one.persistence?.mode === 'azure-blob' || one.persistence?.mode === 'redis')) return false;
      seen++;
      const { exactly, only, all } = claimsOf(one, around);
      const broken =
        Object.entries(exactly).find(([, [said, isSo]]) => said !== isSo) ??
        Object.entries(only).find(([, [said, isSo]]) => said && !isSo);
      if (broken) wrong = `${broken[0]}: ${all}`;
      return wrong !== undefined;
    });
    expect(wrong && { wrong, status }).toBeUndefined();
    expect(seen).toBeGreaterThan(10_000);
  }
}, 180_000);
