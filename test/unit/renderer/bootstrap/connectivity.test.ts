import { describe, expect, test } from 'vitest';
import { askBeforeClose, keepBeforeLeaving, watchConnectivity } from '../../../../renderer/bootstrap/wake-signals.ts';
import { fakeSession } from '../ui/fake-session.ts';

function fakeWindow(): { window: Window; page: EventTarget & { visibilityState: string } } {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  return { window: Object.assign(new EventTarget(), { document: page }) as unknown as Window, page };
}

describe('the session is told', () => {
  test('to try at once when network, focus or the page come back, and that the network went', () => {
    const { window, page } = fakeWindow();
    const session = fakeSession();
    const watching = watchConnectivity(window, session);
    for (const event of ['online', 'focus', 'pageshow', 'offline']) window.dispatchEvent(new Event(event));
    page.dispatchEvent(new Event('visibilitychange'));
    expect(session.calls).toEqual(['wake', 'wake', 'wake', 'networkLost', 'wake']);
    watching.dispose();
    window.dispatchEvent(new Event('online'));
    expect(session.calls).toHaveLength(5);
  });

  test('nothing when the page is hidden', () => {
    const { window, page } = fakeWindow();
    const session = fakeSession();
    watchConnectivity(window, session);
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    expect(session.calls).toEqual([]);
  });
});

describe('leaving', () => {
  test('has what is unsent written: when the page is left, frozen or out of sight', () => {
    const { window, page } = fakeWindow();
    const session = fakeSession();
    const keeping = keepBeforeLeaving(window, session);
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    page.dispatchEvent(new Event('freeze'));
    page.dispatchEvent(new Event('visibilitychange'));
    expect(session.calls).toEqual(['keep', 'keep']);
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    expect(session.calls).toHaveLength(3);
    keeping.dispose();
    window.dispatchEvent(new Event('pagehide'));
    expect(session.calls).toHaveLength(3);
  });

  test('[PRS-4] a page that ends tells the hub, one that goes to the back-forward cache does not', () => {
    const { window } = fakeWindow();
    const session = fakeSession();
    keepBeforeLeaving(window, session);
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    expect(session.calls).toEqual(['keep']);
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
    expect(session.calls).toEqual(['keep', 'keep', 'sayGoodbye']);
  });

  const leave = (window: Window): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

  test('asks only while something would be lost by it', () => {
    const { window } = fakeWindow();
    let loses = false;
    const asking = askBeforeClose(window, () => loses);
    expect(leave(window)).toBe(false);
    loses = true;
    expect(leave(window)).toBe(true);
    asking.dispose();
    expect(leave(window)).toBe(false);
  });
});
