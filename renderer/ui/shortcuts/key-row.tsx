import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Caps } from '../chrome/parts/caps.tsx';
import type { Command } from '../commands/command.ts';
import { type KeyCombo, type KeyPlatform, keyCaps } from '../commands/keys.ts';
import { KEY_WORDS } from '../words/shortcuts/key-words.ts';
import { KeyRecorder } from './key-recorder.tsx';
import { isChanged, keysOf, MAX_KEYS, type OwnKeys } from './own-keys.ts';
import { nameOf } from './sections.ts';

interface KeyRowProps {
  readonly command: Command;
  readonly own: OwnKeys;
  readonly platform: KeyPlatform;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onKeys: (keys: readonly KeyCombo[]) => void;
  readonly onUsual: () => void;
}

/** One command with its keys. When it is open, with what can be done with them. */
export function KeyRow({ command, own, platform, isOpen, onToggle, onKeys, onUsual }: KeyRowProps): ReactNode {
  const row = useRef<HTMLButtonElement>(null);
  const [recording, record] = useState<'press' | 'add' | undefined>(undefined);
  const keys = keysOf(command, own);
  useEffect(() => {
    if (!isOpen) record(undefined);
  }, [isOpen]);
  /** What had the focus goes away, so the row has it. */
  const end = (change: () => void): void => {
    record(undefined);
    change();
    row.current?.focus();
  };
  return (
    <li className="keys__row" data-open={isOpen || undefined}>
      <button ref={row} type="button" className="keys__name" aria-expanded={isOpen} onClick={onToggle}>
        <span>
          {nameOf(command)}
          {isChanged(command.id, own) ? <em> · {KEY_WORDS.changed}</em> : null}
        </span>
        <span className="keys__caps">
          {keys.length === 0 ? <span className="muted">{KEY_WORDS.noKey}</span> : null}
          {keys.map((combo) => (
            <Caps key={keyCaps(combo, platform).join('+')} caps={keyCaps(combo, platform)} />
          ))}
        </span>
      </button>
      {isOpen && recording !== undefined ? (
        <KeyRecorder
          key={recording}
          {...{ command, own, platform }}
          isAdded={recording === 'add'}
          onKey={(combo) => end(() => onKeys(recording === 'add' ? [...keys, combo] : [combo]))}
          onStop={() => end(() => undefined)}
        />
      ) : null}
      {isOpen && recording === undefined ? (
        <div className="keys__acts">
          <button type="button" className="button button--primary" onClick={() => record('press')}>
            {KEY_WORDS.press}
          </button>
          {keys.length > 0 && keys.length < MAX_KEYS ? (
            <button type="button" className="button" onClick={() => record('add')}>
              {KEY_WORDS.add}
            </button>
          ) : null}
          {keys.length > 0 ? (
            <button type="button" className="button" onClick={() => end(() => onKeys([]))}>
              {KEY_WORDS.remove}
            </button>
          ) : null}
          {isChanged(command.id, own) ? (
            <button type="button" className="button" onClick={() => end(onUsual)}>
              {KEY_WORDS.usual}
            </button>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
