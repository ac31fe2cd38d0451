import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { REFUSALS, type RefusalCode } from '../../../../../core/contract/refusal-codes.ts';
import { PASSING } from '../../../../../renderer/session/joining/membership.ts';
import type { SessionStatus } from '../../../../../renderer/session/session.ts';
import { reachWords } from '../../../../../renderer/ui/words/status/reach-words.ts';
import { statusSentences } from '../../../../../renderer/ui/words/status/status-sentences.ts';
import { pillText } from '../../../../../renderer/ui/words/status/status-words.ts';
import { unreachedInMs } from '../../../../../renderer/ui/words/status/unreached.ts';
import { statusOf } from '../fake-session.ts';

/** Everything that decides about the pill and its panel, each combination once: a page that a person can read. */
const AT = { now: Date.UTC(2026, 10, 21, 14, 3), nowMono: 90_000 } as const;
const STYLE = { locale: 'en', timeZone: 'UTC' } as const;
const SINCE = Date.UTC(2026, 10, 21, 13, 5);
const PAGE = fileURLToPath(new URL('../../../../../docs/quality/what-the-pill-says.md', import.meta.url));

type Part = Partial<SessionStatus>;
const LINES: readonly (readonly [string, Part])[] = [
  ['connected', { state: { phase: 'live', since: 0 } }],
  ['cut off', { state: { phase: 'connecting', attempt: 3, since: 60_000 } }],
  ['no network', { state: { phase: 'offline' } }],
];
const KEPT: readonly (readonly [string, Part])[] = [
  ['memory', { persistence: { mode: 'none', since: SINCE } }],
  ['kept', { persistence: { mode: 'lmdb', since: SINCE }, savedAt: AT.now - 2_000 }],
];
const HOSTS = [
  ['a server', false],
  ['this app', true],
] as const;
const COMPANY = [0, 2] as const;

/** Before the server was ever reached nothing is known of how it keeps the board, nor of the others. */
const NEVER: readonly (readonly [string, Part])[] = [
  ['never reached', { state: { phase: 'connecting', attempt: 2, since: 60_000 }, elements: 0 }],
  ['never reached, a copy here', { state: { phase: 'connecting', attempt: 2, since: 60_000 }, asOf: SINCE }],
  ['no network, a copy here', { state: { phase: 'offline' }, asOf: SINCE }],
];

interface Row {
  readonly line: string;
  readonly kept: string;
  readonly host: string;
  readonly others: number;
  readonly pill: string;
  readonly home: string;
  readonly now: string;
  readonly closing: string;
}

function rowOf(names: Pick<Row, 'line' | 'kept' | 'host' | 'others'>, part: Part, isHostedHere: boolean): Row {
  const status = statusOf({ elements: 5, unsent: 0, oldestUnsentMs: undefined, outboxKept: 'device', ...part });
  const words = statusSentences(status, { ...AT, fingerprint: '0', others: names.others, isHostedHere, style: STYLE });
  const pill = pillText(status, { ...AT, cause: 'restart', isHostedHere, style: STYLE }).text;
  return { ...names, pill, home: words.home, now: words.now, closing: words.losses[0]?.effect ?? '' };
}

function allRows(): readonly Row[] {
  const rows: Row[] = [];
  for (const [line, linePart] of LINES)
    for (const [kept, keptPart] of KEPT)
      for (const [host, isHostedHere] of HOSTS)
        for (const others of COMPANY) rows.push(rowOf({ line, kept, host, others }, { ...linePart, ...keptPart }, isHostedHere));
  for (const [line, part] of NEVER)
    rows.push(rowOf({ line, kept: 'not known', host: 'a server', others: 0 }, { persistence: undefined, ...part }, false));
  return rows;
}

const TRYING: Part = { state: { phase: 'connecting', attempt: 2, since: 60_000 }, persistence: undefined, elements: 0 };
/** The service, the network or a proxy is in the way: the client reads it in what they answer. */
const OBSTACLES = [
  'service.messages',
  'service.connections',
  'service.away',
  'line.blocked',
  'page.not_allowed',
] satisfies RefusalCode[];
/** Refusals of a join that wait for the person. */
const WAITING = [
  'join.version',
  'join.malformed',
  'join.replaced',
  'frame.malformed',
  'room.full',
  'room.host_ended',
  'room.kicked',
  'room.banned',
  'store.damaged',
  'access.denied',
  'access.needed',
  'link.malformed',
  'link.expired',
  'link.other_room',
  'link.foreign',
  'link.revoked',
  'link.used',
  'sign_in.unknown',
  'sign_in.stale',
  'sign_in.unreachable',
  'sign_in.not_allowed',
] satisfies RefusalCode[];
/** The person answers these on cards of their own. */
const ASKED = ['pass.needed', 'pass.wrong', 'access.sign_in'] satisfies RefusalCode[];
const READ_ONLY = ['room.read_only', 'store.unavailable', 'server.full', 'access.denied'] satisfies RefusalCode[];
const LIVE: Part = { state: { phase: 'live', since: 0 } };
const OTHERS: readonly (readonly [string, Part])[] = [
  ['long polling', { ...LIVE, transport: 'long polling' }],
  ['this clock 6 min ahead', { ...LIVE, clockTrouble: { of: 'device', aheadMs: 360_000 } }],
  ['this clock 1 h behind', { ...LIVE, clockTrouble: { of: 'device', aheadMs: -3_600_000 } }],
  ['a link to look', { ...LIVE, grant: 'view' }],
  ['locked by a host', { ...LIVE, grant: 'view', locked: true }],
];

