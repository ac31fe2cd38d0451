import { describe, expect, test } from 'vitest';
import { COMMANDS, findCommand } from '../../../../../renderer/ui/commands/commands.ts';
import { commandFor } from '../../../../../renderer/ui/commands/keyboard.ts';
import { type KeyCombo, type KeyPlatform, type KeyPress, matches } from '../../../../../renderer/ui/commands/keys.ts';
import { menuSections } from '../../../../../renderer/ui/commands/native-menu.ts';
import { helpLines } from '../../../../../renderer/ui/panels/help-sheet.tsx';
import { parseSettings } from '../../../../../renderer/ui/settings/settings.ts';
import { ownerOf, withKeys, withUsualKeys } from '../../../../../renderer/ui/shortcuts/key-changes.ts';
import { keysOf, type OwnKeys, parseOwnKeys } from '../../../../../renderer/ui/shortcuts/own-keys.ts';
import { recordedKey } from '../../../../../renderer/ui/shortcuts/recorded-key.ts';
import { SECTIONS } from '../../../../../renderer/ui/shortcuts/sections.ts';
import { IDLE } from '../commands/idle-state.ts';

function press(part: Partial<KeyPress>): KeyPress {
  const held = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, altGraph: false, isComposing: false };
  return { key: '', code: '', ...held, ...part };
}
const KNOWN = COMMANDS.flatMap(({ keys }) => keys);
const record = (part: Partial<KeyPress>, platform: KeyPlatform = 'other') => recordedKey(press(part), platform, KNOWN);
function command(id: string) {
  const found = findCommand(id);
  if (!found) throw new Error(`no command ${id}`);
  return found;
}

