import { describe, expect, test } from 'vitest';
import { parseRoomLink } from '../../../core/contract/access/room-link.ts';
import type { FileToken, ShellEvent } from '../../../core/contract/desktop/shell-contract.ts';
import { eventQueue } from '../../../main/event-queue.ts';
import { planRestart } from '../../../main/hub/restart-budget.ts';
import { startLinkOf } from '../../../main/hub/room-start.ts';
import { lineLog } from '../../../main/log.ts';

const link = (n: number): ShellEvent => ({ kind: 'openLink', link: `http://a/#/r/${n}` });

describe('events for a page', () => {
  test('wait until it listens, in order, and then come at once', () => {
    const told: ShellEvent[] = [];
    const queue = eventQueue((event) => told.push(event));
    queue.tell(link(1));
    queue.tell(link(2));
    expect(told).toEqual([]);
    queue.open();
    expect(told).toEqual([link(1), link(2)]);
    queue.tell(link(3));
    expect(told).toEqual([link(1), link(2), link(3)]);
  });

  test('are told once, and wait again while the page loads anew', () => {
    const told: ShellEvent[] = [];
    const queue = eventQueue((event) => told.push(event));
    queue.tell(link(1));
    queue.open();
    queue.close();
    queue.tell(link(2));
    queue.open();
    queue.open();
    expect(told).toEqual([link(1), link(2)]);
  });

  test('do not pile up for a page that never listens: the latest are kept', () => {
    const told: ShellEvent[] = [];
    const queue = eventQueue((event) => told.push(event));
    for (let i = 0; i < 1_000; i++) queue.tell(link(i));
    queue.open();
    expect(told.length).toBeLessThanOrEqual(16);
    expect(told.at(-1)).toEqual(link(999));
  });

  test('leave out no file that the person has named, and of a state only the newest is told', () => {
    const told: ShellEvent[] = [];
    const queue = eventQueue((event) => told.push(event));
    const file = (n: number): ShellEvent => ({
      kind: 'openFile',
      file: { token: `${n}` as FileToken, name: `${n}.inkroom`, bytes: new Uint8Array() },
    });
    const files = Array.from({ length: 40 }, (_, n) => file(n));
    for (const one of files) {
      queue.tell(one);
      queue.tell({ kind: 'hosting', hosting: null });
    }
    queue.open();
    expect(told.filter(({ kind }) => kind === 'openFile')).toEqual(files);
    expect(told.filter(({ kind }) => kind === 'hosting')).toHaveLength(1);
  });
});

describe('starting again after a crash', () => {
  test('is for what crashes now and then, not for what does nothing else', () => {
    let crashes: readonly number[] = [];
    const restarts = [0, 1_000, 2_000, 3_000].map((ms) => {
      const plan = planRestart(crashes, ms);
      crashes = plan.crashes;
      return plan.restart;
    });
    expect(restarts).toEqual([true, true, true, false]);
    expect(planRestart(crashes, 200_000)).toEqual({ restart: true, crashes: [200_000] });
  });
});

describe('the link a window opens on', () => {
  const random = { next: () => 0, bytes: (count: number) => new Uint8Array(count).fill(9) };

  test('is the one it was launched with, and then no hub is started here', async () => {
    const startLink = startLinkOf('http://a/#/r/x', () => Promise.reject(new Error('started')), random);
    expect(await startLink()).toBe('http://a/#/r/x');
  });

  test('is else a new room on this machine’s hub, the same one for every page that loads in the window', async () => {
    const startLink = startLinkOf(undefined, async () => 'http://127.0.0.1:4000', random);
    const first = await startLink();
    const parsed = parseRoomLink(first);
    expect(parsed).toMatchObject({ ok: true, value: { server: 'http://127.0.0.1:4000' } });
    // 128 bits: nobody guesses it.
    expect(parsed.ok && parsed.value.room).toHaveLength(22);
    expect(await startLink()).toBe(first);
  });

  test('may be asked for again when the hub could not be started', async () => {
    let attempts = 0;
    const startLink = startLinkOf(
      undefined,
      () => (++attempts === 1 ? Promise.reject(new Error('no')) : Promise.resolve('http://127.0.0.1:1')),
      random,
    );
    await expect(startLink()).rejects.toThrow('no');
    expect(await startLink()).toMatch(/^http:\/\/127\.0\.0\.1:1\/#\/r\//);
  });
});

describe('a log line', () => {
  test('is one line, with its time, level, event and fields; what has blanks is quoted', () => {
    const lines: string[] = [];
    const log = lineLog(() => Date.UTC(2026, 10, 21), (line) => lines.push(line)); // biome-ignore format: one line
    log.warn('app.error', { where: 'start', reason: 'two\nlines', code: undefined, count: 3 });
    expect(lines).toEqual(['2026-11-21T00:00:00.000Z warn app.error where=start reason="two\\nlines" count=3']);
  });
});
