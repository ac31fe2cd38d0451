import { Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { endedWords } from '../words/status/ended-words.ts';
import '../styles/lost-copy-card.css';

interface EndedCardProps {
  readonly elements: number;
  readonly onSave: () => void;
  /** Undefined in a browser, which cannot host. */
  readonly onHost: (() => void) | undefined;
}

/** The host ended the room: what is on the board is this window's copy. Stays until the room is hosted again. */
export function EndedCard({ elements, onSave, onHost }: EndedCardProps): ReactNode {
  const words = endedWords(elements, onHost !== undefined);
  return (
    <section className="surface lost-copy" aria-label={words.title} data-testid="ended">
      <Unplug size={20} strokeWidth={1.75} aria-hidden="true" />
      <div className="lost-copy__body">
        <h2>{words.title}</h2>
        <p>{words.text}</p>
        <div className="lost-copy__actions">
          {words.host === undefined ? null : (
            <button type="button" className="button button--primary" onClick={onHost}>
              {words.host}
            </button>
          )}
          <button type="button" className="button" onClick={onSave}>
            {words.save}
          </button>
        </div>
      </div>
    </section>
  );
}
