import type { ExportType, ShellApi } from '../../../core/contract/shell-contract.ts';
import type { BoardAccess } from '../../../core/room/board-access.ts';
import type { Engine } from '../../engine/engine.ts';
import { fromBoard } from '../../files/from-board.ts';
import type { Toasts } from '../watching/toasts.ts';
import { COPIED_SVG, exportedWords, NOT_COPIED, NOT_MADE, NOT_WRITTEN, NOTHING_TO_EXPORT } from '../words/board/file-words.ts';
import { fileNameFor } from '../words/room-title.ts';
import { printPicture } from './print-picture.ts';

/** Exports of the board for other apps and paper. Errors appear in a toast; nothing is thrown. */
export interface BoardExports {
  exportSvg(): Promise<void>;
  exportScene(): Promise<void>;
  /** Of the selection, or of everything without a selection. */
  copySvg(): Promise<void>;
  print(): Promise<void>;
}

export interface BoardExportsOptions {
  readonly shell: Pick<ShellApi, 'exportPicture' | 'copyText'>;
  readonly access: Pick<BoardAccess, 'board'>;
  readonly canvas: Pick<Engine, 'exportSvg' | 'snapshot'>;
  readonly toasts: Pick<Toasts, 'show' | 'fail'>;
  readonly page: Document;
  /** Embeds its fonts in an SVG picture, because other programs do not have the page's fonts. */
  readonly withFonts: (svg: string) => Promise<string>;
  /** The room's title, for suggested names. */
  title(): string;
}

export function createBoardExports(options: BoardExportsOptions): BoardExports {
  const { shell, access, canvas, toasts } = options;

  async function write(name: string, type: ExportType, text: string): Promise<boolean> {
    try {
      return await shell.exportPicture(name, type, new TextEncoder().encode(text));
    } catch {
      toasts.fail(NOT_WRITTEN);
      return false;
    }
  }

  /** Undefined when there is nothing to show, which is reported. */
  async function picture(wanted: Parameters<Engine['exportSvg']>[0]): Promise<string | undefined> {
    try {
      const svg = await canvas.exportSvg(wanted);
      if (svg === undefined) toasts.show(NOTHING_TO_EXPORT);
      return svg;
    } catch {
      toasts.fail(NOT_MADE);
      return undefined;
    }
  }

  return {
    async exportSvg() {
      const svg = await picture({ background: true });
      if (svg === undefined) return;
      const name = fileNameFor(options.title(), 'svg');
      if (await write(name, 'image/svg+xml', await options.withFonts(svg))) toasts.show(exportedWords(name, new Map()));
    },
    async exportScene() {
      const board = access.board();
      const elements = fromBoard(
        board,
        Array.from(board.elements(), ({ id }) => id),
      );
      if (elements.length === 0) {
        toasts.show(NOTHING_TO_EXPORT);
        return;
      }
      const [{ writeScene }, { sceneColor }] = await Promise.all([
        import('../../files/excalidraw/write-scene.ts'),
        import('./scene-color.ts'),
      ]);
      const { text, losses } = writeScene(elements, sceneColor);
      const name = fileNameFor(options.title(), 'excalidraw');
      if (await write(name, 'application/vnd.excalidraw+json', text)) toasts.show(exportedWords(name, losses));
    },
    async copySvg() {
      const svg = await picture({ background: false, selectionOnly: canvas.snapshot().selection.length > 0 });
      if (svg === undefined) return;
      try {
        await shell.copyText(svg);
        toasts.show(COPIED_SVG);
      } catch {
        toasts.fail(NOT_COPIED);
      }
    },
    async print() {
      // Ink on white paper, whatever the theme.
      const svg = await picture({ background: false, theme: 'light' });
      if (svg !== undefined) printPicture(options.page, svg);
    },
  };
}
