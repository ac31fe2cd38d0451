import { describe, expect, test } from 'vitest';
import type { UpdateState } from '../../../../core/contract/desktop/app-updates.ts';
import {
  installedAs,
  parseUpdateChoice,
  planUpdates,
  stepUpdate,
  type UpdateEvent,
} from '../../../../main/updates/update-plan.ts';
import { createUpdates, type Updater } from '../../../../main/updates/updates.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const HOURS = 60 * 60 * 1_000;
const LOG = { debug() {}, info() {}, warn() {}, error() {} };

describe('where updates come from', () => {
  test.each([
    ['off', 'off'],
    ['https://updates.example/inkroom/', { feed: 'https://updates.example/inkroom/' }],
    ['http://127.0.0.1:8080/', { feed: 'http://127.0.0.1:8080/' }],
    ['http://updates.example/', undefined],
    ['https://ana:secret@updates.example/', undefined],
    ['https://updates.example/?token=1', undefined],
    ['file:///tmp/updates', undefined],
    ['on', undefined],
    ['', undefined],
  ])('“%s”', (raw, expected) => {
    expect(parseUpdateChoice(raw)).toEqual(expected);
  });

  test('a build without a feed asks no server until it is told a feed', () => {
    const around = { isPackaged: true, hasFeed: false, choice: undefined, installed: 'appImage' } as const;
    expect(planUpdates(around)).toEqual({ kind: 'off', why: 'noFeed' });
    expect(planUpdates({ ...around, choice: { feed: 'https://u.example/' } })).toEqual({
      kind: 'on',
      feed: 'https://u.example/',
      onQuit: true,
    });
    expect(planUpdates({ ...around, hasFeed: true })).toEqual({ kind: 'on', feed: undefined, onQuit: true });
    expect(planUpdates({ ...around, hasFeed: true, choice: 'off' })).toEqual({ kind: 'off', why: 'turnedOff' });
    expect(planUpdates({ ...around, hasFeed: true, isPackaged: false })).toEqual({ kind: 'off', why: 'noFeed' });
    expect(planUpdates({ ...around, hasFeed: true, installed: 'other' })).toEqual({ kind: 'off', why: 'noFeed' });
  });

  test('a .deb is installed only when the person says so, because the system asks for a password', () => {
    expect(planUpdates({ isPackaged: true, hasFeed: true, choice: undefined, installed: 'deb' })).toMatchObject({
      onQuit: false,
    });
  });

  test.each([
    ['win32', {}, 'windows'],
    ['darwin', {}, 'mac'],
    ['linux', { appImage: '/home/ana/Inkroom.AppImage' }, 'appImage'],
    ['linux', { packageType: 'deb\n' }, 'deb'],
    ['linux', { packageType: 'pacman' }, 'other'],
    ['linux', { appImage: '' }, 'other'],
  ] as const)(
    'on %s with %o it is installed as %s',
    (platform, { appImage, packageType }: { appImage?: string; packageType?: string }, as) => {
      expect(installedAs(platform, { appImage, packageType })).toBe(as);
    },
  );
});

test('every state answers every event', () => {
  const states: readonly UpdateState[] = [
    { at: 'off', why: 'noFeed' },
    { at: 'latest', askedAt: 1 },
    { at: 'asking' },
    { at: 'loading', version: '2.0.0' },
    { at: 'ready', version: '2.0.0', onQuit: true },
    { at: 'failed', askedAt: 1 },
  ];
  const events: readonly UpdateEvent[] = [
    { kind: 'due' },
    { kind: 'found', version: '2.0.0' },
    { kind: 'noneFound' },
    { kind: 'loaded' },
    { kind: 'failed' },
  ];
  const table = states.map((state) => [
    state.at,
    ...events.map((event) => {
      const { state: next, does } = stepUpdate(state, event, { now: 9, onQuit: true });
      return next === state && does === undefined ? '-' : `${next.at}${does === undefined ? '' : `, ${does}`}`;
    }),
  ]);
  expect(table).toEqual([
    ['off', '-', '-', '-', '-', '-'],
    ['latest', 'asking, ask', '-', '-', '-', 'failed'],
    ['asking', '-', 'loading, load', 'latest', '-', 'failed'],
    ['loading', '-', '-', '-', 'ready', 'failed'],
    ['ready', '-', '-', '-', '-', '-'],
    ['failed', 'asking, ask', '-', '-', '-', 'failed'],
  ]);
});

