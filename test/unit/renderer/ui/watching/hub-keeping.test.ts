import { expect, test } from 'vitest';
import type { Epoch } from '../../../../../core/board/ids.ts';
import type { HostedHere } from '../../../../../core/contract/desktop/shell-contract.ts';
import { watchHubKeeping } from '../../../../../renderer/ui/watching/hub-keeping.ts';
import { KEPT } from '../../../../../renderer/ui/words/status/keep-words.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { fakeSession } from '../fake-session.ts';

const SERVER = 'http://127.0.0.1:7420';
const HERE: HostedHere = { server: SERVER, keeps: 'memory', since: 0, isChosen: false, trouble: undefined };
const [OLD, NEW] = ['EEEEEEEEEEE' as Epoch, 'FFFFFFFFFFF' as Epoch];
const COPY = { epoch: OLD, elements: 3, removed: 0, upTo: 0, elementsInRoom: 0 };

/** What the shell was asked is answered. */
async function answered(): Promise<void> {
  for (let i = 0; i < 4; i++) await Promise.resolve();
}

async function app({
  server = SERVER,
  answer = (keeps: HostedHere['keeps']): HostedHere => ({ ...HERE, keeps, isChosen: true }),
} = {}) {
  const session = fakeSession({ epoch: OLD, state: { phase: 'live', since: 0 } });
  const said: string[] = [];
  const keeping = watchHubKeeping({
    shell: { hostedHere: async () => HERE, keepBoardsHere: async (keeps) => answer(keeps) },
    server,
    session,
    clock: new FakeClock(),
    say: (text) => void said.push(text),
    fail: (text) => void said.push(`failed: ${text}`),
  });
  await answered();
  return { session, said, keeping };
}
const decisions = (session: ReturnType<typeof fakeSession>): string[] =>
  session.calls.filter((call) => /lost|restore/i.test(call));

test('the hub starts anew with a store: the board is brought back without a question', async () => {
  const { session, keeping, said } = await app();
  keeping.choose('disk');
  session.show({ state: { phase: 'connecting', attempt: 0, since: 0 } });
  session.show({ state: { phase: 'joining', since: 0, received: 0, total: 0 }, epoch: NEW, lostCopy: COPY });
  expect(decisions(session)).toEqual([]);
  session.show({ state: { phase: 'live', since: 0 } });
  expect(decisions(session)).toHaveLength(1);
  session.show({ lostCopy: { ...COPY, elements: 4 } });
  expect(decisions(session)).toHaveLength(1);
  await answered();
  expect(keeping.read()?.keeps).toBe('disk');
  expect(said).toEqual(['Boards hosted here are kept on this computer from now on.']);
});

test('a copy that was there before the change waits for the person', async () => {
  const { session, keeping } = await app();
  session.show({ lostCopy: COPY });
  keeping.choose('disk');
  session.show({ epoch: NEW });
  expect(decisions(session)).toEqual([]);
});

test('a room on another server is left alone', async () => {
  const { session, keeping } = await app({ server: 'http://192.168.1.20:7420' });
  keeping.choose('disk');
  session.show({ epoch: NEW, lostCopy: COPY });
  expect(decisions(session)).toEqual([]);
});

test('to stay in memory needs no restart, and a store that cannot be opened is said', async () => {
  const stay = await app();
  stay.keeping.choose('memory');
  await answered();
  expect(stay.keeping.read()).toMatchObject({ keeps: 'memory', isChosen: true });
  const broken = await app({ answer: () => ({ ...HERE, isChosen: true, trouble: 'store' }) });
  broken.keeping.choose('disk');
  await answered();
  expect(broken.said).toEqual([`failed: ${KEPT.notKept}`]);
});

test('another window has chosen: this one brings its board back too, and asks no more', async () => {
  const { session, keeping } = await app();
  keeping.restarts();
  session.show({ state: { phase: 'connecting', attempt: 0, since: 0 } });
  session.show({ state: { phase: 'live', since: 0 }, epoch: NEW, lostCopy: COPY });
  expect(decisions(session)).toEqual(['resolveLostCopy restore']);
  keeping.told({ ...HERE, keeps: 'disk', isChosen: true });
  expect(keeping.read()?.isChosen).toBe(true);
});

test('another window has chosen: a board of another server, and one with a copy in question, stay as they are', async () => {
  for (const { session, keeping } of [await app({ server: 'http://192.168.1.20:7420' }), await app()]) {
    if (session.status().lostCopy === undefined) session.show({ lostCopy: COPY });
    keeping.restarts();
    session.show({ epoch: NEW });
    expect(decisions(session)).toEqual([]);
  }
});
