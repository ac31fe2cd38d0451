import { loadCode } from '../../../core/base/late-code.ts';
import type { ElementId } from '../../../core/board/ids.ts';
import type { ExportType, ShellApi } from '../../../core/contract/desktop/shell-contract.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import type { Engine } from '../../engine/engine.ts';
import { fromBoard } from '../../files/from-board.ts';
import type { Pictures } from '../../session/pictures/pictures.ts';
import type { Copy } from '../copy.ts';
import { orSayNotLoaded } from '../watching/not-loaded.ts';
import type { Toasts } from '../watching/toasts.ts';
import { EXPORTS } from '../words/board/file-words.ts';
import { type ExportedTo, exportedWords, pdfWords } from '../words/board/loss-words.ts';
import { fileNameFor } from '../words/room-title.ts';
import { writePicture } from './clipboard/page-clipboard.ts';
import { printPages } from './print-pages.ts';

/** Pixels of a copied picture per pixel of the board at 100 %. */
const COPY_SCALE = 2;

/** Exports of the board for other apps and paper. Errors appear in a toast; nothing is thrown. */
export interface BoardExports {
  exportSvg(): Promise<void>;
  /** Each frame as a page, or everything as one page. */
  exportPdf(): Promise<void>;
  exportScene(): Promise<void>;
  /** Of the selection, or of everything without a selection. */
  copyPng(): Promise<void>;
  copySvg(): Promise<void>;
  print(): Promise<void>;
}

export interface BoardExportsOptions {
  readonly shell: Pick<ShellApi, 'exportPicture'>;
  readonly copy: Copy;
  readonly access: Pick<BoardAccess, 'board'>;
  readonly canvas: Pick<Engine, 'exportPng' | 'exportSvg' | 'exportPdf' | 'printPages' | 'snapshot'>;
  readonly toasts: Pick<Toasts, 'show' | 'fail'>;
  readonly page: Document;
  readonly pictures: Pick<Pictures, 'now'>;
  /** Embeds its fonts in an SVG picture, because other programs do not have the page's fonts. */
  readonly withFonts: (svg: string) => Promise<string>;
  /** The files of the page's fonts that a PDF embeds. */
  readonly pdfFonts: Parameters<Engine['exportPdf']>[0]['fontFiles'];
  /** What the shell knows of a file that it has taken. */
  readonly to: ExportedTo;
  /** The room's title, for suggested names. */
  title(): string;
}

export function createBoardExports(options: BoardExportsOptions): BoardExports {
  const { shell, access, canvas, toasts, to } = options;

  async function write(name: string, type: ExportType, bytes: Uint8Array): Promise<boolean> {
    try {
      return await shell.exportPicture(name, type, bytes);
    } catch {
      toasts.fail(EXPORTS.notWritten);
      return false;
    }
  }

  const allIds = (): readonly ElementId[] => Array.from(access.board().elements(), ({ id }) => id);

  /** Undefined when there is nothing to show, which is reported. */
  async function picture(wanted: Parameters<Engine['exportSvg']>[0]): Promise<string | undefined> {
    try {
      const svg = await canvas.exportSvg(wanted);
      if (svg === undefined) toasts.show(EXPORTS.nothing);
      return svg;
    } catch {
      toasts.fail(EXPORTS.notMade);
      return undefined;
    }
  }

  /** The picture with its elements in it. Without them where their code could not be loaded: it is a picture all the same. */
  async function openable(svg: string, ids: Iterable<ElementId>): Promise<string> {
    try {
      const elements = fromBoard(access.board(), ids);
      const [{ withElements }, { scenePictures }] = await loadCode(() =>
        Promise.all([import('../../files/svg/own-svg.ts'), import('../../files/excalidraw/scene-pictures.ts')]),
      );
      const files = await scenePictures(elements, (hash) => options.pictures.now(hash));
      return withElements(svg, elements, Object.fromEntries(Array.from(files, ([hash, { dataURL }]) => [hash, dataURL])));
    } catch {
      return svg;
    }
  }

  return {
    async exportSvg() {
      const svg = await picture({ background: true });
      if (svg === undefined) return;
      const name = fileNameFor(options.title(), 'svg');
      const whole = await openable(await options.withFonts(svg), allIds());
      if (await write(name, 'image/svg+xml', bytesOf(whole))) toasts.show(exportedWords(name, new Map(), to));
    },
    async exportPdf() {
      try {
        const title = options.title();
        const made = await canvas.exportPdf({ title, fontFiles: options.pdfFonts });
        if (!made) {
          toasts.show(EXPORTS.nothing);
          return;
        }
        const name = fileNameFor(title, 'pdf');
        if (await write(name, 'application/pdf', made.bytes)) toasts.show(pdfWords(name, made, to));
      } catch {
        toasts.fail(EXPORTS.pdfNotMade);
      }
    },
    async exportScene() {
      const board = access.board();
      const elements = fromBoard(board, allIds());
      if (elements.length === 0) {
        toasts.show(EXPORTS.nothing);
        return;
      }
      const code = await orSayNotLoaded(
        loadCode(() =>
          Promise.all([
            import('../../files/excalidraw/write-scene.ts'),
            import('../../files/excalidraw/scene-pictures.ts'),
            import('./scene-color.ts'),
          ]),
        ),
        toasts,
      );
      if (!code) return;
      const [{ writeScene }, { scenePictures }, { sceneColor }] = code;
      const files = await scenePictures(elements, (hash) => options.pictures.now(hash));
      const { text, losses } = writeScene(elements, sceneColor, files);
      const name = fileNameFor(options.title(), 'excalidraw');
      if (await write(name, 'application/vnd.excalidraw+json', bytesOf(text))) toasts.show(exportedWords(name, losses, to));
    },
    async copyPng() {
      const part = canvas.snapshot().selection.length > 0 ? 'selection' : 'board';
      try {
        const png = await canvas.exportPng({ scale: COPY_SCALE, background: true, part });
        if (png === undefined) toasts.show(EXPORTS.nothing);
        else if (await writePicture(options.page, png)) toasts.show(EXPORTS.copiedPng);
        else toasts.fail(EXPORTS.copied.failed);
      } catch {
        toasts.fail(EXPORTS.notMade);
      }
    },
    async copySvg() {
      const { selection } = canvas.snapshot();
      const svg = await picture({ background: false, selectionOnly: selection.length > 0 });
      if (svg === undefined) return;
      const ids = selection.length > 0 ? selection : allIds();
      await options.copy(await openable(svg, ids), EXPORTS.copied);
    },
    async print() {
      try {
        const made = await canvas.printPages();
        if (!made) toasts.show(EXPORTS.nothing);
        else {
          if (made.leftOut > 0) toasts.show(EXPORTS.outside(made.leftOut));
          printPages(options.page, made.pages);
        }
      } catch {
        toasts.fail(EXPORTS.notMade);
      }
    },
  };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
