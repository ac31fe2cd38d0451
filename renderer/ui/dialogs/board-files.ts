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

/** Opening, saving and exporting the board of one room. What goes wrong is said in a toast; nothing is thrown. */
export interface BoardFiles {
  /** Asks for a file and puts what is in it on the board. */
  open(): Promise<void>;
  /** Puts what is in an opened file on the board (double-click, drop). */
  take(file: Pick<OpenedFile, 'name' | 'bytes'>): void;
  /** Takes the newest restore or opened file off the board, and says how much of whose ink went. */
  takeBack(): void;
  /** Saves the board here, or the lost copy while there is one. True when it was written. */
  save(): Promise<boolean>;
  saved(): Saved;
  exportPicture(): Promise<void>;
}

/** Whether a saved file holds the board, and the lost copy, exactly as they are now. */
export interface Saved {
  readonly board: boolean;
  readonly lostCopy: boolean;
}

export interface BoardFilesOptions {
  readonly shell: Pick<ShellApi, 'openBoardFile' | 'saveBoardFile' | 'exportPicture'>;
  readonly session: Pick<Session, 'copyBytes' | 'importCopy' | 'takeBack' | 'status' | 'fingerprint'>;
  readonly canvas: Pick<Engine, 'exportPng' | 'zoomToFit'>;
  readonly toasts: Pick<Toasts, 'show' | 'fail'>;
  /** Opens what other apps have written. */
  readonly foreign: Pick<ForeignFiles, 'take'>;
  /** The room's title, for suggested names. */
  title(): string;
  /** Whether the shell says when a file is on the disk; a browser only hands a download over. */
  readonly knowsDisk: boolean;
}

/** Pixels of the picture per pixel of the board at 100 %: sharp on a doubled screen and in print. */
const EXPORT_SCALE = 2;

export function createBoardFiles(options: BoardFilesOptions): BoardFiles {
  const { shell, session, canvas, toasts, foreign } = options;
  // The file that this room was last saved to, so that saving again does not ask again. The lost copy never goes into it.
  let token: FileToken | null = null;
  /** Fingerprint of the board, and epoch of the lost copy, that were last written to a file. */
  let savedBoard: string | undefined;
  let savedCopy: string | undefined;

  /** Runs one action of the shell; a failure becomes a sentence and undefined. */
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
