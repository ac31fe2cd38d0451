import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../../../renderer/ui/commands/commands.ts';
import { bindKeyboard, commandFor } from '../../../../../renderer/ui/commands/keyboard.ts';
import { type KeyPlatform, type KeyPress, keyText } from '../../../../../renderer/ui/commands/keys.ts';
import { accelerator } from '../../../../../renderer/ui/commands/native-menu.ts';
import { IDLE } from './idle-state.ts';

function press(part: Partial<KeyPress>): KeyPress {
  return {
    key: '',
    code: '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    altGraph: false,
    isComposing: false,
    ...part,
  };
}
const idOf = (part: Partial<KeyPress>, platform: KeyPlatform = 'other'): string | undefined =>
  commandFor(press(part), platform, {})?.id;

describe('on a US keyboard', () => {
  test.each([
    [{ key: 'v', code: 'KeyV' }, 'tool.select'],
    [{ key: '1', code: 'Digit1' }, 'tool.select'],
    [{ key: 'h', code: 'KeyH' }, 'tool.hand'],
    [{ key: 'p', code: 'KeyP' }, 'tool.pen'],
    [{ key: 'd', code: 'KeyD' }, 'tool.diamond'],
    [{ key: '3', code: 'Digit3' }, 'tool.diamond'],
    [{ key: 'r', code: 'KeyR' }, 'tool.rectangle'],
    [{ key: '2', code: 'Digit2' }, 'tool.rectangle'],
    [{ key: 'o', code: 'KeyO' }, 'tool.ellipse'],
    [{ key: '4', code: 'Digit4' }, 'tool.ellipse'],
    [{ key: 'a', code: 'KeyA' }, 'tool.arrow'],
    [{ key: '5', code: 'Digit5' }, 'tool.arrow'],
    [{ key: 'l', code: 'KeyL' }, 'tool.line'],
    [{ key: '6', code: 'Digit6' }, 'tool.line'],
    [{ key: 'f', code: 'KeyF' }, 'tool.frame'],
    [{ key: 'q', code: 'KeyQ' }, 'tool.keep'],
    [{ key: 'b', code: 'KeyB' }, 'tool.pen'],
    [{ key: '7', code: 'Digit7' }, 'tool.pen'],
    [{ key: 'D', code: 'KeyD', shiftKey: true }, 'tool.highlighter'],
    [{ key: 'e', code: 'KeyE' }, 'tool.eraser'],
    [{ key: '0', code: 'Digit0' }, 'tool.eraser'],
    [{ key: 'z', code: 'KeyZ', ctrlKey: true }, 'edit.undo'],
    [{ key: 'y', code: 'KeyY', ctrlKey: true }, 'edit.redo'],
    [{ key: 'Z', code: 'KeyZ', ctrlKey: true, shiftKey: true }, 'edit.redo'],
    [{ key: 'd', code: 'KeyD', ctrlKey: true }, 'edit.duplicate'],
    [{ key: 'Delete', code: 'Delete' }, 'edit.delete'],
    [{ key: 'Backspace', code: 'Backspace' }, 'edit.delete'],
    [{ key: 'Delete', code: 'Delete', ctrlKey: true }, 'edit.clear'],
    [{ key: 'a', code: 'KeyA', ctrlKey: true }, 'edit.selectAll'],
    [{ key: 'ArrowLeft', code: 'ArrowLeft' }, 'nudge.left'],
    [{ key: 'ArrowDown', code: 'ArrowDown', shiftKey: true }, 'nudge.downFar'],
    [{ key: '=', code: 'Equal', ctrlKey: true }, 'view.zoomIn'],
    [{ key: '+', code: 'Equal', ctrlKey: true, shiftKey: true }, 'view.zoomIn'],
    [{ key: '+', code: 'NumpadAdd', ctrlKey: true }, 'view.zoomIn'],
    [{ key: '-', code: 'Minus', ctrlKey: true }, 'view.zoomOut'],
    [{ key: '0', code: 'Digit0', ctrlKey: true }, 'view.zoomReset'],
    [{ key: ')', code: 'Digit0', shiftKey: true }, 'view.zoomReset'],
    [{ key: '!', code: 'Digit1', shiftKey: true }, 'view.zoomFit'],
    [{ key: '@', code: 'Digit2', shiftKey: true }, 'view.zoomSelection'],
    [{ key: '[', code: 'BracketLeft' }, 'style.thinner'],
    [{ key: ']', code: 'BracketRight' }, 'style.thicker'],
    [{ key: 'E', code: 'KeyE', ctrlKey: true, shiftKey: true }, 'file.exportPng'],
    [{ key: 's', code: 'KeyS', ctrlKey: true }, 'file.save'],
    [{ key: 'o', code: 'KeyO', ctrlKey: true }, 'file.open'],
    [{ key: 'D', code: 'KeyD', altKey: true, shiftKey: true }, 'theme.toggle'],
    [{ key: '.', code: 'Period', ctrlKey: true }, 'view.hideChrome'],
    [{ key: '?', code: 'Slash', shiftKey: true }, 'help.keys'],
    [{ key: 'Escape', code: 'Escape' }, 'edit.cancel'],
  ])('%o is %s', (part, id) => {
    expect(idOf(part)).toBe(id);
  });

  test('keys of the browser and of the system stay theirs', () => {
    expect(idOf({ key: 'r', code: 'KeyR', ctrlKey: true })).toBeUndefined();
    expect(idOf({ key: 'l', code: 'KeyL', ctrlKey: true })).toBeUndefined();
    // The page would be printed as it is seen.
    expect(idOf({ key: 'p', code: 'KeyP', ctrlKey: true })).toBe('file.print');
    expect(idOf({ key: 'd', code: 'KeyD', metaKey: true })).toBeUndefined();
  });
});

