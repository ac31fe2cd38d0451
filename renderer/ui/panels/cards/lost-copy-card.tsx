import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { LostCopy } from '../../../session/session.ts';
import { LOST_COPY, type LostCopyAround, lostCopyWords } from '../../words/status/lost-copy-words.ts';
import { NoticeCard } from './notice-card.tsx';

interface LostCopyCardProps {
  readonly copy: LostCopy;
  readonly around: LostCopyAround;
  readonly onRestore: () => void;
  readonly onSave: () => void;
  /** Opens the copy as an own board. */
  readonly onOwn: () => void;
  readonly onDiscard: () => void;
}

/** The server lost the board: the person decides about the copy. Stays until then. The pill announces it once. */
export function LostCopyCard({ copy, around, onRestore, onSave, onOwn, onDiscard }: LostCopyCardProps): ReactNode {
  const [asking, setAsking] = useState(false);
  const { title, text, choices } = lostCopyWords(copy, around);
  const isAsked = asking && choices !== undefined;
  return (
    <NoticeCard icon={TriangleAlert} title={title} text={isAsked ? choices.sure : text} testId="lost-copy">
      {isAsked ? (
        <>
          <button type="button" className="button button--bad" onClick={onDiscard}>
            {choices.discard}
          </button>
          <button type="button" className="button" ref={(button) => button?.focus()} onClick={() => setAsking(false)}>
            {LOST_COPY.keep}
          </button>
        </>
      ) : (
        <>
          {choices === undefined ? null : (
            <button type="button" className="button button--primary" onClick={onRestore}>
              {choices.restore}
            </button>
          )}
          <button type="button" className="button" onClick={onSave}>
            {LOST_COPY.save}
          </button>
          <button type="button" className="button" onClick={onOwn}>
            {LOST_COPY.openAsOwn}
          </button>
          {choices === undefined ? null : (
            <button type="button" className="button button--quiet" onClick={() => setAsking(true)}>
              {choices.discard}
            </button>
          )}
        </>
      )}
    </NoticeCard>
  );
}
