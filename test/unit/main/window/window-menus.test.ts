import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import type { BoardWindow } from '../../../../main/window/board-window.ts';
import { windowMenus } from '../../../../main/window/window-menus.ts';

type Template = readonly {
  readonly label?: string;
  readonly submenu?: readonly { readonly id?: string; click?(item: object): void }[];
}[];
const shown: Template[] = [];
vi.mock('electron', () => ({
  Menu: { buildFromTemplate: (template: Template) => template, setApplicationMenu: (menu: Template) => void shown.push(menu) },
}));

const SECTIONS = [
  { title: 'Edit', label: 'Edit', groups: [[{ command: 'undo', label: 'Undo', enabled: true }]] },
] as unknown as Parameters<ReturnType<typeof windowMenus>['set']>[1];

function boardWindow() {
  const window = new EventEmitter();
  const told: unknown[] = [];
  return { window, told, tell: (event: unknown) => told.push(event) };
}
const asBoard = (fake: ReturnType<typeof boardWindow>): BoardWindow => fake as unknown as BoardWindow;
const commands = (): unknown[] => (shown.at(-1) ?? []).flatMap(({ submenu = [] }) => submenu.filter(({ id }) => id === 'undo'));

test('the menu is that of the window in front, and after that window has closed it reaches no window', () => {
  const menus = windowMenus({ isMac: true, isDeveloper: false });
  const [one, two] = [boardWindow(), boardWindow()];
  menus.watch(asBoard(one));
  menus.set(asBoard(one), SECTIONS);
  menus.watch(asBoard(two));
  expect(commands()).toEqual([]);
  one.window.emit('focus');
  expect(commands()).toHaveLength(1);
  one.window.emit('closed');
  expect(commands()).toEqual([]);
  // What its page said before it went may come later.
  menus.set(asBoard(one), SECTIONS);
  expect(commands()).toEqual([]);
  two.window.emit('focus');
  menus.set(asBoard(two), SECTIONS);
  expect(commands()).toHaveLength(1);
});
