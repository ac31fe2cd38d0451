import { expect, test } from 'vitest';
import type { ElementId } from '../../../../core/board/ids.ts';
import type { FrameEntry } from '../../../../renderer/engine/finding.ts';
import { createPresenting } from '../../../../renderer/ui/finding/presenting.ts';
import { fakeEngine } from './fake-engine.ts';

const frame = (name: string): FrameEntry => ({
  id: name as ElementId,
  title: name,
  box: { minX: 0, minY: 0, maxX: 10, maxY: 10 },
});

function open(names: readonly string[], selection: readonly string[] = []) {
  const engine = fakeEngine({ selection: selection as readonly ElementId[], camera: { x: 7, y: 8, zoom: 2 } });
  let frames = names.map(frame);
  let said = 0;
  const listeners = new Map<string, EventListener>();
  const window = {
    addEventListener: (name: string, listener: unknown) => void listeners.set(name, listener as EventListener),
    removeEventListener: (name: string) => void listeners.delete(name),
  } as unknown as Window;
  const presenting = createPresenting({ engine: { ...engine, frames: () => frames }, window, sayNone: () => said++ });
  let stopped = 0;
  const press = (key: string, more: Partial<KeyboardEvent> = {}): void => {
    const event = { key, target: null, preventDefault: () => stopped++, stopPropagation() {}, ...more };
    listeners.get('keydown')?.(event as unknown as Event);
  };
  const title = () => presenting.read()?.title;
  return {
    engine,
    presenting,
    listeners,
    press,
    title,
    change: (next: readonly string[]) => {
      frames = next.map(frame);
    },
    said: () => said,
    stopped: () => stopped,
  };
}

test('without a frame it says so, and nothing is presented', () => {
  const { presenting, said, listeners } = open([]);
  presenting.start();
  expect(said()).toBe(1);
  expect(presenting.read()).toBeUndefined();
  expect(listeners.size).toBe(0);
});

test('keys step through the slides and stop at both ends; Escape gives back the view of before', () => {
  const { presenting, press, title, engine, listeners, stopped } = open(['a', 'b', 'c']);
  presenting.start();
  expect(presenting.read()).toEqual({ at: 0, count: 3, title: 'a' });
  press('ArrowLeft');
  expect(title()).toBe('a');
  press('ArrowRight');
  expect(title()).toBe('b');
  press('End');
  press('PageDown');
  expect(title()).toBe('c');
  press('Home');
  expect(title()).toBe('a');
  const before = stopped();
  press('k');
  press('ArrowRight', { ctrlKey: true });
  expect(stopped()).toBe(before);
  press('Escape');
  expect(presenting.read()).toBeUndefined();
  expect(engine.calls.at(-1)).toBe('setCamera {"x":7,"y":8,"zoom":2}');
  expect(listeners.size).toBe(0);
});

test('it begins with the frame that is selected, and goes on from the slide of now while others change the frames', () => {
  const { presenting, title, change } = open(['a', 'b', 'c'], ['b']);
  presenting.start();
  expect(title()).toBe('b');
  change(['x', 'a', 'b', 'y', 'c']);
  presenting.step(1);
  expect(title()).toBe('y');
  // The slide of now is gone: its place counts.
  change(['x', 'a', 'b', 'c']);
  presenting.step(1);
  expect(title()).toBe('c');
  change([]);
  presenting.step(1);
  expect(presenting.read()).toBeUndefined();
});
