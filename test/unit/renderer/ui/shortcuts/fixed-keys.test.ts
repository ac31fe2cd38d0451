import { expect, test } from 'vitest';
import type { KeyPress } from '../../../../../renderer/ui/commands/keys.ts';
import { keyText } from '../../../../../renderer/ui/commands/keys.ts';
import { fixedKeysFor } from '../../../../../renderer/ui/shortcuts/fixed-keys.tsx';
import { recordedKey } from '../../../../../renderer/ui/shortcuts/recorded-key.ts';

const held = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, altGraph: false, isComposing: false };

test('every key that is listed as fixed is one that the recorder gives to no command, and is called by its name', () => {
  const texts = fixedKeysFor('', 'other').flatMap(({ combos }) => combos.map((combo) => keyText(combo, 'other')));
  expect(texts).toEqual(['Ctrl+C', 'Ctrl+X', 'Ctrl+V', 'Esc', 'Tab', 'Space']);
  const presses: readonly Partial<KeyPress>[] = [
    ...['c', 'x', 'v'].map((key) => ({ key, code: `Key${key.toUpperCase()}`, ctrlKey: true })),
    { key: 'Escape', code: 'Escape' },
    { key: 'Tab', code: 'Tab' },
    { key: ' ', code: 'Space' },
  ];
  for (const press of presses)
    expect(recordedKey({ key: '', code: '', ...held, ...press }, 'other', []).at, press.key).toMatch(/^(fixed|cancelled)$/);
});

test.each([
  ['ctrl+v', ['clipboard']],
  ['Paste', ['clipboard']],
  ['esc', ['escape']],
  ['ellipse', []],
])('a search for %s finds %j among the fixed keys', (text, found) => {
  expect(fixedKeysFor(text, 'other').map(({ is }) => is)).toEqual(found);
});
