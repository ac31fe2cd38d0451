import { expect, test } from 'vitest';
import { guardAlt } from '../../../../../renderer/ui/commands/alt-guard.ts';

function desk() {
  const target = new EventTarget();
  const guard = guardAlt(target as Window);
  /** True when the system hears nothing of it. */
  const send = (name: string, part: object = {}): boolean => {
    const event = Object.assign(new Event(name, { cancelable: true }), part);
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const alt = { key: 'Alt', repeat: false };
  return { guard, send, alt };
}

test('Alt that was held for a drag or the wheel opens no menu', () => {
  const { send, alt } = desk();
  for (const [name, part] of [
    ['pointerdown', { altKey: true, buttons: 1 }],
    ['pointermove', { altKey: true, buttons: 1 }],
    ['pointerup', { altKey: true, buttons: 0 }],
    ['wheel', { altKey: true }],
  ] as const) {
    expect(send('keydown', alt)).toBe(false);
    send(name, part);
    send('keydown', { ...alt, repeat: true });
    expect(send('keyup', alt), name).toBe(true);
  }
});

test('Alt by itself, and after another drag, opens it as ever', () => {
  const { guard, send, alt } = desk();
  send('keydown', alt);
  send('pointermove', { altKey: true, buttons: 0 });
  expect(send('keyup', alt)).toBe(false);
  send('keydown', alt);
  send('pointerdown', { altKey: true, buttons: 1 });
  expect(send('keyup', { key: 'Shift' })).toBe(false);
  send('keyup', alt);
  send('keydown', alt);
  expect(send('keyup', alt)).toBe(false);
  guard.dispose();
  send('keydown', alt);
  send('wheel', { altKey: true });
  expect(send('keyup', alt)).toBe(false);
});