interface CauseRow {
  readonly cause: string;
  readonly code: RefusalCode | undefined;
  readonly pill: string;
  readonly panel: string;
  readonly card: string;
}

function causeRow(cause: string, code: RefusalCode | undefined, part: Part, inApp = false): CauseRow {
  const status = statusOf({ elements: 5, unsent: 0, oldestUnsentMs: undefined, outboxKept: 'device', ...part });
  const words = statusSentences(status, { ...AT, fingerprint: '0', others: 0, style: STYLE });
  const reach = reachWords(status, { ...AT, server: 'https://ink.example', inApp, style: STYLE });
  const card = unreachedInMs(status, AT.nowMono) === 0 ? `${reach.title} [${reach.again}] [${reach.own}] [${reach.join}]` : '';
  const pill = pillText(status, { ...AT, cause: 'restart', style: STYLE }).text;
  return { cause, code, pill, panel: [words.now, ...words.more].join(' '), card };
}

function causeRows(): readonly CauseRow[] {
  return [
    causeRow('never reached', undefined, TRYING),
    causeRow('never reached, in the app', undefined, TRYING, true),
    causeRow('never reached, a copy here', undefined, { ...TRYING, elements: 5, asOf: SINCE }),
    causeRow('no network', undefined, { ...TRYING, state: { phase: 'offline' } }),
    ...[...OBSTACLES, ...PASSING].map((code) => causeRow(`not yet: ${code}`, code, { ...TRYING, notYet: code })),
    ...WAITING.map((code) => causeRow(`refused: ${code}`, code, { ...TRYING, state: { phase: 'refused', code } })),
    ...ASKED.map((code) => causeRow(`asked: ${code}`, code, { ...TRYING, state: { phase: 'refused', code } })),
    ...READ_ONLY.map((code) => causeRow(`read only: ${code}`, code, { ...LIVE, readOnly: code })),
    ...OTHERS.map(([cause, part]) => causeRow(cause, undefined, part)),
  ];
}

function pageOf(rows: readonly Row[], causes: readonly CauseRow[]): string {
  const cells = rows.map(({ line, kept, host, others, pill, home, now, closing }) =>
    [line, kept, host, String(others), `**${pill}**`, home, now, closing].join(' | '),
  );
  const causeCells = causes.map(({ cause, pill, panel, card }) => [cause, `**${pill}**`, panel, card].join(' | '));
  return `# What the pill says, and its panel

Generated by \`test/unit/renderer/ui/words/status-table.test.ts\` from the words themselves: five strokes on the board, nothing unsent, a device that keeps copies. "Others" is how many more people are in the room. "Going" is what the panel says of closing the window, or of quitting the app that is the server.

| Connection | Board | Server | Others | Pill | Where it lives | Now | Going |
|---|---|---|---|---|---|---|---|
${cells.map((row) => `| ${row} |`).join('\n')}

## What is in the way, and the next step

"Not yet" is tried again by itself, quotas and foreign pages at most every 30 s. "Refused" waits for the person; "asked" is answered on a card of its own (password, sign-in). The card stands on the board, with its buttons.

| What | Pill | Panel | Card |
|---|---|---|---|
${causeCells.map((row) => `| ${row} |`).join('\n')}
`;
}

test('every combination is on the page that people read', async () => {
  await expect(pageOf(allRows(), causeRows())).toMatchFileSnapshot(PAGE);
});

test('nothing is promised that nobody can know', () => {
  for (const row of allRows()) {
    const where = JSON.stringify(row);
    if (row.line !== 'connected') {
      expect(row.closing, where).not.toContain('the room has all you drew');
      expect(row.now, where).not.toContain('You are connected');
      expect(row.pill, where).not.toMatch(/^Live/);
    }
    if (row.host === 'this app' && row.kept === 'memory')
      expect(row.closing, where).toContain('The board goes with Inkroom’s memory.');
    if (row.host === 'this app' && row.others > 0) expect(row.closing, where).toContain('the room ends for 2 other people too');
    if (row.host === 'this app') expect(row.home, where).toContain('this computer');
    if (row.kept === 'memory' && row.others === 0) expect(row.closing, where).not.toContain('Nothing is lost');
    if (row.line.includes('a copy here')) expect(`${row.home} ${row.pill}`, where).toContain('13:05');
  }
});

test('whatever is in the way is named with its sentence, and a person has a way on', () => {
  for (const { cause, code, pill, panel, card } of causeRows()) {
    if (code !== undefined) expect(panel, cause).toContain(REFUSALS[code]);
    if (cause.startsWith('not yet: ')) expect(pill, cause).toMatch(/^Connecting/);
    if (/^(refused|asked): /.test(cause)) expect(pill, cause).toMatch(/^Not joined/);
    if (cause.startsWith('asked: ')) expect(card, cause).toBe('');
    if (/^(not yet|refused): /.test(cause)) expect(card, cause).toMatch(/does not let you in/);
    if (/service\.(messages|connections)/.test(cause)) expect(panel, cause).toMatch(/tries again every half minute/);
    if (cause.startsWith('read only: ')) expect(pill, cause).toMatch(/^Read only · /);
    if (cause.startsWith('never reached'))
      expect(card, cause).toMatch(/does not answer\. \[Try again\] \[.+\] \[Join another\]$/);
    if (cause.endsWith('in the app')) expect(card, cause).toContain('[Draw on my own]');
  }
});
