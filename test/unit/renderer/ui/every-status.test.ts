import { expect, test } from 'vitest';
import type { SessionStatus } from '../../../../renderer/session/session.ts';
import { losses } from '../../../../renderer/ui/words/status/status-losses.ts';
import { statusSentences } from '../../../../renderer/ui/words/status/status-sentences.ts';
import { pillText, QUIET_DROP_MS } from '../../../../renderer/ui/words/status/status-words.ts';
import { AT, findStatus } from './every-status.ts';

/** A combination in which a claim is false, with what was said; the first one is enough to know. */
function firstFalse(claim: (status: SessionStatus) => string | undefined): unknown {
  let said: string | undefined;
  const status = findStatus((one) => {
    said = claim(one);
    return said !== undefined;
  });
  return status && { said, status };
}

const PILL_AT = { ...AT, cause: 'restart' } as const;

const saves = ({ persistence }: SessionStatus): boolean => persistence !== undefined && persistence.mode !== 'none';
/** Connected as far as anybody need know: a drop under 300 ms is not spoken of. */
const seemsLive = ({ state, persistence }: SessionStatus): boolean =>
  state.phase === 'live' ||
  (persistence !== undefined &&
    (state.phase === 'connecting' || state.phase === 'joining') &&
    AT.nowMono - state.since < QUIET_DROP_MS &&
    (state.phase === 'joining' || state.attempt === 0));

test('the pill claims only what is so, in every combination', () => {
  const wrong = firstFalse((status) => {
    const { text, short, spoken, tone } = pillText(status, PILL_AT);
    const claims: readonly (readonly [boolean, boolean])[] = [
      [
        /saved (just now|\d)/.test(text),
        saves(status) && status.unsent === 0 && status.savedAt !== undefined && seemsLive(status),
      ],
      [tone === 'good', saves(status) && status.unsent === 0 && seemsLive(status)],
      [/memory only/i.test(text), status.persistence?.mode === 'none' && seemsLive(status)],
      [/^(Live|View only)/.test(text), seemsLive(status) && status.readOnly === undefined],
      [/^Read only/.test(text), seemsLive(status) && status.readOnly !== undefined],
      [/unsent|sending|saving/.test(text), status.unsent > 0],
      [/you hold a copy/.test(text), status.lostCopy !== undefined || (status.hostEnded && status.elements > 0)],
      [/host ended/.test(text), status.hostEnded],
      [/restarted/.test(text), status.lostCopy !== undefined],
      [/you may draw|Live/.test(text), status.grant !== 'view'],
      // Read aloud when the state changes, not with every stroke and second.
      [/\d|ago/.test(spoken), false],
      [text === '' || short === '' || spoken === '', false],
    ];
    return claims.some(([said, isSo]) => said && !isSo) ? text : undefined;
  });
  expect(wrong).toBeUndefined();
});

test('what must be said is on the pill: a copy, what waits while away, read only, a refusal', () => {
  const silent = firstFalse((status) => {
    const { text } = pillText(status, PILL_AT);
    if (status.lostCopy !== undefined) return text.includes('you hold a copy') ? undefined : text;
    if (status.hostEnded) return text.startsWith('The host ended this room') ? undefined : text;
    if (status.state.phase === 'offline') return text.startsWith('Offline') && says(text, status.unsent) ? undefined : text;
    if (status.state.phase === 'refused') return text === 'Live' || text === '' ? text : undefined;
    if (status.state.phase === 'live' && status.readOnly !== undefined)
      return text.startsWith('Read only') && says(text, status.unsent) ? undefined : text;
    if (!seemsLive(status) && status.state.phase === 'connecting') {
      const isFirst = status.persistence === undefined && status.state.attempt === 0;
      return /onnecting|not live/.test(text) && (isFirst || says(text, status.unsent)) ? undefined : text;
    }
    return undefined;
  });
  expect(silent).toBeUndefined();
});

const says = (text: string, unsent: number): boolean => unsent === 0 || text.includes(`${unsent} unsent`);

