import { Menu, nativeImage, Tray } from 'electron';
import icon from '../../build/icons/png/32x32.png?inline';
import type { Disposable } from '../../core/base/disposable.ts';
import { QUIT_WORDS } from '../words/main-words.ts';
import { trayWords } from './quit-plan.ts';

/** The app's tray icon while it hosts without a window. */
export interface HostingTray extends Disposable {
  show(guests: number): void;
}

export function hostingTray(on: { readonly open: () => void; readonly quit: () => void }): HostingTray {
  let tray: Tray | undefined;
  let shown = '';
  return {
    show(guests) {
      const words = trayWords(guests);
      if (tray === undefined) {
        tray = new Tray(nativeImage.createFromDataURL(icon).resize({ width: 16, height: 16 }));
        tray.on('click', on.open);
      } else if (words === shown) return;
      shown = words;
      tray.setToolTip(QUIT_WORDS.tip(words));
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: words, enabled: false },
          { type: 'separator' },
          { label: QUIT_WORDS.open, click: on.open },
          { label: QUIT_WORDS.quit, click: on.quit },
        ]),
      );
    },
    dispose() {
      tray?.destroy();
      tray = undefined;
    },
  };
}
