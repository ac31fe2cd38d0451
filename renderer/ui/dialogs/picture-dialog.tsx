import type { ReactNode } from 'react';
import { Dialog } from '../chrome/parts/dialog.tsx';
import { useSource } from '../use-source.ts';
import { PICTURE_PARTS } from '../words/board/file-words.ts';
import type { BoardFiles } from './board-files.ts';

/** Asks what to export when a picture of the whole board would be unreadable. */
export function PictureDialog({ files }: { readonly files: Pick<BoardFiles, 'pictureQuestion'> }): ReactNode {
  const question = useSource(files.pictureQuestion);
  if (question === undefined) return null;
  const { hasSelection, answer } = question;
  return (
    <Dialog title={PICTURE_PARTS.title} onClose={() => answer('none')} className="dialog--small">
      <p>{PICTURE_PARTS.text}</p>
      <div className="dialog__actions">
        <button type="button" className="button" onClick={() => answer('board')}>
          {PICTURE_PARTS.board}
        </button>
        {hasSelection ? (
          <button type="button" className="button" onClick={() => answer('selection')}>
            {PICTURE_PARTS.selection}
          </button>
        ) : null}
        <button type="button" className="button button--primary" data-autofocus onClick={() => answer('view')}>
          {PICTURE_PARTS.view}
        </button>
      </div>
    </Dialog>
  );
}
