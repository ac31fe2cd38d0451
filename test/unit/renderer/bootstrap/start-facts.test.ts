import { expect, test } from 'vitest';
import type { HostedHere, ShellCapabilities } from '../../../../core/contract/desktop/shell-contract.ts';
import { askForStart } from '../../../../renderer/bootstrap/start-facts.ts';

const APP: ShellCapabilities = { kind: 'desktop', platform: 'linux', version: '1', nativeFiles: true };
const TAB: ShellCapabilities = { kind: 'browser', platform: 'browser', version: '1', nativeFiles: false };
const LINK = 'http://127.0.0.1:7420/#/r/attic';
const OWN: HostedHere = { server: 'http://127.0.0.1:7420', keeps: 'memory', since: 1, isChosen: false, trouble: undefined };

/** A shell whose answers come in rounds: all that was asked is answered at once, and what is asked then belongs to the next round. */
function slowShell(capabilities: ShellCapabilities, isAsked: boolean) {
  const rounds: string[][] = [];
  let open: { readonly what: string; readonly answer: () => void }[] = [];
  let hubRuns = false;
  const ask = <T>(what: string, value: () => T): Promise<T> =>
    new Promise((resolve) => {
      open.push({ what, answer: () => resolve(value()) });
    });
  const shell = {
    capabilities: () => ask('capabilities', () => capabilities),
    isAsked: () => ask('isAsked', () => isAsked),
    startLink: () =>
      ask('startLink', () => {
        hubRuns = true;
        return LINK;
      }),
    hostedHere: () => ask('hostedHere', () => (hubRuns ? OWN : undefined)),
  };
  const answerAll = async (): Promise<void> => {
    for (let pause = 0; pause < 20; pause++) await Promise.resolve();
    const now = open;
    open = [];
    if (now.length === 0) return;
    rounds.push(now.map(({ what }) => what).sort());
    for (const { answer } of now) answer();
    await answerAll();
  };
  return { shell, rounds, answerAll };
}

const pageAt = (hash: string, state: unknown = null) => ({
  location: { hash, href: `http://127.0.0.1:7420/${hash}`, origin: 'http://127.0.0.1:7420', pathname: '/' } as Location,
  history: { state } as History,
});

test('a page of the app that comes back after a crash asks once, and goes to the room that it showed', async () => {
  const { shell, rounds, answerAll } = slowShell(APP, false);
  const facts = askForStart(shell, pageAt('', { link: LINK }));
  await answerAll();
  expect(rounds).toEqual([['capabilities', 'hostedHere', 'isAsked']]);
  expect(await facts).toMatchObject({ address: { kind: 'room', link: { room: 'attic' } }, isUnasked: false });
});

test('an app that starts knows its room after one round: its hub runs then, and what is asked about it keeps no room waiting', async () => {
  const { shell, rounds, answerAll } = slowShell(APP, false);
  let known = 0;
  const facts = askForStart(shell, pageAt('')).then((one) => {
    known = rounds.length;
    return one;
  });
  await answerAll();
  expect(rounds).toEqual([['capabilities', 'isAsked', 'startLink'], ['hostedHere']]);
  expect(known).toBe(1);
  const { own, ...others } = await facts;
  expect(others).toEqual({
    capabilities: APP,
    address: { kind: 'room', link: { server: OWN.server, room: 'attic' } },
    isUnasked: true,
  });
  expect(await own).toEqual(OWN);
});

test('a tab goes by its address, whatever it was before', async () => {
  for (const [hash, kind] of [
    ['#/r/loft', 'room'],
    ['', 'none'],
  ] as const) {
    const { shell, answerAll } = slowShell(TAB, hash !== '');
    const facts = askForStart(shell, pageAt(hash));
    await answerAll();
    expect(await facts).toMatchObject({ address: { kind }, isUnasked: kind === 'none' });
  }
});
