import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Command } from '../commands/command.ts';
import { COMMANDS } from '../commands/commands.ts';
import { pressOf } from '../commands/keyboard.ts';
import { type KeyCombo, type KeyPlatform, keyText } from '../commands/keys.ts';
import { KEY_WORDS } from '../words/shortcuts/key-words.ts';
import { isSameKey, ownerOf } from './key-changes.ts';
import { keysOf, type OwnKeys } from './own-keys.ts';
import { recordedKey } from './recorded-key.ts';
import { nameOf } from './sections.ts';

interface KeyRecorderProps {
  readonly command: Command;
  readonly own: OwnKeys;
  readonly platform: KeyPlatform;
  /** The key comes to the keys that the command has. Otherwise it replaces them. */
  readonly isAdded: boolean;
  readonly onKey: (combo: KeyCombo) => void;
  readonly onStop: () => void;
}

/** Waits for keys, and asks before it takes them from another command. */
export function KeyRecorder({ command, own, platform, isAdded, onKey, onStop }: KeyRecorderProps): ReactNode {
  const field = useRef<HTMLButtonElement>(null);
  const yes = useRef<HTMLButtonElement>(null);
  const [text, say] = useState<string>(KEY_WORDS.waiting);
  const [asked, ask] = useState<{ readonly combo: KeyCombo; readonly owner: Command } | undefined>(undefined);
  // What had the focus is gone: the field, and then the question.
  useEffect(() => (asked ? yes : field).current?.focus(), [asked]);

  const take = (combo: KeyCombo): void => {
    if (isAdded && keysOf(command, own).some((one) => isSameKey(one, combo))) {
      say(KEY_WORDS.own(keyText(combo, platform)));
      return;
    }
    const owner = ownerOf(combo, COMMANDS, own);
    if (owner === undefined || owner.id === command.id) onKey(combo);
    else ask({ combo, owner });
  };
  const pressed = (event: KeyboardEvent): void => {
    const known = COMMANDS.flatMap((one) => [...keysOf(one, own), ...one.keys]);
    const recorded = recordedKey(pressOf(event.nativeEvent), platform, known);
    // Tab goes on to the next control, also from here.
    if (event.key === 'Tab' && recorded.at === 'cancelled') return;
    event.preventDefault();
    if (event.repeat) return;
    if (recorded.at === 'cancelled') onStop();
    else if (recorded.at === 'unusable') say(KEY_WORDS.unusable);
    else if (recorded.at === 'fixed') say(KEY_WORDS.fixed[recorded.why]);
    else if (recorded.at === 'key') take(recorded.combo);
  };

  if (asked === undefined)
    return (
      <button ref={field} type="button" className="keys__wait" onKeyDown={pressed}>
        <span role="status">{text}</span>
      </button>
    );
  return (
    <div className="keys__acts" role="alert">
      <p>{KEY_WORDS.owned(keyText(asked.combo, platform), nameOf(asked.owner))}</p>
      <button ref={yes} type="button" className="button button--primary" onClick={() => onKey(asked.combo)}>
        {KEY_WORDS.take}
      </button>
      <button
        type="button"
        className="button"
        onClick={() => {
          ask(undefined);
          say(KEY_WORDS.waiting);
        }}
      >
        {KEY_WORDS.others}
      </button>
    </div>
  );
}
