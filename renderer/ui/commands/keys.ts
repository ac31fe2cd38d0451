import { KEY_NAMES } from '../words/help-words.ts';

/**
 * Key matching for every keyboard. Letters go by the layout's character (`event.key`), so Ctrl+Z is where the
 * person's Z is. Brackets and digits go by position (`event.code`), because many layouts need Shift or AltGr for them. Signs such
 * as `?` go by the character, however it was typed.
 */
export type KeyCombo = {
  /** Ctrl, or Command on a Mac. */
  readonly mod?: true;
  readonly shift?: true;
  readonly alt?: true;
  /** Works, but is left out of the help sheet. */
  readonly unlisted?: true;
} & (
  | { readonly letter: string }
  /** Position, with its displayed name. */
  | { readonly code: string; readonly shown: string }
  /** A sign. Shift and AltGr are ignored, because typing it may need them. */
  | { readonly sign: string }
  /** `event.key` of a key without a character, such as `Delete`. */
  | { readonly named: string; readonly shown?: string }
);

/** A key by its position, without modifiers. `shown`: its displayed name. */
export function position(code: string, shown: string): KeyCombo {
  return { code, shown };
}

/** The used parts of a `KeyboardEvent`. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** `getModifierState('AltGraph')`: a third-level character is being typed. Windows then reports Ctrl and Alt too. */
  readonly altGraph: boolean;
  readonly isComposing: boolean;
}

export type KeyPlatform = 'mac' | 'other';

/** True while an input method composes a character: its keys are not commands. */
export function isComposing(press: KeyPress): boolean {
  // Browsers name a key 'Process' when the input method has taken it.
  return press.isComposing || press.key === 'Process' || press.key === 'Dead';
}

export function matches(combo: KeyCombo, press: KeyPress, platform: KeyPlatform): boolean {
  if (isComposing(press)) return false;
  if ('sign' in combo)
    return press.key === combo.sign && (press.altGraph ? !combo.mod : hasModifiers(combo, press, platform, 'anyShift'));
  // With AltGr a character is being typed, even with Ctrl and Alt: Ctrl+Alt+E is the euro sign on a German keyboard.
  if (press.altGraph) return false;
  if (!hasModifiers(combo, press, platform, 'exactShift')) return false;
  if ('letter' in combo) return letterOf(press) === combo.letter;
  if ('code' in combo) return press.code === combo.code;
  return press.key === combo.named;
}

/** The layout's Latin letter. On a layout without Latin letters (Cyrillic, Greek), the letter printed at that position. */
export function letterOf(press: KeyPress): string | undefined {
  if (/^[a-z]$/i.test(press.key)) return press.key.toLowerCase();
  // Also Option on a Mac, which turns D into a sign. Another ASCII character is the layout's choice: AZERTY has ',' in place of
  // M.
  const isForeign = press.key.length >= 1 && (press.key.codePointAt(0) ?? 0) > 0x7f;
  return isForeign && /^Key[A-Z]$/.test(press.code) ? press.code.slice(3).toLowerCase() : undefined;
}

function hasModifiers(combo: KeyCombo, press: KeyPress, platform: KeyPlatform, shift: 'exactShift' | 'anyShift'): boolean {
  const mod = platform === 'mac' ? press.metaKey : press.ctrlKey;
  const other = platform === 'mac' ? press.ctrlKey : press.metaKey;
  if (other || mod !== (combo.mod ?? false) || press.altKey !== (combo.alt ?? false)) return false;
  return shift === 'anyShift' || press.shiftKey === (combo.shift ?? false);
}

const SHOWN_NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  '-': '−',
};

/** Names that differ between languages. */
const NAMED_KEYS: Readonly<Record<string, keyof typeof KEY_NAMES>> = {
  Escape: 'escape',
  Delete: 'delete',
  Enter: 'enter',
  Backspace: 'backspace',
  ' ': 'space',
};

function shownKey(combo: KeyCombo): string {
  if ('letter' in combo) return combo.letter.toUpperCase();
  if ('code' in combo) return combo.shown;
  if ('sign' in combo) return SHOWN_NAMES[combo.sign] ?? combo.sign;
  const name = NAMED_KEYS[combo.named];
  return combo.shown ?? (name === undefined ? (SHOWN_NAMES[combo.named] ?? combo.named) : KEY_NAMES[name]);
}

/** The parts of a combination, one per key cap. */
export function keyCaps(combo: KeyCombo, platform: KeyPlatform): readonly string[] {
  // Each system has its own order: Apple puts Command last.
  if (platform === 'mac')
    return [...(combo.alt ? ['⌥'] : []), ...(combo.shift ? ['⇧'] : []), ...(combo.mod ? ['⌘'] : []), shownKey(combo)];
  const { ctrl, alt, shift } = KEY_NAMES;
  return [...(combo.mod ? [ctrl] : []), ...(combo.alt ? [alt] : []), ...(combo.shift ? [shift] : []), shownKey(combo)];
}

/** One line for a tooltip: `Ctrl+Shift+Z`, or `⇧⌘Z` on a Mac. */
export function keyText(combo: KeyCombo, platform: KeyPlatform): string {
  return keyCaps(combo, platform).join(platform === 'mac' ? '' : '+');
}

/** The value of `aria-keyshortcuts`. */
export function ariaKeys(combo: KeyCombo, platform: KeyPlatform): string {
  const key =
    'letter' in combo ? combo.letter.toUpperCase() : 'code' in combo ? combo.shown : 'sign' in combo ? combo.sign : combo.named;
  return [
    ...(combo.mod ? [platform === 'mac' ? 'Meta' : 'Control'] : []),
    ...(combo.alt ? ['Alt'] : []),
    ...(combo.shift ? ['Shift'] : []),
    key === '+' ? 'Plus' : key,
  ].join('+');
}

/** True where a key press belongs to typing: then it is no command. */
export function isTypingTarget(target: EventTarget | null): boolean {
  if (target === null || !('closest' in target)) return false;
  const element = target as Element;
  const field = element.closest('input, textarea, select, [contenteditable]:not([contenteditable="false"])');
  if (field === null) return false;
  // Radio buttons and similar fields take no letters.
  const type = field.tagName === 'INPUT' ? (field.getAttribute('type') ?? 'text').toLowerCase() : '';
  return !['radio', 'checkbox', 'button', 'range', 'submit', 'color'].includes(type);
}
