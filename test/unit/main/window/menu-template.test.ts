import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import type { MenuSection } from '../../../../core/contract/desktop/shell-contract.ts';
import { firstMenu, menuTemplate } from '../../../../main/window/menu-template.ts';

const SECTIONS: readonly MenuSection[] = [
  {
    title: 'File',
    label: 'File',
    groups: [
      [{ command: 'file.open', label: 'Open…', enabled: true, accelerator: 'CmdOrCtrl+O' }],
      [],
      [{ command: 'file.export', label: 'Export', enabled: false }],
    ],
  },
  { title: 'Tools', label: 'Tools', groups: [[{ command: 'tool.pen', label: 'Pen', enabled: true, checked: true }]] },
  { title: 'Help', label: 'Help', groups: [[{ command: 'help.keys', label: 'Keys', enabled: true }]] },
];
const LINUX = { isMac: false, isDeveloper: false };
const MAC = { isMac: true, isDeveloper: false };

function items(menu: MenuItemConstructorOptions | undefined): MenuItemConstructorOptions[] {
  return Array.isArray(menu?.submenu) ? menu.submenu : [];
}
const words = (menu: MenuItemConstructorOptions | undefined): unknown[] =>
  items(menu).map((item) => item.role ?? item.label ?? item.type);

describe('the application menu', () => {
  test('shows the commands in their groups, with a line between groups that are not empty, and the way out at the end', () => {
    const [file] = menuTemplate(SECTIONS, LINUX, () => {});
    expect(words(file)).toEqual(['Open…', 'separator', 'Export', 'separator', 'close', 'quit']);
    expect(items(file)[2]?.enabled).toBe(false);
  });

  test('runs the command that is clicked', () => {
    const run = vi.fn();
    const open = items(menuTemplate(SECTIONS, LINUX, run)[0])[0];
    open?.click?.({ checked: false } as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent);
    expect(run).toHaveBeenCalledExactlyOnceWith('file.open');
  });

  test('shows keys and does not take them: the page knows when somebody is typing', () => {
    const open = items(menuTemplate(SECTIONS, LINUX, () => {})[0])[0];
    expect(open).toMatchObject({ accelerator: 'CmdOrCtrl+O', registerAccelerator: false });
  });

  test('has a menu within a menu, whose items run their own commands', () => {
    const run = vi.fn();
    const items = [{ command: 'recent.0', label: 'Attic', enabled: true }];
    const sections: MenuSection[] = [
      { title: 'File', label: 'File', groups: [[{ command: 'file.recent', label: 'Open recent', enabled: true, items }]] },
    ];
    const [file] = menuTemplate(sections, LINUX, run);
    const recent = Array.isArray(file?.submenu) ? file.submenu[0] : undefined;
    expect(recent).toMatchObject({ label: 'Open recent', enabled: true });
    const [attic] = Array.isArray(recent?.submenu) ? recent.submenu : [];
    attic?.click?.({ checked: false } as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent);
    expect(run).toHaveBeenCalledExactlyOnceWith('recent.0');
  });

  test('leaves the tick to the renderer: a click on a ticked tool does not take the tick away', () => {
    const pen = items(menuTemplate(SECTIONS, LINUX, () => {})[1])[0];
    expect(pen).toMatchObject({ type: 'checkbox', checked: true });
    // The system has just unticked it.
    const clicked = { checked: false } as Electron.MenuItem;
    pen?.click?.(clicked, undefined, {} as Electron.KeyboardEvent);
    expect(clicked.checked).toBe(true);
  });

  test('has the menus that macOS expects, in their places', () => {
    const menus = menuTemplate(SECTIONS, MAC, () => {});
    expect(menus.map((menu) => menu.role ?? menu.label)).toEqual(['appMenu', 'File', 'Tools', 'windowMenu', 'help']);
    expect(words(menus[1]).at(-1)).toBe('close');
  });

  test('offers the clipboard for text fields and, to developers only, the tools', () => {
    expect(menuTemplate(firstMenu(), LINUX, () => {}).map(words)).toEqual([
      ['close', 'quit'],
      ['cut', 'copy', 'paste'],
      ['togglefullscreen'],
    ]);
    expect(words(menuTemplate(firstMenu(), { ...LINUX, isDeveloper: true }, () => {})[2])).toContain('toggleDevTools');
  });
});
