import type { ReactNode } from 'react';
import '../styles/question.css';

interface QuestionProps {
  readonly question: string;
  readonly no: string;
  readonly yes: string;
  readonly onAnswer: (isYes: boolean) => void;
}

/** Asks before something that is not taken back easily, in place of what a panel shows else. */
export function Question({ question, no, yes, onAnswer }: QuestionProps): ReactNode {
  return (
    <div className="question">
      <p className="muted">{question}</p>
      <div className="question__answers">
        <button type="button" className="button" ref={(button) => button?.focus()} onClick={() => onAnswer(false)}>
          {no}
        </button>
        <button type="button" className="button button--bad" onClick={() => onAnswer(true)}>
          {yes}
        </button>
      </div>
    </div>
  );
}
