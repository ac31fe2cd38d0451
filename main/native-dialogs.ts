import { type BrowserWindow, dialog } from 'electron';
import type { FileDialogs, FileKind } from './board-files.ts';

/** The system's own file dialogs, attached to a window. */
export function fileDialogs(window: BrowserWindow): FileDialogs {
  const filters = (kind: FileKind): Electron.FileFilter[] => [{ name: kind.name, extensions: [kind.ending.slice(1)] }];
  return {
    async openFile(kind) {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, { filters: filters(kind), properties: ['openFile'] });
      return canceled ? undefined : filePaths[0];
    },
    async saveFile(kind, suggestedPath) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: suggestedPath, filters: filters(kind) });
      return canceled || filePath === '' ? undefined : filePath;
    },
  };
}

/** Asks whether to leave although the page has unsent work. The page's own wish to stay comes without words in Electron. */
export function askToLeave(window: BrowserWindow): 'leave' | 'stay' {
  const answer = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: 'Some of your strokes have not reached the room yet.',
    detail: 'If you leave now, nobody else will see them.',
    buttons: ['Stay', 'Leave'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return answer === 1 ? 'leave' : 'stay';
}
