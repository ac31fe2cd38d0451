import { Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { endedWords } from '../../words/status/ended-words.ts';
import { NoticeCard } from './notice-card.tsx';

interface EndedCardProps {
  readonly elements: number;
  readonly onSave: () => void;
  /** Undefined in a browser, which cannot host. */
  readonly onHost: (() => void) | undefined;
}

/** The host ended the room: the board is this window's copy. Stays until the room is hosted again. */
export function EndedCard({ elements, onSave, onHost }: EndedCardProps): ReactNode {
  const words = endedWords(elements, onHost !== undefined);
  return (
    <NoticeCard icon={Unplug} title={words.title} text={words.text} testId="ended">
      {words.host === undefined ? null : (
        <button type="button" className="button button--primary" onClick={onHost}>
          {words.host}
        </button>
      )}
      <button type="button" className="button" onClick={onSave}>
        {words.save}
      </button>
    </NoticeCard>
  );
}
