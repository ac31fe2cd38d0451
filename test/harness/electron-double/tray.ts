import { EventEmitter } from 'node:events';
import { answerTo, tellLauncher } from './launcher-channel.ts';
import type { Menu } from './menu.ts';

/** Doubles of `Tray` and of its pictures. */
let shown: Tray | undefined;

export class Tray extends EventEmitter {
  #toolTip = '';
  #menu: Menu | undefined;

  constructor(image: unknown) {
    super();
    if (typeof image !== 'object' || image === null) throw new TypeError('a tray needs a picture');
    shown = this;
  }
  get menu(): Menu | undefined {
    return this.#menu;
  }
  setToolTip(toolTip: string): void {
    this.#toolTip = toolTip;
    this.#tell();
  }
  setContextMenu(menu: Menu): void {
    this.#menu = menu;
    this.#tell();
  }
  destroy(): void {
    shown = undefined;
    tellLauncher({ kind: 'tray', tray: null });
  }
  #tell(): void {
    tellLauncher({ kind: 'tray', tray: { toolTip: this.#toolTip, menu: this.#menu?.nodes() ?? [] } });
  }
}

export const nativeImage = {
  createFromDataURL(url: string): { resize(): object } {
    if (!url.startsWith('data:image/png;base64,')) throw new TypeError('no picture');
    return { resize: () => ({}) };
  },
};

answerTo('clickTray', ({ path }) => {
  if (shown === undefined) throw new Error('There is nothing in the tray.');
  if (path.length === 0) shown.emit('click');
  else shown.menu?.click(path);
});
