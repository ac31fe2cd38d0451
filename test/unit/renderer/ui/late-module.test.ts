import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadCode, NotLoaded } from '../../../../core/base/late-code.ts';
import { lateModule, loadLateModules } from '../../../../renderer/ui/late-module.ts';
import { orSayNotLoaded } from '../../../../renderer/ui/watching/not-loaded.ts';
import { PANEL_FAILED } from '../../../../renderer/ui/words/chrome-words.ts';

beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'http://127.0.0.1/' });
  vi.stubGlobal('fetch', async () => new Response());
});
afterEach(() => vi.unstubAllGlobals());

test('late code is loaded once, and asked for again after a failure', async () => {
  let asked = 0;
  const load = lateModule(async () => {
    asked++;
    if (asked === 1) throw new TypeError('Failed to fetch dynamically imported module');
    return { answer: 42 };
  });
  await expect(load()).rejects.toBeInstanceOf(NotLoaded);
  expect(await load()).toEqual({ answer: 42 });
  expect(await load()).toEqual({ answer: 42 });
  expect(asked).toBe(2);
});

test('all late code is loaded in the page’s spare time, and what does not come stops nothing', async () => {
  const loaded: string[] = [];
  lateModule(() => Promise.reject(new Error('away')));
  lateModule(async () => loaded.push('one'));
  lateModule(async () => loaded.push('two'), 'soon');
  await loadLateModules('later');
  await loadLateModules('later');
  expect(loaded).toEqual(['one']);
  await loadLateModules('soon');
  expect(loaded).toEqual(['one', 'two']);
});

test('only code that did not come is told in a sentence', async () => {
  const said: string[] = [];
  const toasts = { fail: (text: string) => void said.push(text) };
  expect(await orSayNotLoaded(Promise.resolve(7), toasts)).toBe(7);
  expect(said).toEqual([]);
  const away = loadCode(() => Promise.reject(new Error('away')));
  expect(await orSayNotLoaded(away, toasts)).toBeUndefined();
  expect(said).toEqual([PANEL_FAILED.text]);
  await expect(orSayNotLoaded(Promise.reject(new Error('a defect')), toasts)).rejects.toThrow('a defect');
  expect(said).toHaveLength(1);
});

test('code is not asked for while the server is away, because Firefox would never ask for it again', async () => {
  let asked = 0;
  const load = lateModule(async () => {
    asked++;
    return 'panel';
  });
  for (const away of [() => Promise.reject(new TypeError('no line')), async () => new Response(null, { status: 502 })]) {
    vi.stubGlobal('fetch', away);
    await expect(load()).rejects.toBeInstanceOf(NotLoaded);
    await loadLateModules('later');
  }
  expect(asked).toBe(0);
  vi.stubGlobal('fetch', async () => new Response());
  expect(await load()).toBe('panel');
  expect(asked).toBe(1);
});
