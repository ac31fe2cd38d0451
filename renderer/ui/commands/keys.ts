/**
 * Matching keys on every keyboard (field-notes E1). Letters go by the character that the layout gives (`event.key`), so Ctrl+Z is where
 * the person's Z is; brackets and digits go by position (`event.code`), because many layouts reach their characters only with Shift or
 * AltGr; signs such as `?` go by the character, however it was typed.
 */
export type KeyCombo = {
  /** Ctrl, or Command on a Mac. */
  readonly mod?: true;
  readonly shift?: true;
  readonly alt?: true;
  /** Works, but is not worth a line in the help sheet. */
  readonly unlisted?: true;
} & (
  | { readonly letter: string }
  /** Position, with what a person calls it. */
  | { readonly code: string; readonly shown: string }
  /** A sign: Shift and AltGr do not matter, they belong to typing it. */
  | { readonly sign: string }
  /** `event.key` of a key without a character, such as `Delete`. */
  | { readonly named: string; readonly shown?: string }
);

/** A key by its place on the keyboard, alone. `shown`: what a person calls it. */
export function position(code: string, shown: string): KeyCombo {
  return { code, shown };
}

/** What matching needs of a `KeyboardEvent`. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** `getModifierState('AltGraph')`: a third-level character is being typed. Windows reports Ctrl and Alt as well then. */
  readonly altGraph: boolean;
  readonly isComposing: boolean;
}

export type KeyPlatform = 'mac' | 'other';

/** True while an input method is putting a character together: its keys are not ours. */
export function isComposing(press: KeyPress): boolean {
  // 'Process' is what a browser names a key that the input method has taken.
  return press.isComposing || press.key === 'Process' || press.key === 'Dead';
}

export function matches(combo: KeyCombo, press: KeyPress, platform: KeyPlatform): boolean {
  if (isComposing(press)) return false;
  if ('sign' in combo)
    return press.key === combo.sign && (press.altGraph ? !combo.mod : hasModifiers(combo, press, platform, 'anyShift'));
  // With AltGr down a character is being typed, whatever Ctrl and Alt claim: Ctrl+Alt+E is the euro sign on a German keyboard.
  if (press.altGraph) return false;
  if (!hasModifiers(combo, press, platform, 'exactShift')) return false;
  if ('letter' in combo) return letterOf(press) === combo.letter;
  if ('code' in combo) return press.code === combo.code;
  return press.key === combo.named;
}

/** The layout's Latin letter; on a layout without Latin letters (Cyrillic, Greek) the letter that is printed at that position. */
function letterOf(press: KeyPress): string | undefined {
  if (/^[a-z]$/i.test(press.key)) return press.key.toLowerCase();
  // Also Option on a Mac, which turns D into a sign. Another ASCII character is a layout's own choice: AZERTY has ',' where M is.
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
  Escape: 'Esc',
  Delete: 'Del',
  '-': '−',
};

function shownKey(combo: KeyCombo): string {
  if ('letter' in combo) return combo.letter.toUpperCase();
  if ('code' in combo) return combo.shown;
  if ('sign' in combo) return SHOWN_NAMES[combo.sign] ?? combo.sign;
  return combo.shown ?? SHOWN_NAMES[combo.named] ?? combo.named;
}

/** The parts of a combination, each for a key cap of its own. */
export function keyCaps(combo: KeyCombo, platform: KeyPlatform): readonly string[] {
  // Each system has its own order: Apple puts Command last.
  if (platform === 'mac')
    return [...(combo.alt ? ['⌥'] : []), ...(combo.shift ? ['⇧'] : []), ...(combo.mod ? ['⌘'] : []), shownKey(combo)];
  return [...(combo.mod ? ['Ctrl'] : []), ...(combo.alt ? ['Alt'] : []), ...(combo.shift ? ['Shift'] : []), shownKey(combo)];
}

/** One line for a tooltip: `Ctrl+Shift+Z`, or `⇧⌘Z` on a Mac. */
export function keyText(combo: KeyCombo, platform: KeyPlatform): string {
  return keyCaps(combo, platform).join(platform === 'mac' ? '' : '+');
}

/** Electron's accelerator text, for showing the key in the native menu. */
export function accelerator(combo: KeyCombo): string {
  const key =
    'letter' in combo
      ? combo.letter.toUpperCase()
      : 'code' in combo
        ? combo.shown
        : 'sign' in combo
          ? combo.sign
          : (ACCELERATOR_NAMES[combo.named] ?? combo.named);
  return [
    ...(combo.mod ? ['CmdOrCtrl'] : []),
    ...(combo.alt ? ['Alt'] : []),
    ...(combo.shift ? ['Shift'] : []),
    key === '+' ? 'Plus' : key,
  ].join('+');
}

const ACCELERATOR_NAMES: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

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

/** True where a key press belongs to typing: the board's keys stay out of it. */
export function isTypingTarget(target: EventTarget | null): boolean {
  if (target === null || !('closest' in target)) return false;
  const element = target as Element;
  const field = element.closest('input, textarea, select, [contenteditable]:not([contenteditable="false"])');
  if (field === null) return false;
  // Radio buttons and the like take no letters.
  const type = field.tagName === 'INPUT' ? (field.getAttribute('type') ?? 'text').toLowerCase() : '';
  return !['radio', 'checkbox', 'button', 'range', 'submit', 'color'].includes(type);
}