/** An app whose feed has what a test says. */
function app(feed: { version?: string; fails?: boolean; isBroken?: boolean } = {}, onQuit = true) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const updater: Updater = {
    async newest() {
      asked.push('newest');
      if (feed.fails) throw new Error('no network');
      return feed.version;
    },
    load: async () => void asked.push('load'),
    install: (restarts) => void asked.push(restarts ? 'install and restart' : 'install'),
  };
  const made = async (): Promise<Updater> => {
    if (feed.isBroken) throw new Error('no updater');
    return updater;
  };
  const updates = createUpdates({ plan: { kind: 'on', feed: undefined, onQuit }, updater: made, clock, log: LOG });
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { clock, asked, updates, pass, feed };
}

describe('an app with a feed', () => {
  test('asks after a while and every six hours, and takes what is newer', async () => {
    const { asked, updates, pass, feed } = app();
    await pass(29_000);
    expect(asked).toEqual([]);
    await pass(2_000);
    expect(asked).toEqual(['newest']);
    expect(updates.read()).toMatchObject({ at: 'latest', askedAt: expect.any(Number) });
    feed.version = '2.0.0';
    await pass(6 * HOURS);
    expect(asked).toEqual(['newest', 'newest', 'load']);
    expect(updates.read()).toEqual({ at: 'ready', version: '2.0.0', onQuit: true });
    await pass(12 * HOURS);
    expect(asked).toHaveLength(3);
  });

  test('installs at the end what is ready, and starts again when the person wanted that', async () => {
    const quits = app({ version: '2.0.0' });
    await quits.pass(31_000);
    expect(quits.updates.installAtEnd()).toBe(true);
    const restarts = app({ version: '2.0.0' });
    await restarts.pass(31_000);
    expect(restarts.updates.wantsRestart()).toBe(true);
    restarts.updates.installAtEnd();
    expect([quits.asked.at(-1), restarts.asked.at(-1)]).toEqual(['install', 'install and restart']);
  });

  test('installs nothing that is not ready, and a .deb only when the person says so', async () => {
    const none = app();
    await none.pass(31_000);
    expect([none.updates.wantsRestart(), none.updates.installAtEnd()]).toEqual([false, false]);
    const deb = app({ version: '2.0.0' }, false);
    await deb.pass(31_000);
    expect(deb.updates.installAtEnd()).toBe(false);
    expect([deb.updates.wantsRestart(), deb.updates.installAtEnd()]).toEqual([true, true]);
  });

  test('a feed that fails is asked again later, or when the person asks', async () => {
    const { updates, pass, feed, asked } = app({ fails: true });
    await pass(31_000);
    expect(updates.read().at).toBe('failed');
    feed.fails = false;
    updates.ask();
    updates.ask();
    await pass(0);
    expect(updates.read().at).toBe('latest');
    expect(asked).toEqual(['newest', 'newest']);
  });

  test('an updater that could not be made is made again at the next question', async () => {
    const { updates, pass, feed } = app({ isBroken: true });
    await pass(31_000);
    expect(updates.read().at).toBe('failed');
    feed.isBroken = false;
    updates.ask();
    await pass(0);
    expect(updates.read().at).toBe('latest');
  });

  test('an app that has ended asks no more', async () => {
    const { updates, pass, asked } = app();
    updates.dispose();
    await pass(24 * HOURS);
    expect(asked).toEqual([]);
  });
});

test('an app without a feed makes no updater at all', async () => {
  const clock = new FakeClock();
  const updates = createUpdates({
    plan: { kind: 'off', why: 'noFeed' },
    updater: () => Promise.reject(new Error('asked for')),
    clock,
    log: LOG,
  });
  updates.ask();
  clock.advance(24 * HOURS);
  expect(updates.read()).toEqual({ at: 'off', why: 'noFeed' });
  expect(updates.installAtEnd()).toBe(false);
});
