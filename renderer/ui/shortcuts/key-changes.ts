import type { KeyCombo } from '../commands/keys.ts';
import { isChanged, keysOf, type OwnKeys } from './own-keys.ts';

interface Keyed {
  readonly id: string;
  readonly keys: readonly KeyCombo[];
}

/** The keys after a change, and the commands that lost a key by it. */
export interface KeyChange {
  readonly own: OwnKeys;
  readonly losers: readonly string[];
}

/** The other command that has a key. */
export function ownerOf<C extends Keyed>(combo: KeyCombo, commands: readonly C[], own: OwnKeys): C | undefined {
  return commands.find((command) => keysOf(command, own).some((one) => isSameKey(one, combo)));
}

/** Gives a command keys. Every other command loses them. */
export function withKeys(command: Keyed, keys: readonly KeyCombo[], commands: readonly Keyed[], own: OwnKeys): KeyChange {
  const next = new Map(Object.entries(own));
  const losers: string[] = [];
  const put = (to: Keyed, combos: readonly KeyCombo[]): void => {
    if (JSON.stringify(combos) === JSON.stringify(to.keys)) next.delete(to.id);
    else next.set(to.id, combos);
  };
  for (const other of commands) {
    if (other.id === command.id) continue;
    const before = keysOf(other, own);
    const left = before.filter((one) => !keys.some((key) => isSameKey(one, key)));
    if (left.length === before.length) continue;
    put(other, left);
    losers.push(other.id);
  }
  put(command, keys);
  return { own: Object.fromEntries(next), losers };
}

/** Gives a command its usual keys again. They are taken from the commands that were given them. */
export function withUsualKeys(command: Keyed, commands: readonly Keyed[], own: OwnKeys): KeyChange {
  if (!isChanged(command.id, own)) return { own, losers: [] };
  return withKeys(command, command.keys, commands, own);
}

/** Whether two combinations are one key. What they are called makes no difference. */
export function isSameKey(a: KeyCombo, b: KeyCombo): boolean {
  return textOf(a) === textOf(b);
}

function textOf(combo: KeyCombo): string {
  const key =
    'letter' in combo
      ? `l${combo.letter}`
      : 'code' in combo
        ? `c${combo.code}`
        : 'sign' in combo
          ? `s${combo.sign}`
          : `n${combo.named}`;
  // A sign is the same key with and without Shift.
  const shift = combo.shift && !('sign' in combo);
  return `${combo.mod ? 'm' : ''}${combo.alt ? 'a' : ''}${shift ? 's' : ''}${key}`;
}
