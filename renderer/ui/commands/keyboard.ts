import type { Disposable } from '../../../core/base/disposable.ts';
import { listen } from '../../engine/listen.ts';
import { isChanged, keysOf, type OwnKeys } from '../shortcuts/own-keys.ts';
import { type Command, type CommandState, isEnabled } from './command.ts';
import { COMMANDS } from './commands.ts';
import { isTypingTarget, type KeyPlatform, type KeyPress, matches } from './keys.ts';

/** The command of a key press, whether or not it can run now. A key that the person chose comes before every usual key. */
export function commandFor(press: KeyPress, platform: KeyPlatform, own: OwnKeys): Command | undefined {
  const has = (command: Command): boolean => keysOf(command, own).some((combo) => matches(combo, press, platform));
  return COMMANDS.find((command) => isChanged(command.id, own) && has(command)) ?? COMMANDS.find(has);
}

export interface KeyboardOptions {
  readonly target: Window;
  readonly platform: KeyPlatform;
  state(): CommandState;
  run(command: Command): void;
  /** True while a modal dialog has the keyboard. */
  isModal(): boolean;
}

/** Runs commands by key. Keys of a text field, of an input method, or of a widget that handled them are ignored. */
export function bindKeyboard(options: KeyboardOptions): Disposable {
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isTypingTarget(event.target) || options.isModal()) return;
    // Not the event's target: a clicked control has already given the focus back to the board.
    if (event.key === 'Enter' && isControl(options.target.document.activeElement)) return;
    const command = commandFor(pressOf(event), options.platform, options.state().keys);
    if (!command) return;
    // Tab moves the focus in the page, unless a shape can be switched and the board has the keyboard.
    if (event.key === 'Tab' && (!isEnabled(command, options.state()) || !isOnBoard(event.target))) return;
    // Also if the command cannot run now: on an empty board Ctrl+S must not open the browser's own dialog.
    event.preventDefault();
    if (event.repeat && !command.repeats) return;
    if (isEnabled(command, options.state())) options.run(command);
  };
  return listen(options.target, 'keydown', pressed);
}

/** True if no part of the chrome has the focus. */
function isOnBoard(target: EventTarget | null): boolean {
  return !(target !== null && 'closest' in target) || (target as Element).closest('.chrome') === null;
}

/** True for a control that Enter presses. */
function isControl(target: Element | null): boolean {
  return target !== null && target.closest('button, a, summary, [role="button"], [role="menuitem"]') !== null;
}

/** The used parts of an event. */
export function pressOf(event: KeyboardEvent): KeyPress {
  return {
    key: event.key,
    code: event.code,
    ctrlKey: event.ctrlKey,
    metaKey: event.metaKey,
    altKey: event.altKey,
    shiftKey: event.shiftKey,
    altGraph: event.getModifierState('AltGraph'),
    isComposing: event.isComposing,
  };
}
