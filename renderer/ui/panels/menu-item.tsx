import { Check, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Caps } from '../chrome/parts/caps.tsx';
import { ICON } from '../chrome/parts/icon-button.tsx';
import { type Command, type CommandState, isEnabled } from '../commands/command.ts';
import { type KeyPlatform, keyCaps } from '../commands/keys.ts';
import { shownKeysOf } from '../shortcuts/own-keys.ts';
import '../styles/main-menu.css';

interface MenuItemProps {
  readonly command: Command;
  readonly icon: LucideIcon;
  readonly state: CommandState;
  readonly platform: KeyPlatform;
  readonly choose: (command: Command) => void;
  readonly className: string;
}

/** A command as a menu item: name, key and state come from the list. */
export function MenuItem({ command, icon: Icon, state, platform, choose, className }: MenuItemProps): ReactNode {
  const enabled = isEnabled(command, state);
  const key = shownKeysOf(command, state.keys)[0];
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role that it has then supports it
    <button
      type="button"
      role={command.checked ? 'menuitemcheckbox' : 'menuitem'}
      aria-checked={command.checked?.(state)}
      className={`menu__item ${className}`}
      aria-disabled={!enabled || undefined}
      onClick={enabled ? () => choose(command) : undefined}
    >
      <Icon {...ICON} />
      <span className="menu__label">{command.label}</span>
      {command.checked?.(state) ? <Check {...ICON} size={16} /> : null}
      {key === undefined ? null : <Caps caps={keyCaps(key, platform)} />}
    </button>
  );
}
