import { lateModule } from '../late-module.ts';
import { orSayNotLoaded } from '../watching/not-loaded.ts';
import type { BoardExports, BoardExportsOptions } from './board-exports.ts';

const load = lateModule(() => import('./board-exports.ts'));
// The engine imports these itself. Here they come while the server is there.
lateModule(() => import('../../engine/export/export-png.ts'));
lateModule(() => import('../../engine/export/svg/export-svg.ts'));
lateModule(() => import('../../engine/export/thumbnail.ts'));

/** The exports, whose code is loaded with the first one. */
export function createLateExports(options: BoardExportsOptions): BoardExports {
  const run = (act: (exports: BoardExports) => Promise<void>): Promise<void> =>
    orSayNotLoaded(
      load().then(({ createBoardExports }) => act(createBoardExports(options))),
      options.toasts,
    );
  return {
    exportSvg: () => run((exports) => exports.exportSvg()),
    exportPdf: () => run((exports) => exports.exportPdf()),
    exportScene: () => run((exports) => exports.exportScene()),
    copyPng: () => run((exports) => exports.copyPng()),
    copySvg: () => run((exports) => exports.copySvg()),
    print: () => run((exports) => exports.print()),
  };
}
