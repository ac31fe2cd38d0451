import { EventEmitter } from 'node:events';
import { onLauncher, tellLauncher } from './launcher-channel.ts';

/** Doubles of the person's system: clipboard, screen, theme, power. */

export const clipboard = {
  writeText(text: string): void {
    tellLauncher({ kind: 'copied', text });
  },
};

export const shell = {
  async openExternal(url: string): Promise<void> {
    tellLauncher({ kind: 'openedExternal', url });
  },
};

const display = { workArea: { x: 0, y: 0, width: 1_920, height: 1_080 } };
export const screen = {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
};

export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false });

export const powerMonitor = new EventEmitter();
onLauncher((message) => {
  if (message.kind === 'resume') powerMonitor.emit('resume');
});
