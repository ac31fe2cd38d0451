import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { Caps } from '../chrome/caps.tsx';
import { Dialog } from '../chrome/dialog.tsx';
import { nextItem } from '../chrome/popover.tsx';
import type { Command, CommandState } from '../commands/command.ts';
import { findCommands } from '../commands/find-commands.ts';
import { type KeyPlatform, keyCaps } from '../commands/keys.ts';
import '../styles/command-palette.css';

interface CommandPaletteProps {
  readonly state: CommandState;
  readonly platform: KeyPlatform;
  readonly run: (command: Command) => void;
  readonly onClose: () => void;
}

/** All commands, found by typing. */
export function CommandPalette({ state, platform, run, onClose }: CommandPaletteProps): ReactNode {
  const [text, setText] = useState('');
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
    <Dialog title="All commands" onClose={onClose} className="dialog--small palette">
      <input
        className="field palette__field"
        type="text"
        role="combobox"
        aria-label="Find a command"
        aria-expanded={true}
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? option(chosen) : undefined}
        placeholder="Type what you want to do"
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
      <div className="palette__list" id={list} role="listbox" aria-label="Commands">
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
            {command.keys[0] ? <Caps caps={keyCaps(command.keys[0], platform)} /> : null}
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="palette__none">No command is called that.</p> : null}
    </Dialog>
  );
}
