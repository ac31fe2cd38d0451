import type { ReactNode } from 'react';
import { Dialog } from '../chrome/dialog.tsx';
import { countWords } from '../words/time-words.ts';

interface ClearDialogProps {
  readonly elements: number;
  readonly others: number;
  readonly onClear: () => void;
  readonly onClose: () => void;
}

/** Clearing removes everyone's work, so it asks first. */
export function ClearDialog({ elements, others, onClear, onClose }: ClearDialogProps): ReactNode {
  const whose = others > 0 ? `, also what ${others === 1 ? 'the other person' : `the ${others} others`} drew` : '';
  return (
    <Dialog title="Clear the board?" onClose={onClose} className="dialog--small">
      <p>
        This removes {countWords(elements, 'stroke')} for everyone{whose}. You can undo it.
      </p>
      <div className="dialog__actions">
        <button type="button" className="button" data-autofocus onClick={onClose}>
          Keep it
        </button>
        <button
          type="button"
          className="button button--bad"
          onClick={() => {
            onClose();
            onClear();
          }}
        >
          Clear the board
        </button>
      </div>
    </Dialog>
  );
}