describe('a recorded key', () => {
  test.each<[string, Partial<KeyPress>, KeyCombo, KeyPlatform?]>([
    ['a letter', { key: 'x', code: 'KeyX' }, { letter: 'x' }],
    ['modifiers', { key: 'X', code: 'KeyX', ctrlKey: true, shiftKey: true }, { mod: true, shift: true, letter: 'x' }],
    ['Command', { key: 'j', code: 'KeyJ', metaKey: true }, { mod: true, letter: 'j' }, 'mac'],
    ['Option, which types a sign', { key: '∆', code: 'KeyJ', altKey: true }, { alt: true, letter: 'j' }, 'mac'],
    ['Option and a sign', { key: '…', code: 'Semicolon', altKey: true }, { alt: true, code: 'Semicolon', shown: ';' }, 'mac'],
    ['a Cyrillic letter', { key: 'ч', code: 'KeyX' }, { letter: 'x' }],
    ['a Cyrillic letter without a Latin one', { key: 'ж', code: 'Semicolon' }, { code: 'Semicolon', shown: 'Ж' }],
    ['a German umlaut', { key: 'ö', code: 'Semicolon', ctrlKey: true }, { mod: true, code: 'Semicolon', shown: 'Ö' }],
    ['Z on a German keyboard', { key: 'z', code: 'KeyY', altKey: true }, { alt: true, letter: 'z' }],
    [
      'AltGr and 8 on a German keyboard',
      { key: '[', code: 'Digit8', altGraph: true, ctrlKey: true, altKey: true },
      { sign: '[' },
    ],
    ['a sign with Shift', { key: ';', code: 'Comma', shiftKey: true }, { sign: ';' }],
    ['a digit on AZERTY, by its position', { key: '(', code: 'Digit5' }, { code: 'Digit5', shown: '5' }],
    ['a digit of the number pad', { key: '4', code: 'Numpad4', altKey: true }, { alt: true, code: 'Numpad4', shown: 'Num 4' }],
    ['a function key', { key: 'F7', code: 'F7', shiftKey: true }, { shift: true, named: 'F7' }],
    ['a key that a command has under another name', { key: '[', code: 'BracketLeft' }, { code: 'BracketLeft', shown: '[' }],
    ['an unlisted key, which becomes listed', { key: '/', code: 'Slash', ctrlKey: true }, { mod: true, sign: '/' }],
  ])('%s', (_, part, combo, platform = 'other') => {
    expect(record(part, platform)).toEqual({ at: 'key', combo });
    expect(matches(combo, press(part), platform)).toBe(true);
    // It also works after it has been kept.
    expect(parseOwnKeys(JSON.parse(JSON.stringify({ 'tool.pen': [combo] })))).toEqual({ 'tool.pen': [combo] });
  });

  test.each<[Partial<KeyPress>, object]>([
    [{ key: 'Control', code: 'ControlLeft', ctrlKey: true }, { at: 'waiting' }],
    [{ key: 'AltGraph', code: 'AltRight' }, { at: 'waiting' }],
    [{ key: 'Escape', code: 'Escape' }, { at: 'cancelled' }],
    [{ key: 'Tab', code: 'Tab', shiftKey: true }, { at: 'cancelled' }],
    [
      { key: ' ', code: 'Space', ctrlKey: true },
      { at: 'fixed', why: 'space' },
    ],
    [
      { key: 'c', code: 'KeyC', ctrlKey: true },
      { at: 'fixed', why: 'clipboard' },
    ],
    [
      { key: 'с', code: 'KeyC', ctrlKey: true },
      { at: 'fixed', why: 'clipboard' },
    ],
    [{ key: 'Dead', code: 'BracketLeft' }, { at: 'unusable' }],
    [{ key: 'a', code: 'KeyA', isComposing: true }, { at: 'unusable' }],
    [{ key: 'x', code: 'KeyX', metaKey: true }, { at: 'unusable' }],
    [{ key: 'AudioVolumeUp', code: 'AudioVolumeUp' }, { at: 'unusable' }],
    [{ key: '€', code: 'KeyE', altGraph: true, ctrlKey: true, altKey: true }, { at: 'unusable' }],
  ])('%o is none', (part, found) => {
    expect(record(part)).toEqual(found);
  });

  test('every usual key can be recorded again, and then still belongs to its command', () => {
    for (const { key, code } of [
      { key: 'v', code: 'KeyV' },
      { key: '7', code: 'Digit7' },
      { key: '?', code: 'Slash' },
      { key: 'Delete', code: 'Delete' },
      { key: ']', code: 'BracketRight' },
    ]) {
      const recorded = record({ key, code });
      if (recorded.at !== 'key') throw new Error(`${key} was not recorded`);
      expect(ownerOf(recorded.combo, COMMANDS, {})).toBe(commandFor(press({ key, code }), 'other', {}));
    }
  });
});

test('Escape cancels also while Alt or Shift changes the gesture under way', () => {
  for (const held of [{ altKey: true }, { shiftKey: true }, {}])
    expect(commandFor(press({ key: 'Escape', code: 'Escape', ...held }), 'other', {})?.id).toBe('edit.cancel');
});

