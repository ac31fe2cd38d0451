import type { ReactNode } from 'react';
import { Dialog } from '../chrome/parts/dialog.tsx';
import { CLEAR } from '../words/dialog-words.ts';

interface ClearDialogProps {
  readonly elements: number;
  readonly others: number;
  readonly onClear: () => void;
  readonly onClose: () => void;
}

/** Clearing removes everyone's work, so it asks first. */
export function ClearDialog({ elements, others, onClear, onClose }: ClearDialogProps): ReactNode {
  return (
    <Dialog title={CLEAR.title} onClose={onClose} className="dialog--small">
      <p>{others > 0 ? CLEAR.withOthers(elements, others) : CLEAR.text(elements)}</p>
      <div className="dialog__actions">
        <button type="button" className="button" data-autofocus onClick={onClose}>
          {CLEAR.keep}
        </button>
        <button
          type="button"
          className="button button--bad"
          onClick={() => {
            onClose();
            onClear();
          }}
        >
          {CLEAR.clear}
        </button>
      </div>
    </Dialog>
  );
}
