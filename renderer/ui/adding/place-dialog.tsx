import type { ReactNode } from 'react';
import { Dialog } from '../chrome/parts/dialog.tsx';
import { useSource } from '../use-source.ts';
import { PLACE_WORDS } from '../words/board/file-words.ts';
import type { ForeignFiles } from './foreign-files.ts';

/** Asks where a file of another app should go, when the board has content or another person is in the room. */
export function PlaceDialog({ foreign }: { readonly foreign: ForeignFiles }): ReactNode {
  const question = useSource(foreign);
  if (question === undefined) return null;
  const { name, isShared, here, own, cancel } = question;
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
