import type { ReactNode } from 'react';
import type { PlaceQuestion } from '../adding/foreign-files.ts';
import { Dialog } from '../chrome/parts/dialog.tsx';
import { PICTURE_PARTS, PLACE_WORDS } from '../words/board/file-question-words.ts';
import type { PictureQuestion } from './board-files.ts';

interface FileQuestionsProps {
  readonly place: PlaceQuestion | undefined;
  readonly picture: PictureQuestion | undefined;
}

/** What a person is asked about a file that comes in or goes out. */
export function FileQuestions({ place, picture }: FileQuestionsProps): ReactNode {
  return (
    <>
      {place ? <PlaceDialog {...place} /> : null}
      {picture ? <PictureDialog {...picture} /> : null}
    </>
  );
}

/** Asks where a file of another app should go, when the board has content or another person is in the room. */
function PlaceDialog({ name, isShared, here, own, cancel }: PlaceQuestion): ReactNode {
  return (
    <Dialog title={PLACE_WORDS.title(name)} onClose={cancel} className="dialog--small">
      <p>{isShared ? PLACE_WORDS.shared : PLACE_WORDS.alone}</p>
      <div className="dialog__actions">
        <button type="button" className="button" onClick={here}>
          {PLACE_WORDS.here}
        </button>
        <button type="button" className="button button--primary" data-autofocus onClick={own}>
          {PLACE_WORDS.own}
        </button>
      </div>
    </Dialog>
  );
}

/** Asks what to export when a picture of the whole board would be unreadable. */
function PictureDialog({ hasSelection, answer }: PictureQuestion): ReactNode {
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
