import type { Clock } from '../../../core/base/host.ts';
import type { Board } from '../../../core/board/board.ts';
import type { Box } from '../../../core/board/element.ts';
import { intersects } from '../geometry.ts';
import type { SceneEntry } from '../scene.ts';
import type { Selection } from '../selection/selection.ts';
import type { Stage } from '../stage.ts';
import type { PdfExport, PdfOptions } from './pdf/export-pdf.ts';
import type { PrintPages, SvgOptions } from './svg/export-svg.ts';

export interface PngOptions {
  /** Picture pixels per world pixel. */
  readonly scale: number;
  readonly background: boolean;
  /** Default: the whole board. `view`: exactly what the window shows. */
  readonly part?: PicturePart;
}

export type PicturePart = 'board' | 'selection' | 'view';

/** Pictures of the board. */
export interface Exports {
  /**
   * The scale that a picture would have: less than the wanted one where the part is too large for any canvas. Undefined when there is
   * nothing to export.
   */
  pngScale(options: PngOptions): Promise<number | undefined>;
  /** PNG bytes. Undefined when there is nothing to export. */
  exportPng(options: PngOptions): Promise<Uint8Array | undefined>;
  /** The text of an SVG picture. Undefined when there is nothing to export. */
  exportSvg(options: SvgOptions): Promise<string | undefined>;
  /** A PDF: a page for each frame, or one page of everything. Undefined when there is nothing to export. */
  exportPdf(options: PdfOptions): Promise<PdfExport | undefined>;
  /** A page for each frame, or one page of everything. Undefined when there is nothing to print. */
  printPages(): Promise<PrintPages | undefined>;
  /** A small picture of the whole board. Undefined for an empty board, if a stroke begins during the drawing, and without its code. */
  thumbnail(): Promise<Uint8Array | undefined>;
}

export interface ExportsFrom {
  readonly stage: Stage;
  readonly selection: Selection;
  readonly board: () => Board;
  readonly clock: Clock;
  /** What the window shows, world pixels. */
  readonly seen: () => Box;
  /** True while the person draws: small pictures can wait. */
  readonly isDrawing: () => boolean;
}

export function exportsOf({ stage, selection, board, clock, isDrawing, seen }: ExportsFrom): Exports {
  const { scene, pictures, ink } = stage;
  const entriesOf = (selectionOnly = false): SceneEntry[] => {
    const all = [...scene.entries()];
    return selectionOnly ? all.filter(({ id }) => selection.ids.has(id)) : all;
  };
  /** The entries of a picture, and its bounds: of the view exactly, else around the entries. */
  function partOf(part: PicturePart = 'board'): { readonly entries: readonly SceneEntry[]; readonly crop: Box | undefined } {
    if (part !== 'view') return { entries: entriesOf(part === 'selection'), crop: undefined };
    const crop = seen();
    return { entries: entriesOf().filter((entry) => intersects(entry, crop)), crop };
  }
  return {
    async pngScale({ part, scale }) {
      const { entries, crop } = partOf(part);
      const { pictureScale } = await import('./export-png.ts');
      return pictureScale(entries, crop, scale);
    },
    async exportPng({ part, ...options }) {
      const { entries, crop } = partOf(part);
      const { exportPicture } = await import('./export-png.ts');
      return exportPicture(entries, { board, ink, pictures, clock }, { ...options, crop, theme: stage.theme });
    },
    async exportSvg(options) {
      const entries = entriesOf(options.selectionOnly);
      const { exportSvg } = await import('./svg/export-svg.ts');
      return exportSvg(entries, { board, pictures, clock }, { theme: stage.theme, ...options });
    },
    async exportPdf(options) {
      const [{ exportPdf }, { browserMeans }] = await Promise.all([
        import('./pdf/export-pdf.ts'),
        import('./pdf/browser-means.ts'),
      ]);
      return exportPdf(entriesOf(), { board, pictures, clock, means: browserMeans }, options);
    },
    async printPages() {
      const { printPages } = await import('./svg/export-svg.ts');
      return printPages(entriesOf(), { board, pictures, clock });
    },
    async thumbnail() {
      // Away from the server the small picture stays as it was.
      const code = await import('./thumbnail.ts').catch(() => undefined);
      return code?.makeThumbnail(scene.entries(), { board, clock, theme: stage.theme, isOff: isDrawing });
    },
  };
}
