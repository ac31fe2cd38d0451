import { type BrowserWindow, dialog } from 'electron';
import type { CloseQuestion } from '../../core/contract/desktop/shell-contract.ts';
import type { FileDialogs } from '../files/board-files.ts';
import { FILE_KINDS } from '../words/main-words.ts';
import { type CloseAnswer, closeAnswer, planCloseDialog } from './close-plan.ts';
import type { MessageBox } from './message-box.ts';

/** The system's own file dialogs, attached to a window. */
export function fileDialogs(window: BrowserWindow): FileDialogs {
  const filters = (kind: keyof typeof FILE_KINDS, endings: readonly string[]): Electron.FileFilter[] => [
    { name: FILE_KINDS[kind], extensions: endings.map((ending) => ending.slice(1)) },
  ];
  return {
    async openFile({ kind, endings }) {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        filters: filters(kind, endings),
        properties: ['openFile'],
      });
      return canceled ? undefined : filePaths[0];
    },
    async saveFile({ kind, ending }, suggestedPath) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        defaultPath: suggestedPath,
        filters: filters(kind, [ending]),
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
