import { isForeignName } from '../../../core/contract/desktop/file-endings.ts';
import type { FileToken, OpenedFile, ShellApi } from '../../../core/contract/desktop/shell-contract.ts';
import { LIMITS } from '../../../core/contract/limits.ts';
import type { BoardFile } from '../../../core/room/board-file.ts';
import type { Engine } from '../../engine/engine.ts';
import type { PicturePart } from '../../engine/export/exports.ts';
import type { FilePictures } from '../../session/pictures/file-pictures.ts';
import type { Session } from '../../session/session.ts';
import type { ForeignFiles } from '../adding/foreign-files.ts';
import type { RefusedFiles } from '../adding/refused-files.ts';
import { createValue, type Source } from '../value-store.ts';
import { orSayNotLoaded } from '../watching/not-loaded.ts';
import type { Toasts } from '../watching/toasts.ts';
import { EXPORTS, FILES } from '../words/board/file-words.ts';
import { SAVED } from '../words/file-names.ts';
import { fileNameFor } from '../words/room-title.ts';

/** Opens, saves and exports the board of one room. An error becomes a toast; nothing is thrown. */
export interface BoardFiles {
  /** Asks for a file and adds its content to the board. */
  open(): Promise<void>;
  /** Adds the content of an opened file to the board (double-click, drop). */
  take(file: Pick<OpenedFile, 'name' | 'bytes'>): Promise<void>;
  /** Takes back the newest restore or opened file, and tells the person how much of whose ink was removed. */
  takeBack(): void;
  /** Saves this board, or the lost copy while there is one. True if it was written. */
  save(): Promise<boolean>;
  saved(): Saved;
  exportPicture(): Promise<void>;
  /** The picture of the whole board would be unreadable: what to export instead. Undefined when nothing is asked. */
  readonly pictureQuestion: Source<PictureQuestion | undefined>;
}

export interface PictureQuestion {
  readonly hasSelection: boolean;
  answer(part: PicturePart | 'none'): void;
}

/** Whether a saved file has the current board, and the current lost copy, without a difference. */
export interface Saved {
  readonly board: boolean;
  readonly lostCopy: boolean;
}

export interface BoardFilesOptions {
  readonly shell: Pick<ShellApi, 'openBoardFile' | 'saveBoardFile' | 'exportPicture'>;
  readonly session: Pick<Session, 'copyBytes' | 'importCopy' | 'takeBack' | 'status' | 'fingerprint'>;
  readonly pictures: () => Promise<FilePictures>;
  readonly canvas: Pick<Engine, 'exportPng' | 'pngScale' | 'snapshot' | 'zoomToFit'>;
  readonly toasts: Pick<Toasts, 'show' | 'fail'>;
  readonly refused: Pick<RefusedFiles, 'refuse'>;
  /** Opens files of other apps, and asks where a file goes. */
  readonly foreign: Pick<ForeignFiles, 'take' | 'place'>;
  /** The room's title, for suggested names. */
  title(): string;
  /** Whether the shell reports that a file is on the disk. A browser only starts a download. */
  readonly knowsDisk: boolean;
}

/** Pixels of the picture per pixel of the board at 100 %: sharp on a high-density screen (factor 2) and in print. */
const EXPORT_SCALE = 2;
/** Below this scale the smallest text that people write is no longer read. */
const READABLE_SCALE = 0.25;

export function createBoardFiles(options: BoardFilesOptions): BoardFiles {
  const { shell, session, canvas, toasts, refused, foreign } = options;
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

  async function take(file: Pick<OpenedFile, 'name' | 'bytes'>): Promise<void> {
    if (isForeignName(file.name)) {
      await foreign.take(file);
      return;
    }
    if (file.bytes.length > LIMITS.snapshotBytes) {
      toasts.fail(FILES.tooLarge(file.name));
      return;
    }
    const pictures = await orSayNotLoaded(options.pictures(), toasts);
    if (!pictures) return;
    // First of all, so that a damaged file opens no window of its own.
    const opened = pictures.open(file.bytes);
    if (!opened.ok) {
      refused.refuse(file.name, opened.error.code);
      return;
    }
    const put = (): void => importFile(file, opened.value, pictures);
    await foreign.place(file, { fill: put, add: put });
  }

  function importFile(file: Pick<OpenedFile, 'name'>, { snapshot, pictures: given }: BoardFile, pictures: FilePictures): void {
    const result = session.importCopy(snapshot);
    if ('refused' in result) {
      refused.refuse(file.name, result.refused);
      return;
    }
    void pictures.give(given);
    if (result.imported === 0) {
      toasts.show(FILES.nothingNew(file.name));
      return;
    }
    toasts.show(FILES.opened(result.imported, file.name));
    canvas.zoomToFit();
  }

  const question = createValue<PictureQuestion | undefined>(undefined);

  async function exportPart(part: PicturePart): Promise<void> {
    const bytes = await attempt(() => canvas.exportPng({ scale: EXPORT_SCALE, background: true, part }), EXPORTS.notMade);
    if (!bytes) {
      if (part === 'view') toasts.show(EXPORTS.nothingSeen);
      else if (session.status().elements === 0) toasts.show(EXPORTS.nothing);
      return;
    }
    const name = fileNameFor(options.title(), 'png');
    const written = await attempt(() => shell.exportPicture(name, 'image/png', bytes), FILES.pictureNotWritten);
    if (written) toasts.show(options.knowsDisk ? EXPORTS.done : SAVED.downloading(name));
  }

  return {
    take,
    takeBack() {
      const { elements, own, authors } = session.takeBack();
      if (elements === 0) toasts.show(FILES.nothingToTakeBack);
      else {
        toasts.show(authors === 1 ? FILES.takenBack(elements, own) : FILES.takenBackOf(elements, own, authors));
      }
    },
    async open() {
      const file = await attempt(() => shell.openBoardFile(), FILES.notRead);
      if (file) await take(file);
    },
    async save() {
      const { lostCopy } = session.status();
      const ofLostCopy = lostCopy !== undefined;
      const name = fileNameFor(ofLostCopy ? FILES.copyOf(options.title()) : options.title(), 'inkroom');
      const target = ofLostCopy ? null : token;
      const fingerprint = session.fingerprint();
      let lacking = 0;
      const saved = await attempt(async () => {
        const file = await (await options.pictures()).pack(session.copyBytes());
        lacking = file.lacking;
        return shell.saveBoardFile(target, name, file.bytes);
      }, FILES.notSaved);
      if (!saved) return false;
      if (lostCopy === undefined) {
        token = saved.token;
        savedBoard = fingerprint;
      } else savedCopy = lostCopy.epoch;
      if (lacking > 0) toasts.fail(SAVED.lacking(lacking));
      toasts.show(options.knowsDisk ? SAVED.onDisk(saved.name) : SAVED.downloading(saved.name));
      return true;
    },
    saved: () => ({
      board: savedBoard !== undefined && savedBoard === session.fingerprint(),
      lostCopy: savedCopy !== undefined && savedCopy === session.status().lostCopy?.epoch,
    }),
    pictureQuestion: question,
    async exportPicture() {
      // A failure is told by the export.
      const scale = await canvas.pngScale({ scale: EXPORT_SCALE, background: true }).catch(() => undefined);
      if (scale === undefined || scale >= READABLE_SCALE) {
        await exportPart('board');
        return;
      }
      question.write({
        hasSelection: canvas.snapshot().selection.length > 0,
        answer(part) {
          question.write(undefined);
          if (part !== 'none') void exportPart(part);
        },
      });
    },
  };
}
