import { app } from './app.ts';
import { answerTo, tellLauncher } from './launcher-channel.ts';
import type { MenuNode } from './messages.ts';
import { BrowserWindow } from './windows.ts';

interface Template {
  readonly id?: string;
  readonly label?: string;
  readonly type?: string;
  readonly role?: string;
  readonly accelerator?: string;
  readonly enabled?: boolean;
  readonly checked?: boolean;
  readonly submenu?: readonly Template[];
  readonly click?: (item: { checked: boolean | undefined }, window: BrowserWindow | undefined, event: object) => void;
}

/** The effects of the system's own items that a test can see. */
const ROLES: Readonly<Record<string, () => void>> = {
  quit: () => app.quit(),
  close: () => BrowserWindow.getFocusedWindow()?.close(),
};
/** Electron's labels for roles without a label in the template. */
const ROLE_LABELS: Readonly<Record<string, string>> = {
  quit: 'Quit',
  close: 'Close Window',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  togglefullscreen: 'Toggle Full Screen',
  toggleDevTools: 'Toggle Developer Tools',
  appMenu: 'Inkroom',
  windowMenu: 'Window',
};

/** Double of `Menu`: checks a template like Electron, and lets a test click it. */
export class Menu {
  static #application: Menu | null = null;
  readonly items: readonly Template[];

  private constructor(items: readonly Template[]) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly Template[]): Menu {
    check(template);
    return new Menu(template);
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
    tellLauncher({ kind: 'menu', menu: menu?.nodes() ?? [] });
  }
  /** The menu as the person sees it. */
  nodes(): readonly MenuNode[] {
    return this.items.filter(isNotSeparator).map(nodeOf);
  }
  /** Clicks the item like a person. */
  click(path: readonly string[]): void {
    clickIn(this, path);
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }
}

function check(template: readonly Template[]): void {
  for (const item of template) {
    if (item.role === undefined && item.type !== 'separator' && !item.label)
      throw new TypeError('Required option: label or role');
    if (item.submenu) check(item.submenu);
  }
}

function isNotSeparator(item: Template): boolean {
  return item.type !== 'separator';
}

function labelOf(item: Template): string {
  return item.label ?? ROLE_LABELS[item.role ?? ''] ?? item.role ?? '';
}

function nodeOf(item: Template): MenuNode {
  return {
    label: labelOf(item),
    enabled: item.enabled ?? true,
    ...(item.id === undefined ? {} : { id: item.id }),
    ...(item.role === undefined ? {} : { role: item.role }),
    ...(item.accelerator === undefined ? {} : { accelerator: item.accelerator }),
    ...(item.checked === undefined ? {} : { checked: item.checked }),
    ...(item.submenu === undefined ? {} : { submenu: item.submenu.filter(isNotSeparator).map(nodeOf) }),
  };
}

answerTo('clickMenu', ({ path }) => clickIn(Menu.getApplicationMenu(), path));

function clickIn(menu: Menu | null, path: readonly string[]): void {
  let items: readonly Template[] = menu?.items ?? [];
  let item: Template | undefined;
  for (const name of path) {
    item = items.find((one) => isNotSeparator(one) && (labelOf(one) === name || one.id === name));
    if (!item) throw new Error(`The menu has no "${path.join(' > ')}"`);
    items = item.submenu ?? [];
  }
  if (!item || item.enabled === false) throw new Error(`"${path.join(' > ')}" is disabled`);
  if (item.click) item.click({ checked: item.checked }, BrowserWindow.getFocusedWindow() ?? undefined, {});
  else if (item.role && ROLES[item.role]) ROLES[item.role]?.();
  else throw new Error(`The double cannot click "${path.join(' > ')}"`);
}