describe('on other layouts', () => {
  test('letters go by what the layout prints: Ctrl+Z on QWERTZ is where its Z is', () => {
    expect(idOf({ key: 'z', code: 'KeyY', ctrlKey: true })).toBe('edit.undo');
    expect(idOf({ key: 'y', code: 'KeyZ', ctrlKey: true })).toBe('edit.redo');
  });

  test('Dvorak: the pen is where P is printed, and the key that QWERTY calls P is no pen', () => {
    expect(idOf({ key: 'p', code: 'KeyR' })).toBe('tool.pen');
    expect(idOf({ key: 'l', code: 'KeyP' })).toBe('tool.line');
  });

  test('AZERTY reaches the digits without Shift, and its comma is no M', () => {
    expect(idOf({ key: '&', code: 'Digit1' })).toBe('tool.select');
    expect(idOf({ key: '1', code: 'Digit1', shiftKey: true })).toBe('view.zoomFit');
    expect(idOf({ key: '.', code: 'Comma', ctrlKey: true, shiftKey: true })).toBe('view.hideChrome');
  });

  test('a layout without Latin letters goes by the position', () => {
    expect(idOf({ key: 'з', code: 'KeyP' })).toBe('tool.pen');
    expect(idOf({ key: 'я', code: 'KeyZ', ctrlKey: true })).toBe('edit.undo');
    expect(idOf({ key: 'Я', code: 'KeyZ', ctrlKey: true, shiftKey: true })).toBe('edit.redo');
  });

  test('brush size goes by position: German has ü and + there', () => {
    expect(idOf({ key: 'ü', code: 'BracketLeft' })).toBe('style.thinner');
    expect(idOf({ key: '+', code: 'BracketRight' })).toBe('style.thicker');
    expect(idOf({ key: '+', code: 'BracketRight', ctrlKey: true })).toBe('view.zoomIn');
  });
});

describe('AltGr types characters', () => {
  test('the euro sign is not the eraser, whether the system reports Ctrl+Alt with it or not', () => {
    expect(idOf({ key: '€', code: 'KeyE', altGraph: true })).toBeUndefined();
    expect(idOf({ key: '€', code: 'KeyE', altGraph: true, ctrlKey: true, altKey: true })).toBeUndefined();
  });

  test('a bracket typed with AltGr is not Ctrl+Alt+8', () => {
    expect(idOf({ key: '[', code: 'Digit8', altGraph: true, ctrlKey: true, altKey: true })).toBeUndefined();
  });

  test('a question mark is help, however it was typed', () => {
    expect(idOf({ key: '?', code: 'KeyW', altGraph: true })).toBe('help.keys');
    expect(idOf({ key: '?', code: 'KeyW', altGraph: true, ctrlKey: true, altKey: true })).toBe('help.keys');
  });
});

test('keys that an input method takes are not commands', () => {
  expect(idOf({ key: 'p', code: 'KeyP', isComposing: true })).toBeUndefined();
  expect(idOf({ key: 'Process', code: 'KeyP' })).toBeUndefined();
  expect(idOf({ key: 'Dead', code: 'BracketLeft' })).toBeUndefined();
});

describe('on a Mac', () => {
  test('Command takes the place of Ctrl, and Ctrl does nothing', () => {
    expect(idOf({ key: 'z', code: 'KeyZ', metaKey: true }, 'mac')).toBe('edit.undo');
    expect(idOf({ key: 'z', code: 'KeyZ', ctrlKey: true }, 'mac')).toBeUndefined();
  });

  test('Option turns letters into signs: the theme key still works', () => {
    expect(idOf({ key: 'Î', code: 'KeyD', altKey: true, shiftKey: true }, 'mac')).toBe('theme.toggle');
  });

  test('its Delete key, which says Backspace, clears with Command', () => {
    expect(idOf({ key: 'Backspace', code: 'Backspace', metaKey: true }, 'mac')).toBe('edit.clear');
  });
});

test('keys are written as each system writes them', () => {
  const redo = { mod: true, shift: true, letter: 'z' } as const;
  expect(keyText(redo, 'other')).toBe('Ctrl+Shift+Z');
  expect(keyText(redo, 'mac')).toBe('⇧⌘Z');
  expect(accelerator(redo)).toBe('CmdOrCtrl+Shift+Z');
  expect(accelerator({ mod: true, sign: '+' })).toBe('CmdOrCtrl+Plus');
  expect(accelerator({ named: 'ArrowUp' })).toBe('Up');
});

test('no two commands have the same key', () => {
  const owners = new Map<string, string>();
  for (const command of COMMANDS) {
    for (const combo of command.keys) {
      const text = JSON.stringify({ ...combo, unlisted: undefined, shown: undefined });
      expect(owners.get(text), text).toBeUndefined();
      owners.set(text, command.id);
    }
  }
  expect(owners.size).toBeGreaterThan(30);
});

test('Tab walks through the page unless there is a shape to switch', () => {
  for (const hasKinds of [false, true]) {
    const target = new EventTarget();
    const ran: string[] = [];
    bindKeyboard({
      target: target as Window,
      platform: 'other',
      state: () => ({ ...IDLE, hasKinds }),
      run: ({ id }) => void ran.push(id),
      isModal: () => false,
    });
    const pressed = { key: 'Tab', code: 'Tab', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false };
    const event = Object.assign(new Event('keydown', { cancelable: true }), pressed, { getModifierState: () => false });
    target.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(hasKinds);
    expect(ran).toEqual(hasKinds ? ['edit.nextKind'] : []);
  }
});
