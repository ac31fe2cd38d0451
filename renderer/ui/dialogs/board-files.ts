import { isForeignName } from '../../../core/contract/file-endings.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import { REFUSALS } from '../../../core/contract/refusal-codes.ts';
import type { FileToken, OpenedFile, ShellApi } from '../../../core/contract/shell-contract.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Session } from '../../session/session.ts';
import type { ForeignFiles } from '../adding/foreign-files.ts';
import type { Toasts } from '../watching/toasts.ts';
import { SAVED, shortName } from '../words/file-names.ts';
import { fileNameFor } from '../words/room-title.ts';
import { countWords } from '../words/time-words.ts';

/** Opens, saves and exports the board of one room. An error becomes a toast; nothing is thrown. */
export interface BoardFiles {
  /** Asks for a file and adds its content to the board. */
  open(): Promise<void>;
  /** Adds the content of an opened file to the board (double-click, drop). */
  take(file: Pick<OpenedFile, 'name' | 'bytes'>): void;
  /** Takes back the newest restore or opened file, and tells the person how much of whose ink was removed. */
  takeBack(): void;
  /** Saves this board, or the lost copy while there is one. True if it was written. */
  save(): Promise<boolean>;
  saved(): Saved;
  exportPicture(): Promise<void>;
}

/** Whether a saved file has the current board, and the current lost copy, without a difference. */
export interface Saved {
  readonly board: boolean;
  readonly lostCopy: boolean;
}

export interface BoardFilesOptions {
  readonly shell: Pick<ShellApi, 'openBoardFile' | 'saveBoardFile' | 'exportPicture'>;
  readonly session: Pick<Session, 'copyBytes' | 'importCopy' | 'takeBack' | 'status' | 'fingerprint'>;
  readonly canvas: Pick<Engine, 'exportPng' | 'zoomToFit'>;
  readonly toasts: Pick<Toasts, 'show' | 'fail'>;
  /** Opens files of other apps. */
  readonly foreign: Pick<ForeignFiles, 'take'>;
  /** The room's title, for suggested names. */
  title(): string;
  /** Whether the shell reports that a file is on the disk. A browser only starts a download. */
  readonly knowsDisk: boolean;
}

/** Pixels of the picture per pixel of the board at 100 %: sharp on a high-density screen (factor 2) and in print. */
const EXPORT_SCALE = 2;

export function createBoardFiles(options: BoardFilesOptions): BoardFiles {
  const { shell, session, canvas, toasts, foreign } = options;
  // The file to which this room was last saved, so that saving again needs no question. The lost copy is never written to it.
  let token: FileToken | null = null;
  /** The fingerprint of the board, and the epoch of the lost copy, at the last write to a file. */
  let savedBoard: string | undefined;
  let savedCopy: string | undefined;

  /** Runs one action of the shell. A failure becomes a toast, and the result is undefined. */
  async function attempt<T>(action: () => Promise<T>, failure: string): Promise<T | undefined> {
    try {
      return await action();
    } catch {
      toasts.fail(failure);
      return undefined;
    }
  }

  function take(file: Pick<OpenedFile, 'name' | 'bytes'>): void {
    if (isForeignName(file.name)) {
      void foreign.take(file);
      return;
    }
    if (file.bytes.length > LIMITS.snapshotBytes) {
      toasts.fail(`${shortName(file.name)} is larger than Inkroom opens. Open a smaller file.`);
      return;
    }
    const result = session.importCopy(file.bytes);
    if ('refused' in result) {
      toasts.fail(`${shortName(file.name)}: ${REFUSALS[result.refused]}`, result.refused);
      return;
    }
    if (result.imported === 0) {
      toasts.show(`Everything in ${shortName(file.name)} is on the board already.`);
      return;
    }
    toasts.show(`${countWords(result.imported, 'stroke')} from ${shortName(file.name)} put on the board.`);
    canvas.zoomToFit();
  }

  return {
    take,
    takeBack() {
      const { elements, own, authors } = session.takeBack();
      if (elements === 0) toasts.show('Nothing of it is left to take back.');
      else {
        const whose = authors === 1 ? '' : ` of ${countWords(authors, 'person', 'people')}`;
        toasts.show(
          `${countWords(elements, 'stroke')}${whose} taken back, ${own.toLocaleString('en')} of them yours. Undo brings them back.`,
        );
      }
    },
    async open() {
      const file = await attempt(() => shell.openBoardFile(), 'The file could not be read. Check that it is still there.');
      if (file) take(file);
    },
    async save() {
      const { lostCopy } = session.status();
      const ofLostCopy = lostCopy !== undefined;
      const name = fileNameFor(ofLostCopy ? `${options.title()} (copy)` : options.title(), 'inkroom');
      const target = ofLostCopy ? null : token;
      const fingerprint = session.fingerprint();
      const saved = await attempt(
        () => shell.saveBoardFile(target, name, session.copyBytes()),
        'The copy could not be written. Choose another place and save again.',
      );
      if (!saved) return false;
      if (lostCopy === undefined) {
        token = saved.token;
        savedBoard = fingerprint;
      } else savedCopy = lostCopy.epoch;
      toasts.show(options.knowsDisk ? SAVED.onDisk(saved.name) : SAVED.downloading(saved.name));
      return true;
    },
    saved: () => ({
      board: savedBoard !== undefined && savedBoard === session.fingerprint(),
      lostCopy: savedCopy !== undefined && savedCopy === session.status().lostCopy?.epoch,
    }),
    async exportPicture() {
      const failure = 'The picture could not be written. Choose another place and export again.';
      const bytes = await attempt(
        () => canvas.exportPng({ scale: EXPORT_SCALE, background: true }),
        'The picture could not be made.',
      );
      if (!bytes) {
        if (session.status().elements === 0) toasts.show('The board is empty: there is nothing to export.');
        return;
      }
      const written = await attempt(() => shell.exportPicture(fileNameFor(options.title(), 'png'), 'image/png', bytes), failure);
      if (written) toasts.show('Picture exported.');
    },
  };
}
