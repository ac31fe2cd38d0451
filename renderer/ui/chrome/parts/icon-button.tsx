import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Command, CommandState } from '../../commands/command.ts';
import { isEnabled } from '../../commands/command.ts';
import { ariaKeys, type KeyPlatform, keyText } from '../../commands/keys.ts';
import { keysOf } from '../../shortcuts/own-keys.ts';
import '../../styles/button.css';

/** Size and stroke of every icon (look.md). */
export const ICON = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;

interface IconButtonProps {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly onPress: () => void;
  readonly keys?: string | undefined;
  readonly ariaKeys?: string | undefined;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly disabled?: boolean;
  /** The side with space for the tooltip. */
  readonly tip?: 'above' | 'below';
  readonly className?: string;
  /** The tool that it chooses. */
  readonly dataTool?: string | undefined;
  readonly children?: ReactNode;
}

/** A square button with an icon, its name and key in a tooltip. */
export function IconButton(props: IconButtonProps): ReactNode {
  const { label, icon: Icon, keys, pressed, expanded, disabled, tip = 'above', className = '' } = props;
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      data-tool={props.dataTool}
      aria-label={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-haspopup={expanded === undefined ? undefined : 'dialog'}
      aria-keyshortcuts={props.ariaKeys}
      // Not `disabled`: the button stays in the tab order and keeps its tooltip.
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : props.onPress}
    >
      <Icon {...ICON} />
      {props.children}
      {expanded ? null : <Tip label={label} keys={keys} side={tip} />}
    </button>
  );
}

/** Shown while the pointer rests on the parent or the parent has the keyboard focus. The parent already has the name. */
export function Tip({
  label,
  keys,
  side = 'above',
}: {
  readonly label: string;
  readonly keys?: string | undefined;
  readonly side?: 'above' | 'below';
}): ReactNode {
  return (
    <span className={`tip tip--${side}`} aria-hidden="true">
      {label}
      {keys === undefined ? null : <kbd>{keys}</kbd>}
    </span>
  );
}

interface CommandButtonProps {
  readonly command: Command;
  readonly icon: LucideIcon;
  readonly state: CommandState;
  readonly platform: KeyPlatform;
  readonly run: (command: Command) => void;
  readonly tip?: 'above' | 'below';
  readonly className?: string;
  readonly dataTool?: string;
}

/** The button of a command: name, key and state come from the list. */
export function CommandButton({
  command,
  icon,
  state,
  platform,
  run,
  tip = 'above',
  className = '',
  dataTool,
}: CommandButtonProps): ReactNode {
  const key = keysOf(command, state.keys)[0];
  return (
    <IconButton
      label={command.label.replace('…', '')}
      icon={icon}
      keys={key === undefined ? undefined : keyText(key, platform)}
      ariaKeys={key === undefined ? undefined : ariaKeys(key, platform)}
      {...(command.checked === undefined ? {} : { pressed: command.checked(state) })}
      disabled={!isEnabled(command, state)}
      onPress={() => run(command)}
      tip={tip}
      className={className}
      dataTool={dataTool}
    />
  );
}
