import type { Disposable } from '../../../core/base/disposable.ts';
import type { MenuItem, MenuSection, Shell } from '../../../core/contract/shell-contract.ts';
import type { Source } from '../value-store.ts';
import { type Command, type CommandState, isEnabled } from './command.ts';
import { COMMANDS } from './commands.ts';
import { accelerator, type KeyCombo } from './keys.ts';

const SECTIONS: readonly MenuSection['title'][] = ['File', 'Edit', 'View', 'Tools', 'Room', 'Help'];

/** The native menu, from the same list as the keyboard. */
export function menuSections(state: CommandState): readonly MenuSection[] {
  return SECTIONS.map((title) => ({ title, groups: groupsOf(title, state) })).filter((section) => section.groups.length > 0);
}

/** Whether two menus look the same, so that the shell is told only of changes. */
export function isSameMenu(a: readonly MenuSection[] | undefined, b: readonly MenuSection[]): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

/** Keeps the native menu like the commands. */
export function showMenu(state: Source<CommandState>, shell: Pick<Shell, 'setMenu'>): Disposable {
  let shown: readonly MenuSection[] | undefined;
  const show = (): void => {
    const menu = menuSections(state.read());
    if (isSameMenu(shown, menu)) return;
    shown = menu;
    // A menu that could not be set is no reason to stop drawing: the next change tries again.
    shell.setMenu(menu).catch(() => {
      shown = undefined;
    });
  };
  show();
  return state.watch(show);
}

function groupsOf(title: MenuSection['title'], state: CommandState): readonly (readonly MenuItem[])[] {
  const groups = new Map<number, MenuItem[]>();
  for (const command of COMMANDS) {
    if (command.menu?.section !== title) continue;
    const group = groups.get(command.menu.group) ?? [];
    group.push(itemOf(command, state));
    groups.set(command.menu.group, group);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, items]) => items);
}

function itemOf(command: Command, state: CommandState): MenuItem {
  const key = command.keys.find(isMenuKey);
  return {
    command: command.id,
    label: command.label,
    enabled: isEnabled(command, state),
    ...(key === undefined ? {} : { accelerator: accelerator(key) }),
    ...(command.checked === undefined ? {} : { checked: command.checked(state) }),
  };
}

/** macOS acts on every key that a menu shows, also while somebody types: a bare letter or Delete must not stand there. */
function isMenuKey(combo: KeyCombo): boolean {
  return combo.mod === true || combo.alt === true;
}
