import { type BrowserWindow, dialog } from 'electron';
import type { CloseQuestion } from '../../core/contract/shell-contract.ts';
import type { FileDialogs, FileKind } from '../files/board-files.ts';
import { type CloseAnswer, closeAnswer, planCloseDialog } from './close-plan.ts';

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

/** Asks before a window is closed whose page wants to stay. The page's own wish comes without words in Electron. */
export function askAboutClosing(window: BrowserWindow, question: CloseQuestion | undefined): CloseAnswer {
  const { buttons, ...words } = planCloseDialog(question);
  return closeAnswer(dialog.showMessageBoxSync(window, { type: 'warning', ...words, buttons: [...buttons], noLink: true }));
}
