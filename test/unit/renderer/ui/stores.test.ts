import { describe, expect, test } from 'vitest';
import type { ClientId } from '../../../../core/board/ids.ts';
import { createChrome } from '../../../../renderer/ui/chrome-state.ts';
import { watchCommandState } from '../../../../renderer/ui/commands/command-state.ts';
import { NO_SETTINGS, type Settings } from '../../../../renderer/ui/settings/settings.ts';
import { createValue, derived } from '../../../../renderer/ui/value-store.ts';
import { sayAnnouncements } from '../../../../renderer/ui/watching/announcements.ts';
import { splitAvatars, watchPeople } from '../../../../renderer/ui/watching/people/people.ts';
import { createTakeBack } from '../../../../renderer/ui/watching/take-back.ts';
import { createToasts } from '../../../../renderer/ui/watching/toasts.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { fakeEngine } from './fake-engine.ts';
import { fakeSession } from './fake-session.ts';

describe('a derived source', () => {
  test('speaks only when its own value changes, and gives the same object until then', () => {
    const numbers = createValue(1);
    const parity = derived(
      numbers,
      (n) => ({ odd: n % 2 === 1 }),
      (a, b) => a.odd === b.odd,
    );
    let told = 0;
    const watching = parity.watch(() => told++);
    const first = parity.read();
    numbers.write(3);
    expect([told, parity.read() === first]).toEqual([0, true]);
    numbers.write(4);
    expect([told, parity.read().odd]).toEqual([1, false]);
    watching.dispose();
    numbers.write(5);
    expect(told).toBe(1);
  });
});

describe('people', () => {
  test('are told when somebody comes, goes or is renamed, and not with every cursor', () => {
    const session = fakeSession();
    const people = watchPeople(session);
    let told = 0;
    people.watch(() => told++);
    session.showMembers([{ name: 'Quiet Heron' }, { name: 'Amber Fox' }]);
    expect(people.read().map(({ name }) => name)).toEqual(['Amber Fox', 'Quiet Heron']);
    expect(told).toBe(1);
    const before = people.read();
    session.showMembers([{ name: 'Quiet Heron', cursor: { x: 5, y: 5 } }, { name: 'Amber Fox' }]);
    expect([told, people.read() === before]).toEqual([1, true]);
    session.showMembers([{ name: 'Quiet Heron' }]);
    expect([told, people.read().length]).toEqual([2, 1]);
    session.showMembers([{ name: 'Quiet Heron', program: true }]);
    expect([told, people.read()[0]?.program]).toEqual([3, true]);
  });

  test('stand by name, and numbers in names count', () => {
    const session = fakeSession();
    const people = watchPeople(session);
    session.showMembers([{ name: 'Guest 10' }, { name: 'Guest 9' }, { name: 'Guest 100' }, { name: 'Ana' }]);
    expect(people.read().map(({ name }) => name)).toEqual(['Ana', 'Guest 9', 'Guest 10', 'Guest 100']);
  });

  test('beyond four become a number', () => {
    const session = fakeSession();
    const people = watchPeople(session);
    session.showMembers(Array.from({ length: 7 }, () => ({})));
    expect(splitAvatars(people.read())).toMatchObject({ shown: { length: 4 }, more: 3 });
    session.showMembers([{}, {}, {}, {}]);
    expect(splitAvatars(people.read())).toMatchObject({ shown: { length: 4 }, more: 0 });
  });
});

describe('what is open', () => {
  test('is one thing at a time', () => {
    const chrome = createChrome();
    chrome.show('menu');
    chrome.show('share');
    expect(chrome.read().open).toBe('share');
    chrome.close('menu');
    expect(chrome.read().open).toBe('share');
    chrome.toggle('share');
    expect(chrome.read().open).toBeUndefined();
  });

  test('is closed by hiding the chrome, and asking for something brings the chrome back', () => {
    const chrome = createChrome();
    chrome.show('help');
    chrome.toggleHidden();
    expect(chrome.read()).toEqual({ open: undefined, hidden: true });
    chrome.show('clear');
    expect(chrome.read()).toEqual({ open: 'clear', hidden: false });
  });
});

test('the state of the commands speaks only when a command could look different', () => {
  const session = fakeSession();
  const engine = fakeEngine();
  const settings = createValue<Settings>(NO_SETTINGS);
  const state = watchCommandState({
    status: { read: session.status, watch: (changed) => session.onStatus(changed) },
    canvas: { read: engine.snapshot, watch: (changed) => engine.onChange(changed) },
    settings,
    chrome: createChrome(),
  });
  let told = 0;
  const watching = state.watch(() => told++);
  session.show({ roundTripMs: 30 });
  engine.show({ zoom: 2, camera: { x: 1, y: 2, zoom: 2 } });
  expect(told).toBe(0);
  session.show({ canUndo: true });
  engine.show({ tool: 'eraser' });
  settings.write({ ...NO_SETTINGS, theme: 'dark' });
  expect(told).toBe(3);
  expect(state.read()).toMatchObject({ canUndo: true, tool: 'eraser', theme: 'dark' });
  watching.dispose();
  session.show({ canRedo: true });
  expect(told).toBe(3);
});

describe('toasts', () => {
  test('go away by themselves, failures later than news', () => {
    const clock = new FakeClock();
    const toasts = createToasts(clock);
    toasts.show('Link copied.');
    toasts.fail('It did not work.', 'rate.bytes');
    clock.advance(4_000);
    expect(toasts.read()).toEqual([{ id: 2, tone: 'bad', text: 'It did not work.', detail: 'rate.bytes' }]);
    clock.advance(6_000);
    expect(toasts.read()).toEqual([]);
    expect(clock.timers).toBe(0);
  });

  test('are at most three, and the same words stand there once', () => {
    const toasts = createToasts(new FakeClock());
    for (const text of ['a', 'b', 'c', 'd', 'c']) toasts.show(text);
    expect(toasts.read().map(({ text }) => text)).toEqual(['b', 'd', 'c']);
  });

  test('[ANN-1] what a system outside says stays long enough to be read, with its topic after it', () => {
    const [clock, session] = [new FakeClock(), fakeSession()];
    const toasts = createToasts(clock);
    sayAnnouncements(session, toasts);
    session.announce({ text: 'Lunch is ready', from: 'Canteen', topic: 'food' });
    clock.advance(15_000);
    expect(toasts.read()).toMatchObject([{ tone: 'neutral', text: 'Canteen: Lunch is ready', detail: 'food' }]);
    clock.advance(10_000);
    expect(toasts.read()).toEqual([]);
  });

  test('say how much of a program was taken back', () => {
    const [engine, toasts] = [fakeEngine(), createToasts(new FakeClock())];
    createTakeBack(engine, toasts)({ clientId: 'BBBBBBBBBB0' as ClientId, name: 'Bot' });
    expect(engine.calls).toEqual(['removeDrawnBy "BBBBBBBBBB0"']);
    expect(toasts.read()[0]?.text).toBe('Removed 2 things. Undo brings it back.');
  });

  test('leave no timer behind', () => {
    const clock = new FakeClock();
    const toasts = createToasts(clock);
    toasts.show('a');
    toasts.dispose();
    expect(clock.timers).toBe(0);
  });
});
