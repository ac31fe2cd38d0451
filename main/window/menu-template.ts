import type { MenuItemConstructorOptions } from 'electron';
import type { CommandId, MenuItem, MenuSection } from '../../core/contract/shell-contract.ts';

export interface MenuSurroundings {
  readonly isMac: boolean;
  /** Shows developer items. */
  readonly isDeveloper: boolean;
}

/** The menu before the renderer has sent its commands: enough to quit, to copy, and to find out what went wrong. */
export const FIRST_MENU: readonly MenuSection[] = [
  { title: 'File', groups: [] },
  { title: 'Edit', groups: [] },
  { title: 'View', groups: [] },
];

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/**
 * The application's menu: the renderer's commands, and the items that the system expects of every app (quit, clipboard in text
 * fields, full screen, the Window menu of macOS). Keys are displayed only: the page's keyboard code knows when a person is
 * typing.
 */
export function menuTemplate(
  sections: readonly MenuSection[],
  around: MenuSurroundings,
  run: (command: CommandId) => void,
): MenuItemConstructorOptions[] {
  const menus = sections.map((section): MenuItemConstructorOptions => {
    const groups = section.groups.map((group) => group.map((item) => menuItem(item, run)));
    return {
      ...(section.title === 'Help' ? { role: 'help' as const } : {}),
      label: section.title,
      submenu: divided([...groups, systemGroup(section.title, around)]),
    };
  });
  if (!around.isMac) return menus;
  const help = menus.findIndex((menu) => menu.role === 'help');
  const windowMenu: MenuItemConstructorOptions = { role: 'windowMenu' };
  return [{ role: 'appMenu' }, ...menus.toSpliced(help < 0 ? menus.length : help, 0, windowMenu)];
}

function menuItem(item: MenuItem, run: (command: CommandId) => void): MenuItemConstructorOptions {
  const { command: id, label, enabled, items } = item;
  if (items) return { id, label, enabled, submenu: items.map((one) => menuItem(one, run)) };
  return {
    id: item.command,
    label: item.label,
    enabled: item.enabled,
    click: (clicked) => {
      // The system ticks a clicked item by itself. The renderer decides what is ticked, and may decide that nothing changed.
      if (item.checked !== undefined) clicked.checked = item.checked;
      run(item.command);
    },
    ...(item.accelerator === undefined ? {} : { accelerator: item.accelerator, registerAccelerator: false }),
    ...(item.checked === undefined ? {} : { type: 'checkbox', checked: item.checked }),
  };
}

function systemGroup(title: MenuSection['title'], around: MenuSurroundings): MenuItemConstructorOptions[] {
  switch (title) {
    case 'File':
      return [around.isMac ? { role: 'close' } : { role: 'quit' }];
    case 'Edit':
      // Without these, text fields on macOS have no clipboard keys.
      return [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }];
    case 'View':
      return [{ role: 'togglefullscreen' }, ...(around.isDeveloper ? [{ role: 'toggleDevTools' as const }] : [])];
    default:
      return [];
  }
}

function divided(groups: readonly MenuItemConstructorOptions[][]): MenuItemConstructorOptions[] {
  return groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? group : [SEPARATOR, ...group]));
}