describe('a change of keys', () => {
  const ctrlD: KeyCombo = { mod: true, letter: 'd' };

  test('takes a key from the command that had it, and names that command', () => {
    const { own, losers } = withKeys(command('tool.pen'), [ctrlD], COMMANDS, {});
    expect(own).toEqual({ 'tool.pen': [ctrlD], 'edit.duplicate': [] });
    expect(losers).toEqual(['edit.duplicate']);
    const held = press({ key: 'd', code: 'KeyD', ctrlKey: true });
    expect(commandFor(held, 'other', own)?.id).toBe('tool.pen');
    expect(commandFor(press({ key: 'p', code: 'KeyP' }), 'other', own)).toBeUndefined();
    expect(commandFor(press({ key: 'h', code: 'KeyH' }), 'other', own)?.id).toBe('tool.hand');
  });

  test('back to the usual keys takes them back from whoever was given them', () => {
    const first = withKeys(command('tool.pen'), [ctrlD], COMMANDS, {}).own;
    const { own, losers } = withUsualKeys(command('edit.duplicate'), COMMANDS, first);
    expect(own).toEqual({ 'tool.pen': [] });
    expect(losers).toEqual(['tool.pen']);
    expect(withUsualKeys(command('tool.pen'), COMMANDS, own).own).toEqual({});
  });

  test('to the keys that a command has anyway leaves nothing to keep', () => {
    expect(withKeys(command('tool.hand'), [{ letter: 'h' }], COMMANDS, {}).own).toEqual({});
    expect(withUsualKeys(command('tool.hand'), COMMANDS, {})).toEqual({ own: {}, losers: [] });
  });

  test('no two commands ever share a key', () => {
    let own: OwnKeys = {};
    const keys: readonly KeyCombo[] = [{ letter: 'h' }, { mod: true, letter: 'z' }, { sign: '?' }, { named: 'Enter' }];
    for (const [i, one] of COMMANDS.filter(({ id }) => /^(tool|view|order)\./.test(id)).entries()) {
      own = withKeys(one, [keys[i % keys.length] as KeyCombo], COMMANDS, own).own;
      for (const key of keys) expect(COMMANDS.filter((other) => ownerOf(key, [other], own) !== undefined).length).toBeLessThan(2);
    }
  });

  test('a key of the person comes before a usual one that the press matches too', () => {
    // The layout changed since: on this one, the sign stands where a usual key is.
    const own: OwnKeys = { 'view.minimap': [{ sign: '[' }] };
    expect(commandFor(press({ key: '[', code: 'BracketLeft' }), 'other', own)?.id).toBe('view.minimap');
  });
});

describe('kept keys', () => {
  test('come back with the settings', () => {
    const own: OwnKeys = { 'tool.pen': [{ shift: true, named: 'F2' }], 'tool.hand': [] };
    expect(parseSettings(JSON.stringify({ keys: own })).keys).toEqual(own);
    expect(parseSettings('{}').keys).toEqual({});
  });

  test.each([
    [null],
    [7],
    [['tool.pen']],
    [{ pen: [{ letter: 'x' }] }],
    [{ 'tool.pen': 'x' }],
    [{ 'tool.pen': [{ letter: 'xy' }] }],
    [{ 'tool.pen': [{ letter: 'X' }] }],
    [{ 'tool.pen': [{ code: 'Digit1' }] }],
    [{ 'tool.pen': [{ code: '<b>', shown: '1' }] }],
    [{ 'tool.pen': [{ code: 'Digit1', shown: 'x'.repeat(13) }] }],
    [{ 'tool.pen': [{ named: '' }] }],
    [{ 'tool.pen': [{}] }],
    [{ 'tool.pen': [null] }],
    [{ 'tool.pen': Array(7).fill({ letter: 'x' }) }],
  ])('%j is not taken', (raw) => {
    expect(parseOwnKeys(raw)).toEqual({});
  });

  test('an id that is a name of every object is no command with keys', () => {
    expect(keysOf({ id: 'constructor', keys: [{ letter: 'a' }] }, {})).toEqual([{ letter: 'a' }]);
  });
});

describe('changed keys are shown', () => {
  const own: OwnKeys = { 'edit.undo': [{ mod: true, letter: 'u' }], 'edit.redo': [{ mod: true, code: 'Semicolon', shown: 'Ö' }] };

  test('in the help sheet', () => {
    const lines = helpLines(['edit'], 'other', own);
    expect(lines.find(({ label }) => label === 'Undo')?.keys).toEqual([['Ctrl', 'U']]);
    expect(lines.find(({ label }) => label === 'Redo')?.keys).toEqual([['Ctrl', 'Ö']]);
  });

  test('in the native menu, without what Electron cannot show', () => {
    const items = menuSections({ ...IDLE, keys: own }).flatMap(({ groups }) => groups.flat());
    expect(items.find(({ command: id }) => id === 'edit.undo')?.accelerator).toBe('CmdOrCtrl+U');
    expect(items.find(({ command: id }) => id === 'edit.redo')?.accelerator).toBeUndefined();
  });

  test('every command is in one section of the lists', () => {
    for (const { id } of COMMANDS)
      expect(
        SECTIONS.filter(({ kinds }) => kinds.includes(id.split('.')[0] ?? '')),
        id,
      ).toHaveLength(1);
  });
});
