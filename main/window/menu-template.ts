import type { MenuItemConstructorOptions } from 'electron';
import type { CommandId, MenuItem, MenuSection } from '../../core/contract/desktop/shell-contract.ts';
import { MENU_WORDS } from '../words/main-words.ts';

export interface MenuSurroundings {
  readonly isMac: boolean;
  /** Shows developer items. */
  readonly isDeveloper: boolean;
}

/** The menu before the renderer has sent its commands: enough to quit, to copy, and to find out what went wrong. */
export function firstMenu(): readonly MenuSection[] {
  return [
    { title: 'File', label: MENU_WORDS.file, groups: [] },
    { title: 'Edit', label: MENU_WORDS.edit, groups: [] },
    { title: 'View', label: MENU_WORDS.view, groups: [] },
  ];
}

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
      label: section.label,
      submenu: divided([...groups, systemGroup(section.title, around)]),
    };
  });
  if (!around.isMac) return menus;
  const help = menus.findIndex((menu) => menu.role === 'help');
  return [appMenu(), ...menus.toSpliced(help < 0 ? menus.length : help, 0, windowMenu())];
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
      return [
        { role: 'close', label: MENU_WORDS.close },
        ...(around.isMac ? [] : [{ role: 'quit' as const, label: MENU_WORDS.quit }]),
      ];
    case 'Edit':
      // Without these, text fields on macOS have no clipboard keys.
      return [
        { role: 'cut', label: MENU_WORDS.cut },
        { role: 'copy', label: MENU_WORDS.copy },
        { role: 'paste', label: MENU_WORDS.paste },
      ];
    case 'View':
      return [
        { role: 'togglefullscreen', label: MENU_WORDS.fullScreen },
        ...(around.isDeveloper ? [{ role: 'toggleDevTools' as const, label: MENU_WORDS.developer }] : []),
      ];
    default:
      return [];
  }
}

/** Electron names the items of roles in English only, so the two menus of macOS are written out. */
function appMenu(): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: divided([
      [{ role: 'about', label: MENU_WORDS.about }],
      [{ role: 'services', label: MENU_WORDS.services }],
      [
        { role: 'hide', label: MENU_WORDS.hide },
        { role: 'hideOthers', label: MENU_WORDS.hideOthers },
        { role: 'unhide', label: MENU_WORDS.unhide },
      ],
      [{ role: 'quit', label: MENU_WORDS.quit }],
    ]),
  };
}

function windowMenu(): MenuItemConstructorOptions {
  return {
    role: 'windowMenu',
    label: MENU_WORDS.window,
    submenu: divided([
      [
        { role: 'minimize', label: MENU_WORDS.minimize },
        { role: 'zoom', label: MENU_WORDS.zoom },
      ],
      [{ role: 'front', label: MENU_WORDS.front }],
    ]),
  };
}

function divided(groups: readonly MenuItemConstructorOptions[][]): MenuItemConstructorOptions[] {
  return groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? group : [SEPARATOR, ...group]));
}
