import { isComposing, type KeyCombo, type KeyPlatform, type KeyPress, letterOf, matches } from '../commands/keys.ts';
import { KEY_WORDS } from '../words/shortcuts/key-words.ts';

/** What a press means for a person who chooses a key. `fixed`: the key has a meaning that no command can take. */
export type Recorded =
  | { readonly at: 'waiting' }
  | { readonly at: 'cancelled' }
  | { readonly at: 'fixed'; readonly why: 'clipboard' | 'space' }
  | { readonly at: 'unusable' }
  | { readonly at: 'key'; readonly combo: KeyCombo };

const MODIFIERS: ReadonlySet<string> = new Set([
  'Control',
  'Shift',
  'Alt',
  'AltGraph',
  'Meta',
  'OS',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Fn',
  'FnLock',
  'Hyper',
  'Super',
  'Symbol',
]);
const NAMED = /^(F([1-9]|1\d|2[0-4])|Arrow(Up|Down|Left|Right)|Home|End|PageUp|PageDown|Insert|Delete|Backspace|Enter)$/;

/** The names of positions on a US keyboard, for a press whose character says nothing: Option turns them into other signs. */
const US_NAMES: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Comma: ',',
  Period: '.',
  Slash: '/',
};

/**
 * The combination that a press stands for, on the layout that it was typed with. `known`: the combinations that commands have. One of them
 * that the press matches is taken as it is, so that two commands never have one key under two names.
 */
export function recordedKey(press: KeyPress, platform: KeyPlatform, known: readonly KeyCombo[]): Recorded {
  if (MODIFIERS.has(press.key)) return { at: 'waiting' };
  if (press.key === 'Escape' || press.key === 'Tab') return { at: 'cancelled' };
  if (isComposing(press)) return { at: 'unusable' };
  const mod = platform === 'mac' ? press.metaKey : press.ctrlKey;
  if (platform === 'mac' ? press.ctrlKey : press.metaKey) return { at: 'unusable' };
  if (press.key === ' ') return { at: 'fixed', why: 'space' };
  const combo = known.find((one) => matches(one, press, platform)) ?? newCombo(press, mod);
  if (combo === undefined) return { at: 'unusable' };
  if (isClipboard(combo)) return { at: 'fixed', why: 'clipboard' };
  const { unlisted: _, ...listed } = combo;
  return { at: 'key', combo: listed };
}

function newCombo(press: KeyPress, mod: boolean): KeyCombo | undefined {
  // AltGr types a character: the character is the key, and Windows' Ctrl and Alt with it mean nothing.
  if (press.altGraph) return isSign(press.key) ? { sign: press.key } : undefined;
  const held = { ...(mod ? { mod: true as const } : {}), ...(press.altKey ? { alt: true as const } : {}) };
  const shifted = { ...held, ...(press.shiftKey ? { shift: true as const } : {}) };
  const letter = letterOf(press);
  if (letter !== undefined) return { ...shifted, letter };
  if (NAMED.test(press.key)) return { ...shifted, named: press.key };
  const digit = press.code.at(-1) ?? '';
  if (/^Digit\d$/.test(press.code)) return { ...shifted, code: press.code, shown: digit };
  if (/^Numpad\d$/.test(press.code)) return { ...shifted, code: press.code, shown: KEY_WORDS.pad(digit) };
  if (isSign(press.key)) return { ...held, sign: press.key };
  // A letter that is not Latin: the key goes by its position, and is called what is printed on it.
  if (!/^[A-Za-z0-9]{1,24}$/.test(press.code) || [...press.key].length !== 1) return undefined;
  const printed = press.altKey ? (US_NAMES[press.code] ?? press.key) : press.key;
  return { ...shifted, code: press.code, shown: printed.toLocaleUpperCase() };
}

/** An ASCII sign: no letter, no digit. */
function isSign(key: string): boolean {
  return /^[!-/:-@[-`{-~]$/.test(key);
}

function isClipboard(combo: KeyCombo): boolean {
  return 'letter' in combo && combo.mod === true && !combo.alt && !combo.shift && ['c', 'x', 'v'].includes(combo.letter);
}
