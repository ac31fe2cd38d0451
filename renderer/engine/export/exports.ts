import type { Clock } from '../../../core/base/host.ts';
import type { Board } from '../../../core/board/board.ts';
import type { SceneEntry } from '../scene.ts';
import type { Selection } from '../selection/selection.ts';
import type { Stage } from '../stage.ts';
import { exportPicture } from './export-png.ts';
import type { SvgOptions } from './svg/export-svg.ts';
import { makeThumbnail } from './thumbnail.ts';

export interface PngOptions {
  /** Picture pixels per world pixel. */
  readonly scale: number;
  readonly background: boolean;
  readonly selectionOnly?: boolean;
}

/** Pictures of the board. */
export interface Exports {
  /** PNG bytes. Undefined when there is nothing to export. */
  exportPng(options: PngOptions): Promise<Uint8Array | undefined>;
  /** The text of an SVG picture. Undefined when there is nothing to export. */
  exportSvg(options: SvgOptions): Promise<string | undefined>;
  /** A small picture of the whole board. Undefined for an empty board, and if a stroke begins during the drawing. */
  thumbnail(): Promise<Uint8Array | undefined>;
}

export interface ExportsFrom {
  readonly stage: Stage;
  readonly selection: Selection;
  readonly board: () => Board;
  readonly clock: Clock;
  /** True while the person draws: small pictures can wait. */
  readonly isDrawing: () => boolean;
}

export function exportsOf({ stage, selection, board, clock, isDrawing }: ExportsFrom): Exports {
  const { scene, pictures, ink } = stage;
  const entriesOf = (selectionOnly = false): SceneEntry[] => {
    const all = [...scene.entries()];
    return selectionOnly ? all.filter(({ id }) => selection.ids.has(id)) : all;
  };
  return {
    exportPng({ selectionOnly, ...options }) {
      return exportPicture(entriesOf(selectionOnly), { board, ink, pictures, clock }, { ...options, theme: stage.theme });
    },
    async exportSvg(options) {
      const entries = entriesOf(options.selectionOnly);
      const { exportSvg } = await import('./svg/export-svg.ts');
      return exportSvg(entries, { board, pictures, clock }, { theme: stage.theme, ...options });
    },
    thumbnail: () => makeThumbnail(scene.entries(), { board, clock, theme: stage.theme, isOff: isDrawing }),
  };
}
