import { type BrowserWindow, dialog } from 'electron';
import type { CloseQuestion } from '../../core/contract/shell-contract.ts';
import type { FileDialogs } from '../files/board-files.ts';
import { type CloseAnswer, closeAnswer, planCloseDialog } from './close-plan.ts';
import type { MessageBox } from './message-box.ts';

/** The system's own file dialogs, attached to a window. */
export function fileDialogs(window: BrowserWindow): FileDialogs {
  const filters = (name: string, endings: readonly string[]): Electron.FileFilter[] => [
    { name, extensions: endings.map((ending) => ending.slice(1)) },
  ];
  return {
    async openFile({ name, endings }) {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        filters: filters(name, endings),
        properties: ['openFile'],
      });
      return canceled ? undefined : filePaths[0];
    },
    async saveFile({ name, ending }, suggestedPath) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        defaultPath: suggestedPath,
        filters: filters(name, [ending]),
      });
      return canceled || filePath === '' ? undefined : filePath;
    },
  };
}

/** Asks before a window closes whose page wants to stay. In Electron the page's wish comes without a text. */
export function askAboutClosing(window: BrowserWindow, question: CloseQuestion | undefined): CloseAnswer {
  return closeAnswer(pressedButton(window, planCloseDialog(question)));
}

/** Asks, and waits for the answer. Without a window the box is independent. */
export function pressedButton(window: BrowserWindow | undefined, { buttons, ...words }: MessageBox): number {
  const box = { type: 'warning' as const, ...words, buttons: [...buttons], noLink: true };
  return window === undefined ? dialog.showMessageBoxSync(box) : dialog.showMessageBoxSync(window, box);
}