test('the panel claims nothing that is not so, in every combination, alone and with others', () => {
  for (const others of [0, 2]) {
    const wrong = firstFalse((status) => {
      const words = statusSentences(status, { ...AT, fingerprint: '0123456789abcdef', others });
      const [closing, restart, everyone] = words.losses.map(({ effect }) => effect) as [string, string, string];
      const inMemory = status.persistence?.mode === 'none';
      const nothingWaits = status.unsent === 0 && status.lostCopy === undefined;
      // While the hub is away nobody knows what the others still have.
      const boardStays = !inMemory || status.elements === 0 || (others > 0 && status.state.phase === 'live' && !status.hostEnded);
      const all = [words.home, words.now, ...words.more, closing, restart, everyone, ...words.facts.map(([, value]) => value)];
      const claims: readonly (readonly [boolean, boolean])[] = [
        [closing.startsWith('Nothing is lost'), nothingWaits && boardStays],
        [all.some((text) => /(everything|all) you drew is saved/i.test(text)), saves(status) && status.unsent === 0],
        [words.now.includes('Everything you drew has reached'), status.unsent === 0 && status.lostCopy === undefined],
        [all.some((text) => text.includes('on this device')), status.outboxKept === 'device'],
        [all.some((text) => /in this window only|would be lost/.test(text)), status.outboxKept === 'memory'],
        [restart.startsWith('Nothing is lost'), saves(status) ? status.unsent === 0 && status.readOnly === undefined : status.elements === 0], // biome-ignore format: one line
        [everyone.startsWith('Nothing is lost'), saves(status) ? status.unsent === 0 && status.readOnly === undefined : status.elements === 0], // biome-ignore format: one line
        [/server’s memory/.test(words.home), inMemory],
        [/the room has all you drew/.test(closing), status.state.phase === 'live' && status.unsent === 0],
        [/all you drew/.test(closing), status.grant === 'draw' || status.grant === 'host'],
        [all.some((text) => text.includes('This device keeps a copy')), status.outboxKept === 'device' && status.elements > 0],
        [all.some((text) => /not live/.test(text)), status.asOf !== undefined && status.state.phase !== 'live'],
        [/disk|Blob/.test(words.home), saves(status)],
        [/You are connected/.test(words.now), status.state.phase === 'live'],
        [/You are alone/.test(closing), others === 0 && status.state.phase === 'live'],
        [/[Dd]raw(ing)?\b/.test(words.now) && /Go on|can draw/.test(words.now), status.grant !== 'view'],
        [words.facts.some(([name]) => name === 'Last saved'), saves(status)],
      ];
      const at = claims.findIndex(([said, isSo]) => said && !isSo);
      return at < 0 ? undefined : `${at}: ${all.join(' | ')}`;
    });
    expect(wrong).toBeUndefined();
  }
}, 180_000);

test('of a board of the app’s own hub nothing is said that ends with the app, in every combination, alone and with others', () => {
  for (const others of [0, 2]) {
    const wrong = firstFalse((status) => {
      // This hub knows no store of Azure, and no host ends the room for its own app.
      if (status.persistence === undefined || status.persistence.mode === 'azure-blob' || status.hostEnded) return undefined;
      const words = statusSentences(status, { ...AT, fingerprint: '0123456789abcdef', others, isHostedHere: true });
      const [quitting] = words.losses;
      if (quitting === undefined) return 'nothing is said of quitting';
      const goes = status.persistence.mode === 'none' && status.elements > 0;
      const claims: readonly (readonly [boolean, boolean])[] = [
        [words.home.includes('this computer'), true],
        [words.home.includes('server’s memory'), false],
        [
          quitting.fate === 'lost',
          goes || (status.outboxKept === 'memory' && (status.unsent > 0 || status.lostCopy !== undefined)),
        ],
        [quitting.effect.includes('the room ends'), others > 0 && (goes || status.persistence.mode === 'lmdb')],
        [/stays on this computer/.test(quitting.effect), status.persistence.mode === 'lmdb' && others > 0],
      ];
      const at = claims.findIndex(([isSaid, isSo]) => isSaid !== isSo);
      return at < 0 ? undefined : `${at}: ${words.home} | ${quitting.effect}`;
    });
    expect(wrong).toBeUndefined();
  }
}, 180_000);

test('an event that loses something is never marked as harmless', () => {
  for (const others of [0, 2]) {
    const wrong = firstFalse((status) => {
      const [closing, restart, everyone] = losses(status, { others, isHostedHere: false });
      const isInMemory = status.outboxKept === 'memory' && (status.unsent > 0 || status.lostCopy !== undefined);
      const boardGoes = status.persistence?.mode === 'none' && status.elements > 0;
      if (
        closing?.fate === 'kept' &&
        (isInMemory || (boardGoes && (others === 0 || status.hostEnded || status.state.phase !== 'live')))
      )
        return closing.effect;
      if (restart?.fate === 'kept' && (boardGoes || status.persistence === undefined)) return restart.effect;
      if (everyone?.fate === 'kept' && (boardGoes || status.persistence === undefined)) return everyone.effect;
      return undefined;
    });
    expect(wrong).toBeUndefined();
  }
});
