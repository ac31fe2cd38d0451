import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { LostCopy } from '../../session/session.ts';
import { lostCopyWords } from '../lost-copy-words.ts';
import '../styles/lost-copy-card.css';

interface LostCopyCardProps {
  readonly copy: LostCopy;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly onRestore: () => void;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

/** The server lost the board: the person decides what becomes of the copy. Stays until then. */
export function LostCopyCard({ copy, now, onRestore, onSave, onDiscard }: LostCopyCardProps): ReactNode {
  const [asking, setAsking] = useState(false);
  const words = lostCopyWords(copy, now);
  return (
    <section className="surface lost-copy" role="alert" aria-label={words.title} data-testid="lost-copy">
      <TriangleAlert size={20} strokeWidth={1.75} aria-hidden="true" />
      <div className="lost-copy__body">
        <h2>{words.title}</h2>
        <p>{asking ? words.sure : words.text}</p>
        <div className="lost-copy__actions">
          {asking ? (
            <>
              <button type="button" className="button button--bad" onClick={onDiscard}>
                {words.discard}
              </button>
              <button type="button" className="button" ref={(button) => button?.focus()} onClick={() => setAsking(false)}>
                Keep my copy
              </button>
            </>
          ) : (
            <>
              <button type="button" className="button button--primary" onClick={onRestore}>
                {words.restore}
              </button>
              <button type="button" className="button" onClick={onSave}>
                Save a copy
              </button>
              <button type="button" className="button button--quiet" onClick={() => setAsking(true)}>
                {words.discard}
              </button>
            </>
          )}
        </div>
      </div>
    </section>
  );
}
