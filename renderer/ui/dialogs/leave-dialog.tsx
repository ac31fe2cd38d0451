import type { ReactNode } from 'react';
import { Dialog } from '../chrome/parts/dialog.tsx';
import { useSource } from '../use-source.ts';
import { LEAVE } from '../words/dialog-words.ts';
import type { Leaving } from './leaving.ts';

/** Asks before another room opens when something would be lost, or when a link leads to a new server. */
export function LeaveDialog({ leaving }: { readonly leaving: Leaving }): ReactNode {
  const question = useSource(leaving);
  if (question === undefined) return null;
  return (
    <Dialog title={question.message} onClose={question.stay} className="dialog--small">
      <p>{question.detail}</p>
      <div className="dialog__actions">
        <button type="button" className="button" onClick={question.stay}>
          {LEAVE.stay}
        </button>
        <button type="button" className="button" onClick={question.leave}>
          {question.leaveWords}
        </button>
        {question.save === undefined ? null : (
          <button type="button" className="button button--primary" data-autofocus onClick={question.save}>
            {LEAVE.save}
          </button>
        )}
      </div>
    </Dialog>
  );
}
