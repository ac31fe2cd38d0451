import { type Disposable, DisposableStore } from '../../../core/base/disposable.ts';
import type { RoomLink } from '../../../core/contract/access/room-link.ts';
import type { MenuItem, MenuSection, Shell } from '../../../core/contract/desktop/shell-contract.ts';
import { otherRooms, type RecentRoom, type Settings } from '../settings/settings.ts';
import { keysOf } from '../shortcuts/own-keys.ts';
import type { Source } from '../value-store.ts';
import { FILE_WORDS, MENU_TITLES } from '../words/command-words.ts';
import { roomTitle } from '../words/room-title.ts';
import { type Command, type CommandState, isEnabled } from './command.ts';
import { COMMANDS } from './commands.ts';
import type { KeyCombo } from './keys.ts';

const SECTIONS: readonly MenuSection['title'][] = ['File', 'Edit', 'View', 'Tools', 'Room', 'Help'];

/** The native menu, from the same list as the keyboard. */
export function menuSections(state: CommandState, recent: readonly RecentRoom[] = []): readonly MenuSection[] {
  return SECTIONS.map((title) => {
    const groups = groupsOf(title, state);
    const [first, ...rest] = groups;
    return {
      title,
      label: MENU_TITLES[title],
      groups: title === 'File' && first ? [[...first, recentMenu(recent)], ...rest] : groups,
    };
  }).filter((section) => section.groups.length > 0);
}

const RECENT = 'recent.';

/** The recent rooms. Another person may have named a room, so an ampersand in its name must not become a menu key. */
function recentMenu(recent: readonly RecentRoom[]): MenuItem {
  const items = recent.map(({ room, label }, i) => ({
    command: `${RECENT}${i}`,
    label: roomTitle(room, label).replaceAll('&', '&&'),
    enabled: true,
  }));
  return { command: 'file.recent', label: FILE_WORDS.openRecent, enabled: items.length > 0, items };
}

/** The room of an item of that menu. Undefined for every other command. */
export function recentOf(command: string, recent: readonly RecentRoom[], link: RoomLink): RecentRoom | undefined {
  return command.startsWith(RECENT) ? otherRooms(recent, link)[Number(command.slice(RECENT.length))] : undefined;
}

/** Whether two menus look the same. The shell is told only of changes. */
export function isSameMenu(a: readonly MenuSection[] | undefined, b: readonly MenuSection[]): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

export interface ShownMenu {
  readonly state: Source<CommandState>;
  readonly settings: Source<Settings>;
  /** The shown room. */
  readonly link: RoomLink;
  readonly shell: Pick<Shell, 'setMenu'>;
}

/** Keeps the native menu up to date with the commands. */
export function showMenu({ state, settings, link, shell }: ShownMenu): Disposable {
  let shown: readonly MenuSection[] | undefined;
  const show = (): void => {
    const menu = menuSections(state.read(), otherRooms(settings.read().recent, link));
    if (isSameMenu(shown, menu)) return;
    shown = menu;
    // A failed menu update must not stop the person's work. The next change tries again.
    shell.setMenu(menu).catch(() => {
      shown = undefined;
    });
  };
  show();
  const owned = new DisposableStore();
  owned.add(state.watch(show));
  owned.add(settings.watch(show));
  return owned;
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
  const key = keysOf(command, state.keys).find(isMenuKey);
  return {
    command: command.id,
    label: command.label,
    enabled: isEnabled(command, state),
    ...(key === undefined ? {} : { accelerator: accelerator(key) }),
    ...(command.checked === undefined ? {} : { checked: command.checked(state) }),
  };
}

/**
 * macOS acts on every key that a menu shows, even while a person types. So a bare letter or Delete must not be in the menu. Electron knows no
 * key with a letter that is not Latin, and throws.
 */
function isMenuKey(combo: KeyCombo): boolean {
  return (combo.mod === true || combo.alt === true) && (!('code' in combo) || /^[!-~]$/.test(combo.shown));
}

/** Electron's name of a combination, which the menu shows. */
export function accelerator(combo: KeyCombo): string {
  const key =
    'letter' in combo
      ? combo.letter.toUpperCase()
      : 'code' in combo
        ? combo.shown
        : 'sign' in combo
          ? combo.sign
          : (ACCELERATOR_NAMES[combo.named] ?? combo.named);
  return [
    ...(combo.mod ? ['CmdOrCtrl'] : []),
    ...(combo.alt ? ['Alt'] : []),
    ...(combo.shift ? ['Shift'] : []),
    key === '+' ? 'Plus' : key,
  ].join('+');
}

const ACCELERATOR_NAMES: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};
