import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { Caps } from '../chrome/parts/caps.tsx';
import { Dialog } from '../chrome/parts/dialog.tsx';
import { nextItem } from '../chrome/parts/popover.tsx';
import type { Command, CommandState } from '../commands/command.ts';
import { findCommands } from '../commands/find-commands.ts';
import { type KeyPlatform, keyCaps } from '../commands/keys.ts';
import { shownKeysOf } from '../shortcuts/own-keys.ts';
import type { TypedAhead } from '../typed-ahead.tsx';
import { PALETTE } from '../words/dialog-words.ts';
import '../styles/command-palette.css';

interface CommandPaletteProps {
  readonly state: CommandState;
  readonly platform: KeyPlatform;
  readonly run: (command: Command) => void;
  readonly onClose: () => void;
  /** What was typed for it before it was there. */
  readonly typed?: TypedAhead | undefined;
}

/** All commands, found by typing. */
export function CommandPalette({ state, platform, run, onClose, typed }: CommandPaletteProps): ReactNode {
  const [text, setText] = useState(typed?.text ?? '');
  const [at, setAt] = useState(0);
  const list = useId();
  const found = findCommands(text, state);
  const chosen = Math.min(at, found.length - 1);
  const option = (index: number): string => `${list}-${index}`;
  const choose = (command: Command | undefined): void => {
    if (!command) return;
    // Closed first, because the command may open something else.
    onClose();
    run(command);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: Enter was pressed before, and once
  useEffect(() => {
    if (typed?.isEntered) choose(found[0]);
  }, []);
  const walk = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      choose(found[chosen]);
    } else if (found.length > 0 && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
      event.preventDefault();
      const next = nextItem(event.key, chosen, found.length);
      setAt(next);
      document.getElementById(option(next))?.scrollIntoView({ block: 'nearest' });
    }
  };
  return (
    <Dialog title={PALETTE.title} onClose={onClose} className="dialog--small palette">
      <input
        className="field palette__field"
        type="text"
        role="combobox"
        aria-label={PALETTE.field}
        aria-expanded={true}
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? option(chosen) : undefined}
        placeholder={PALETTE.hint}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={walk}
      />
      <div className="palette__list" id={list} role="listbox" aria-label={PALETTE.list}>
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
          <div
            key={command.id}
            id={option(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className="palette__item"
            onClick={() => choose(command)}
            onPointerMove={() => setAt(index)}
          >
            <span>{command.label}</span>
            <FirstKey command={command} state={state} platform={platform} />
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="palette__none">{PALETTE.none}</p> : null}
    </Dialog>
  );
}

function FirstKey({
  command,
  state,
  platform,
}: Pick<CommandPaletteProps, 'state' | 'platform'> & { readonly command: Command }): ReactNode {
  const key = shownKeysOf(command, state.keys)[0];
  return key ? <Caps caps={keyCaps(key, platform)} /> : null;
}
