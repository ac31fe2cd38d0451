import type { ReactNode } from 'react';
import { Caps } from '../chrome/parts/caps.tsx';
import { fold } from '../commands/find-commands.ts';
import { type KeyCombo, type KeyPlatform, keyCaps, keyText } from '../commands/keys.ts';
import { FIXED_KEY_WORDS } from '../words/shortcuts/key-words.ts';

/** A key that no command can take and no person can change. */
interface FixedKey {
  readonly is: keyof typeof FIXED_KEY_WORDS.keys;
  readonly combos: readonly KeyCombo[];
}

const FIXED_KEYS: readonly FixedKey[] = [
  { is: 'clipboard', combos: ['c', 'x', 'v'].map((letter) => ({ mod: true, letter })) },
  { is: 'escape', combos: [{ named: 'Escape' }] },
  { is: 'tab', combos: [{ named: 'Tab' }] },
  { is: 'space', combos: [{ named: ' ' }] },
];

/** The fixed keys that a search finds, by name, by reason, or by key. Every one without a search. */
export function fixedKeysFor(text: string, platform: KeyPlatform): readonly FixedKey[] {
  const wanted = fold(text.trim());
  return FIXED_KEYS.filter(({ is, combos }) => {
    const { name } = FIXED_KEY_WORDS.keys[is];
    return fold(name).includes(wanted) || combos.some((combo) => fold(keyText(combo, platform)) === wanted);
  });
}

/** The keys that stay as they are, each with the reason. */
export function FixedKeys({ keys, platform }: { readonly keys: readonly FixedKey[]; readonly platform: KeyPlatform }): ReactNode {
  if (keys.length === 0) return null;
  return (
    <section aria-label={FIXED_KEY_WORDS.title}>
      <h3>{FIXED_KEY_WORDS.title}</h3>
      <ul>
        {keys.map(({ is, combos }) => (
          <li key={is} className="keys__fixed">
            <span>
              {FIXED_KEY_WORDS.keys[is].name}
              <span className="muted">{FIXED_KEY_WORDS.keys[is].why}</span>
            </span>
            <span className="keys__caps">
              {combos.map((combo) => (
                <Caps key={keyText(combo, platform)} caps={keyCaps(combo, platform)} />
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
