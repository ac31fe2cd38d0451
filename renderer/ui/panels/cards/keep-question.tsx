import type { ReactNode } from 'react';
import { KEEP_QUESTION } from '../../words/status/keep-words.ts';
import '../../styles/keep-question.css';

interface KeepQuestionProps {
  readonly onKeep: () => void;
  readonly onMemory: () => void;
}

/** Asked once, at the first board that is hosted here, in one line that blocks nothing. */
export function KeepQuestion({ onKeep, onMemory }: KeepQuestionProps): ReactNode {
  return (
    <section className="surface keep-question" aria-label={KEEP_QUESTION.text} data-testid="keep-question">
      <p>{KEEP_QUESTION.text}</p>
      <button type="button" className="button button--primary" onClick={onKeep}>
        {KEEP_QUESTION.keep}
      </button>
      <button type="button" className="button" onClick={onMemory}>
        {KEEP_QUESTION.memory}
      </button>
    </section>
  );
}
